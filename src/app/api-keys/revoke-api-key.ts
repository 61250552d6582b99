// Ends an API key for good.

import { Problem } from '#domain/problem.ts'

import type { ApiKeyRow } from '#ports/api-key-rows.ts'
import type { AppDeps } from '../deps.ts'

/** The key stops working at once; the same twice is one. Throws `not_found`. */
export async function revokeApiKey(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId, keyId }: { readonly retailerId: string; readonly keyId: string },
): Promise<ApiKeyRow> {
  const key = await deps.retailers.transaction(retailerId, ({ apiKeys }) =>
    apiKeys.revoke(keyId, deps.clock.now()),
  )
  if (!key) throw new Problem('not_found')
  return key
}
