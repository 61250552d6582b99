// Tells people why an order that came by their link earned them nothing: the outbox's job, at least once. Who is credited
// is decided once, so what is told does not change.

import { unrewardedBy } from '#domain/unrewarded.ts'

import type { OrderId, RecommenderId } from '#domain/ids.ts'
import type { UnrewardedRow } from '#ports/recommender-store.ts'

import type { AppDeps } from '../deps.ts'

/** Copies the reasons to everybody who was met and not credited; an unknown order is nothing. */
export async function projectUnrewarded(
  deps: Pick<AppDeps, 'retailers' | 'recommenders'>,
  { retailerId, orderId }: { readonly retailerId: string; readonly orderId: OrderId },
): Promise<void> {
  const told = await deps.retailers.transaction(retailerId, async (unit) => {
    const order = await unit.orders.find(orderId)
    const profile = await unit.identity.profile()
    const paid = (await unit.orders.facts(orderId)).find((fact) => fact.kind === 'paid')
    const attribution = order?.attribution
    if (!attribution?.programId || !profile || !paid) return []
    const rows: { readonly recommenderId: RecommenderId; readonly row: UnrewardedRow }[] = []
    for (const { recommenderId, trace } of unrewardedBy(attribution)) {
      // Who has left keeps no page.
      const enrollment = await unit.programs.enrollment(attribution.programId, recommenderId)
      if (!enrollment || enrollment.status === 'left') continue
      rows.push({
        recommenderId,
        row: { orderId, shopName: profile.name, orderedAt: paid.paidAt, trace },
      })
    }
    return rows
  })
  for (const { recommenderId, row } of told) {
    await deps.recommenders.transaction(recommenderId, (unit) => unit.projectUnrewarded(row))
  }
}
