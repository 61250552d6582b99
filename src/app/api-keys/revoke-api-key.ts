// Ends an API key for good, unless nobody could come in any more.

import { Problem } from '#domain/problem.ts'

import type { ApiKeyRow } from '#ports/api-key-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { AppDeps } from '../deps.ts'

/** The key stops working at once; the same twice is one. Throws `not_found`, `last_way_in`. */
export async function revokeApiKey(
  deps: Pick<AppDeps, 'retailers' | 'signIns' | 'clock'>,
  { retailerId, keyId }: { readonly retailerId: string; readonly keyId: string },
): Promise<ApiKeyRow> {
  const now = deps.clock.now()
  const wallets = await deps.signIns.walletsOf(retailerId)
  const key = await deps.retailers.transaction(retailerId, async (unit) => {
    const isLast = wallets.length === 0 && (await isLastWayIn(unit, keyId, now))
    if (isLast) throw new Problem('last_way_in')
    return unit.apiKeys.revoke(keyId, now)
  })
  if (!key) throw new Problem('not_found')
  return key
}

/** Whether no other key may make keys, nobody is signed in, and no link opens the pages. */
async function isLastWayIn(unit: RetailerUnit, keyId: string, now: number): Promise<boolean> {
  const admins = await unit.apiKeys.lockAdmins(now)
  if (!admins.includes(keyId) || admins.length > 1) return false
  const sessions = await unit.sessions.list(now)
  const links = await unit.signInLinks.list(now)
  return sessions.length === 0 && links.length === 0
}
