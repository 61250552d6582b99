// A new retailer: its number, its secret, its first API key.

import { RETAILER_ID_LENGTH } from '#domain/ids.ts'
import { invariant } from '#domain/invariant.ts'
import { stringToBytes } from 'viem/utils'

import { newCode, newSecret } from '../new-id.ts'
import { formatApiKey, KEY_ID_LENGTH } from './api-key.ts'
import { retailerSecretContext } from './retailer-keys.ts'

import type { AppDeps } from '../deps.ts'

/** Bytes of a retailer's secret. */
const SECRET_BYTES = 32

/** Numbers tried before giving up: with 28 million numbers a second try is rare, an eighth means a broken source. */
const NUMBER_ATTEMPTS = 8

/** Creates a retailer; the API key is shown once and kept as a hash. */
export async function createRetailer(
  deps: Pick<AppDeps, 'retailers' | 'chainBooks' | 'random' | 'clock' | 'macs' | 'sealer'>,
  { name }: { readonly name: string },
): Promise<{ readonly retailerId: string; readonly apiKey: string }> {
  const createdAt = deps.clock.now()
  for (let attempt = 1; attempt <= NUMBER_ATTEMPTS; attempt++) {
    const retailerId = newCode(deps, RETAILER_ID_LENGTH)
    const secretSealed = deps.sealer.seal(deps.random.bytes(SECRET_BYTES), retailerSecretContext(retailerId))
    const keyId = retailerId + newCode(deps, KEY_ID_LENGTH - RETAILER_ID_LENGTH)
    const secret = newSecret(deps)
    // First the number, then the retailer: one that is missing in the list would be forgotten by what is done for all.
    await deps.chainBooks.putRetailer(retailerId)
    const status = await deps.retailers.transaction(retailerId, async (unit) => {
      const inserted = await unit.identity.insertProfile({
        name,
        secretSealed,
        createdAt,
      })
      if (inserted === 'exists') return inserted
      await unit.identity.insertApiKey({
        keyId,
        secretHash: deps.macs.sha256(stringToBytes(secret)),
        createdAt,
      })
      return inserted
    })
    if (status === 'inserted') return { retailerId, apiKey: formatApiKey(keyId, secret) }
  }
  invariant(false, 'a free retailer number is found in a few tries')
}
