// A connection to a shop: one secret and one webhook address of its own.

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

/** Creates a connection; the secret has the platform's own form and is sealed at rest. */
export async function createConnection(
  deps: Pick<AppDeps, 'retailers' | 'random' | 'clock' | 'sealer' | 'commerce'>,
  {
    retailerId,
    platform,
    currency,
  }: {
    readonly retailerId: string
    readonly platform: Platform
    readonly currency: string
  },
): Promise<{ readonly connectionId: string; readonly secret: string }> {
  const connectionId = newId(deps, retailerId)
  const secret = deps.commerce[platform].secretFromBytes(deps.random.bytes(SECRET_BYTES))
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
  return { connectionId, secret }
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
