// A new retailer: its number, its secret, its first API key.

import { RETAILER_ID_LENGTH } from '#domain/ids.ts'
import { invariant } from '#domain/invariant.ts'
import { newApiKey } from '../api-keys/api-key.ts'
import { newCode } from '../new-id.ts'
import { retailerSecretContext } from './retailer-keys.ts'

import type { AppDeps } from '../deps.ts'

/** Bytes of a retailer's secret. */
const SECRET_BYTES = 32

/** What the key is called that comes with a new retailer: it may do everything, and make narrower ones. */
const FIRST_KEY_NAME = 'first key'

/** Numbers tried before giving up: with 28 million numbers a second try is rare, an eighth means a broken source. */
const NUMBER_ATTEMPTS = 8

/** Creates a retailer; the API key is shown once and kept as a hash. */
export async function createRetailer(
  deps: Pick<AppDeps, 'retailers' | 'chainBooks' | 'random' | 'clock' | 'macs' | 'sealer' | 'settings'>,
  { name }: { readonly name: string },
): Promise<{ readonly retailerId: string; readonly apiKey: string }> {
  const createdAt = deps.clock.now()
  for (let attempt = 1; attempt <= NUMBER_ATTEMPTS; attempt++) {
    const retailerId = newCode(deps, RETAILER_ID_LENGTH)
    const secretSealed = deps.sealer.seal(deps.random.bytes(SECRET_BYTES), retailerSecretContext(retailerId))
    const { apiKey, keyId, secretHash } = newApiKey(deps, retailerId)
    // First the number, then the retailer: one that is missing in the list would be forgotten by what is done for all.
    await deps.chainBooks.putRetailer(retailerId)
    const status = await deps.retailers.transaction(retailerId, async (unit) => {
      const inserted = await unit.identity.insertProfile({
        name,
        secretSealed,
        createdAt,
      })
      if (inserted === 'exists') return inserted
      await unit.apiKeys.insert({
        keyId,
        name: FIRST_KEY_NAME,
        scopes: ['admin'],
        secretHash,
        createdAt,
        expiresAt: null,
      })
      return inserted
    })
    if (status === 'inserted') return { retailerId, apiKey }
  }
  invariant(false, 'a free retailer number is found in a few tries')
}
