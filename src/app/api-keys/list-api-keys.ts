// A shop's API keys, without what makes them work.

import { pageOfPlaces, placePage, type PageInput } from '../list-place.ts'

import type { ApiKeyRow } from '#ports/api-key-rows.ts'

import type { AppDeps } from '../deps.ts'
import type { Page } from '../views.ts'

/** At most `limit`, the newest first, revoked and expired ones too; `next` continues, or is null at the end. */
export async function listApiKeys(
  deps: Pick<AppDeps, 'retailers'>,
  { retailerId, ...page }: PageInput & { readonly retailerId: string },
): Promise<Page<ApiKeyRow>> {
  const rows = await deps.retailers.transaction(retailerId, ({ apiKeys }) => apiKeys.list(placePage(page)))
  return pageOfPlaces(rows, page, {
    place: ({ createdAt: at, keyId: id }) => ({ at, id }),
    view: (row) => row,
  })
}
