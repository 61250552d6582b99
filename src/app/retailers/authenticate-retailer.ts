// Which retailer an API key belongs to.

import { Problem } from '#domain/problem.ts'
import { stringToBytes } from 'viem/utils'

import { parseApiKey } from './api-key.ts'

import type { Scope } from '#domain/access/principal.ts'
import type { AppDeps } from '../deps.ts'

/** Throws `credentials_invalid` for a malformed, unknown, revoked or wrong key, without telling which. */
export async function authenticateRetailer(
  deps: Pick<AppDeps, 'retailers' | 'macs'>,
  apiKey: string,
): Promise<{ readonly retailerId: string; readonly keyId: string; readonly scopes: readonly Scope[] }> {
  const parsed = parseApiKey(apiKey)
  if (!parsed) throw new Problem('credentials_invalid')
  const { retailerId, keyId, secret } = parsed
  const hash = await deps.retailers.transaction(retailerId, (unit) => unit.identity.apiKeyHash(keyId))
  if (!hash || !deps.macs.equal(hash, deps.macs.sha256(stringToBytes(secret))))
    throw new Problem('credentials_invalid')
  return { retailerId, keyId, scopes: ['admin'] }
}
