// A connection to a shop: one secret and one webhook address of its own.

import { Problem } from '#domain/problem.ts'
import { stringToBytes, bytesToString } from 'viem/utils'

import { newId } from '../new-id.ts'

import type { Platform } from '#ports/commerce.ts'

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
  const adapter = deps.commerce[platform]
  const reason = pasted === undefined ? undefined : adapter.secretFault(pasted)
  if (reason !== undefined) throw new Problem('input_invalid', { fields: [{ field: '/secret', reason }] })
  const connectionId = newId(deps, retailerId)
  const secret = pasted ?? adapter.secretFromBytes(deps.random.bytes(SECRET_BYTES))
  await deps.retailers.transaction(retailerId, (unit) =>
    unit.programs.insertConnection({
      connectionId,
      platform,
      currency,
      secretSealed: deps.sealer.seal(stringToBytes(secret), connectionSecretContext(connectionId)),
      previousSecretSealed: null,
      createdAt: deps.clock.now(),
    }),
  )
  return { connectionId, secret: pasted === undefined ? secret : null }
}

/** The secrets a delivery may be signed with: the current one, then the one before a rotation. */
export function connectionSecrets(
  { sealer }: Pick<AppDeps, 'sealer'>,
  connection: {
    readonly connectionId: string
    readonly secretSealed: Uint8Array
    readonly previousSecretSealed: Uint8Array | null
  },
): readonly string[] {
  return [connection.secretSealed, connection.previousSecretSealed]
    .filter((sealed) => sealed !== null)
    .map((sealed) => bytesToString(sealer.open(sealed, connectionSecretContext(connection.connectionId))))
}
