// A shop's API keys, without what makes them work.

import type { ApiKeyRow } from '#ports/api-key-rows.ts'
import type { AppDeps } from '../deps.ts'

/** Keys that are listed at most: those that work, and as many that did. */
const LISTED_MAX = 200

/** The newest first; revoked and expired ones too. */
export async function listApiKeys(
  deps: Pick<AppDeps, 'retailers'>,
  { retailerId }: { readonly retailerId: string },
): Promise<readonly ApiKeyRow[]> {
  return deps.retailers.transaction(retailerId, ({ apiKeys }) => apiKeys.list(LISTED_MAX))
}
