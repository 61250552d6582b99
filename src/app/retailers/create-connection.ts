// A connection to a shop: one secret and one webhook address of its own.

import { Problem } from '#domain/problem.ts'
import { stringToBytes, bytesToString } from 'viem/utils'

import { newId } from '../new-id.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { Platform } from '#ports/commerce.ts'
import type { ConnectionRow } from '#ports/program-rows.ts'

import type { AppDeps } from '../deps.ts'

/** Random bytes of a webhook secret. */
const SECRET_BYTES = 32

/** What a connection's secret is sealed under. */
function connectionSecretContext(connectionId: string): string {
  return `connection:${connectionId}:secret`
}

/**
 * Creates a connection; its secret is sealed at rest. A secret that the platform made is taken as `pasted`, and is not given
 * back; else one of the platform's own form is made. Throws `input_invalid` for one that cannot be the platform's.
 */
export async function createConnection(
  deps: Pick<AppDeps, 'retailers' | 'random' | 'clock' | 'sealer' | 'commerce'>,
  {
    retailerId,
    platform,
    currency,
    pasted,
  }: {
    readonly retailerId: string
    readonly platform: Platform
    readonly currency: string
    readonly pasted?: string | undefined
  },
): Promise<{ readonly connectionId: string; readonly secret: string | null }> {
  const connectionId = newId(deps, retailerId)
  const { shown, sealed } = newConnectionSecret(deps, { connectionId, platform, pasted })
  await deps.retailers.transaction(retailerId, (unit) =>
    unit.programs.insertConnection({
      connectionId,
      platform,
      currency,
      secretSealed: sealed,
      previousSecretSealed: null,
      previousSecretUntil: null,
      isSecretPasted: pasted !== undefined,
      createdAt: deps.clock.now(),
      closedAt: null,
    }),
  )
  return { connectionId, secret: shown }
}

/** A secret, sealed: the pasted one, or a new one that is `shown` this once. Throws `input_invalid` for one that cannot be. */
export function newConnectionSecret(
  deps: Pick<AppDeps, 'random' | 'sealer' | 'commerce'>,
  {
    connectionId,
    platform,
    pasted,
  }: {
    readonly connectionId: string
    readonly platform: Platform
    readonly pasted: string | undefined
  },
): { readonly shown: string | null; readonly sealed: Uint8Array } {
  const adapter = deps.commerce[platform]
  const reason = pasted === undefined ? undefined : adapter.secretFault(pasted)
  if (reason !== undefined) throw new Problem('input_invalid', { fields: [{ field: '/secret', reason }] })
  const secret = pasted ?? adapter.secretFromBytes(deps.random.bytes(SECRET_BYTES))
  const sealed = deps.sealer.seal(stringToBytes(secret), connectionSecretContext(connectionId))
  return { shown: pasted === undefined ? secret : null, sealed }
}

/** The secrets a delivery may be signed with: the current one, then the one before a rotation while that is taken. */
export function connectionSecrets(
  { sealer }: Pick<AppDeps, 'sealer'>,
  connection: ConnectionRow,
  now: Instant,
): readonly string[] {
  const { connectionId, secretSealed, previousSecretSealed, previousSecretUntil, closedAt } = connection
  if (closedAt !== null) return []
  const isPreviousTaken = previousSecretUntil !== null && previousSecretUntil > now
  return [secretSealed, isPreviousTaken ? previousSecretSealed : null]
    .filter((sealed) => sealed !== null)
    .map((sealed) => bytesToString(sealer.open(sealed, connectionSecretContext(connectionId))))
}
