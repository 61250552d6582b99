// What a shop has sent and what became of it, newest first: read, skipped by a rule, or parked with its reason.

import type { DeliveryOutcome } from '#ports/delivery-rows.ts'

import type { AppDeps } from '../deps.ts'
import type { Page } from '../views.ts'

/** At most `limit` deliveries older than `after`; `next` continues, or is null at the end. */
export async function listDeliveries(
  deps: Pick<AppDeps, 'retailers'>,
  {
    retailerId,
    limit,
    after,
  }: {
    readonly retailerId: string
    readonly limit: number
    readonly after?: string | undefined
  },
): Promise<Page<DeliveryOutcome>> {
  const rows = await deps.retailers.transaction(retailerId, (unit) =>
    unit.deliveries.list({ limit: limit + 1, after }),
  )
  const data = rows.slice(0, limit)
  return { data, next: rows.length > limit ? (data.at(-1)?.deliveryId ?? null) : null }
}
