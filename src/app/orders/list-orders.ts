// A retailer's orders, newest first, a page at a time.

import { viewOrder } from './read-order.ts'

import type { AppDeps } from '../deps.ts'
import type { OrderView, Page } from '../views.ts'

/** At most `limit` orders older than `after`; `next` continues, or is null at the end. */
export async function listOrders(
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
): Promise<Page<OrderView>> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const rows = await unit.orders.list({ limit: limit + 1, after })
    const data: OrderView[] = []
    for (const row of rows.slice(0, limit)) data.push(await viewOrder(unit, row))
    return {
      data,
      next: rows.length > limit ? (data.at(-1)?.orderId ?? null) : null,
    }
  })
}
