// Visits, sign-ups and sales of a program by person and campaign, counted from the rows themselves.

import { foldOrder, keptMicros } from '#domain/fold-order.ts'
import { splitSale, sumSales, type Influence, type SalePart } from '#domain/influence.ts'

import type { CampaignId, RecommenderId } from '#domain/ids.ts'
import type { ProgramRow } from '#ports/program-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { CountByPerson, CreditedSale, Period } from '#ports/way-rows.ts'

/** Credits read for one answer, newest first: a year of a busy small shop; more is for the hourly figures. */
const CREDITS_MAX = 10_000

export type Figures = {
  readonly visits: readonly CountByPerson[]
  readonly leads: readonly CountByPerson[]
  readonly sales: readonly SalePart[]
  /** Orders in another currency than the program's: counted as orders, and not in sums. */
  readonly otherCurrencies: number
  /** There were more credits than are read at once, and the oldest are left out. */
  readonly isCut: boolean
}

/** What was counted in a period, in the order's currency where it is the program's. */
export async function readFigures(
  unit: RetailerUnit,
  { programId, policy }: Pick<ProgramRow, 'programId' | 'policy'>,
  period: Period,
): Promise<Figures> {
  const credited = await unit.ways.creditedSales(programId, { ...period, limit: CREDITS_MAX })
  const byOrder = Map.groupBy(credited, ({ orderId }) => orderId)
  const facts = await unit.ways.factsOf([...byOrder.keys()])
  const sales: SalePart[] = []
  let otherCurrencies = 0
  for (const [orderId, credits] of byOrder) {
    const state = foldOrder(facts.get(orderId) ?? [])
    if (state.paid !== undefined && state.paid.currency !== policy.currency) otherCurrencies += 1
    else sales.push(...salePartsOf(credits, keptMicros(state)))
  }
  return {
    visits: await unit.ways.visits(programId, period),
    leads: await unit.ways.leads(programId, period),
    sales,
    otherCurrencies,
    isCut: credited.length === CREDITS_MAX,
  }
}

function salePartsOf(credits: readonly CreditedSale[], kept: SalePart['salesMicros']): readonly SalePart[] {
  const parts = splitSale(
    kept,
    credits.map(({ grantedMicros }) => grantedMicros),
  )
  return credits.map(({ orderId, recommenderId, campaignId, targetMicros }, index) => ({
    orderId,
    recommenderId,
    campaignId,
    salesMicros: parts[index] ?? kept,
    rewardMicros: targetMicros,
  }))
}

/** The figures of what `isCounted` lets through. */
export function sumFigures(
  { visits, leads, sales }: Pick<Figures, 'visits' | 'leads' | 'sales'>,
  isCounted: (place: { recommenderId: RecommenderId; campaignId: CampaignId | null }) => boolean,
): Influence {
  const count = (rows: readonly CountByPerson[]): number =>
    rows.filter(isCounted).reduce((sum, row) => sum + row.count, 0)
  return { visits: count(visits), leads: count(leads), ...sumSales(sales.filter(isCounted)) }
}
