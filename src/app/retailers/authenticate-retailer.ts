// Which retailer an API key belongs to, and what it may do.

import { Problem } from '#domain/problem.ts'
import { stringToBytes } from 'viem/utils'

import { keyModeOf, parseApiKey } from '../api-keys/api-key.ts'

import type { Scope } from '#domain/access/principal.ts'
import type { AppDeps } from '../deps.ts'

/**
 * Throws `credentials_invalid` for a malformed, unknown, revoked, expired or wrong key, without telling which, and
 * `key_of_other_chain` for a test key off a testnet and a live key on one. Notes the day of the key's use.
 */
export async function authenticateRetailer(
  deps: Pick<AppDeps, 'retailers' | 'macs' | 'clock' | 'settings'>,
  apiKey: string,
): Promise<{ readonly retailerId: string; readonly keyId: string; readonly scopes: readonly Scope[] }> {
  const parsed = parseApiKey(apiKey)
  if (!parsed) throw new Problem('credentials_invalid')
  const { mode, retailerId, keyId, secret } = parsed
  if (mode !== keyModeOf(deps.settings)) throw new Problem('key_of_other_chain')
  const now = deps.clock.now()
  const scopes = await deps.retailers.transaction(retailerId, async ({ apiKeys }) => {
    const key = await apiKeys.live(keyId, now)
    if (!key || !deps.macs.equal(key.secretHash, deps.macs.sha256(stringToBytes(secret)))) return undefined
    await apiKeys.noteUse(keyId, now)
    return key.scopes
  })
  if (!scopes) throw new Problem('credentials_invalid')
  return { retailerId, keyId, scopes }
}
