// Another secret for a connection. The one before is taken a while longer, since platforms change over slowly.

import { HOUR_MS } from '#domain/time.ts'

import { newConnectionSecret } from '../retailers/create-connection.ts'
import { openConnection, type ConnectionKey } from './own-connection.ts'

import type { Instant } from '#domain/order-facts.ts'

import type { AppDeps } from '../deps.ts'

/** Gives back a secret that was made here, once; throws `not_found`, `connection_closed` and `input_invalid`. */
export async function rotateConnection(
  deps: Pick<AppDeps, 'retailers' | 'random' | 'clock' | 'sealer' | 'commerce'>,
  {
    retailerId,
    connectionId,
    pasted,
    graceHours,
  }: ConnectionKey & {
    /** A secret that the platform made. */
    readonly pasted?: string | undefined
    /** How long the secret before is still taken. */
    readonly graceHours: number
  },
): Promise<{
  readonly connectionId: string
  readonly secret: string | null
  readonly previousSecretUntil: Instant
}> {
  const previousSecretUntil = deps.clock.now() + graceHours * HOUR_MS
  const secret = await deps.retailers.transaction(retailerId, async (unit) => {
    const { platform } = await openConnection(unit, connectionId)
    const { shown, sealed } = newConnectionSecret(deps, { connectionId, platform, pasted })
    await unit.connections.rotate(connectionId, {
      secretSealed: sealed,
      isSecretPasted: pasted !== undefined,
      previousSecretUntil,
    })
    return shown
  })
  return { connectionId, secret, previousSecretUntil }
}
