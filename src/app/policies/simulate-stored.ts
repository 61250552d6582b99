// What rules would have paid for orders that the shop has reported: those that were credited, to the same people.

import { retailerIdOf } from '#domain/ids.ts'
import { simulate, type SimulatedOrder, type Simulation } from '#domain/policy/simulate.ts'
import { Problem } from '#domain/problem.ts'

import { policyInForce } from './policy-in-force.ts'

import type { OrderFact, Instant } from '#domain/order-facts.ts'
import type { Policy } from '#domain/policy.ts'
import type { OrderRow } from '#ports/order-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

/** Orders of one answer: what is read within a request's time. */
const ORDERS_MAX = 5_000

/** Orders read at once. */
const PAGE = 500

export type SimulateStoredInput = {
  readonly retailerId: string
  readonly programId: string
  /** Absent: the rules in force now. */
  readonly policy?: Policy | undefined
  /** Paid from this instant on, and before that one. */
  readonly from: Instant
  readonly to: Instant
}

export type SimulatedStored = Simulation & {
  /** Orders of the time that nobody was credited for; they are not among the others. */
  readonly uncredited: number
  /** There are more orders than were computed with. */
  readonly isCut: boolean
}

/** Adds up what the program's orders would have paid; throws `not_found` for an unknown program. */
export async function simulateStored(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId, programId, policy, from, to }: SimulateStoredInput,
): Promise<SimulatedStored> {
  if (retailerIdOf(programId) !== retailerId) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    if (!(await unit.programs.program(programId))) throw new Problem('not_found')
    const rules = policy ?? (await policyInForce(unit, { programId, at: deps.clock.now() })).policy
    const simulated: SimulatedOrder[] = []
    let [uncredited, after, isCut] = [0, undefined as string | undefined, false]
    for (;;) {
      const rows = await unit.policies.ordersPaidIn(programId, { from, to }, { limit: PAGE, after })
      for (const row of rows) {
        const order = await simulatedOrder(unit, row)
        if (order) simulated.push(order)
        else uncredited++
      }
      after = rows.at(-1)?.orderId
      isCut = rows.length === PAGE && simulated.length + uncredited >= ORDERS_MAX
      if (isCut || rows.length < PAGE) break
    }
    return { ...simulate(rules, simulated), uncredited, isCut }
  })
}

async function simulatedOrder(
  unit: RetailerUnit,
  { orderId, attribution }: Pick<OrderRow, 'orderId' | 'attribution'>,
): Promise<SimulatedOrder | undefined> {
  if (attribution?.outcome !== 'credited') return undefined
  const facts: readonly OrderFact[] = await unit.orders.facts(orderId)
  const paid = facts.find((fact) => fact.kind === 'paid')
  const customer = paid?.customerKey ?? paid?.buyerKey
  const recommender = attribution.credits.find(({ role }) => role === 'direct')?.recommenderId
  return {
    facts,
    context: attribution.ruleContext,
    ...(customer === undefined ? {} : { customer }),
    ...(recommender === undefined ? {} : { recommender }),
  }
}
