// Deals as the shop sees them, with what is left of their caps; and as the person does.

import { micros, sumMicros, type Micros } from '#domain/money.ts'
import { Problem } from '#domain/problem.ts'
import { policyAmount } from '#domain/policy/amounts.ts'

import { knownPerson } from './propose-deal.ts'

import type { DealRow } from '#ports/deal-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

export type DealView = Omit<DealRow, 'feeMicros' | 'sourceOrder'> & {
  readonly fee: Micros
  readonly handle: string
}

export type DealProgramView = {
  readonly programId: string
  readonly name: string
  /** Most that one deal pays. */
  readonly feeCap: Micros
  /** Most that all deals pay together. */
  readonly totalCap: Micros
  /** Of that: what open and delivered deals take. */
  readonly agreed: Micros
  /** Fees of delivered deals. */
  readonly delivered: Micros
  readonly left: Micros
  readonly deals: readonly DealView[]
}

/** The shop's programs for deals, oldest first, each with its deals, newest first. */
export async function listDealPrograms(
  deps: Pick<AppDeps, 'retailers'>,
  { retailerId }: { readonly retailerId: string },
): Promise<readonly DealProgramView[]> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const views: DealProgramView[] = []
    for (const { programId, name, policy } of await unit.programs.dealPrograms()) {
      const rows = await unit.deals.ofProgram(programId)
      const deals: DealView[] = []
      for (const row of rows) deals.push(await viewDeal(unit, row))
      const totalCap = policyAmount(policy.budget?.total ?? policy.perOrderCap)
      const agreed = await unit.deals.agreedMicros(programId)
      views.push({
        programId,
        name,
        feeCap: policyAmount(policy.perOrderCap),
        totalCap,
        agreed,
        delivered: sumMicros(deals.filter(({ state }) => state === 'delivered').map(({ fee }) => fee)),
        left: micros(totalCap - agreed),
        deals,
      })
    }
    return views
  })
}

/** One deal; throws `not_found`. */
export async function readDeal(
  deps: Pick<AppDeps, 'retailers'>,
  { retailerId, dealId }: { readonly retailerId: string; readonly dealId: string },
): Promise<DealView> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const row = await unit.deals.find(dealId)
    if (!row) throw new Problem('not_found')
    return viewDeal(unit, row)
  })
}

async function viewDeal(unit: RetailerUnit, row: DealRow): Promise<DealView> {
  const { feeMicros, sourceOrder: _, ...deal } = row
  const enrollment = await unit.programs.enrollment(deal.programId, deal.recommenderId)
  const known = enrollment ?? (await knownPerson(unit, deal.recommenderId))
  return { ...deal, fee: feeMicros, handle: known?.handle ?? '' }
}
