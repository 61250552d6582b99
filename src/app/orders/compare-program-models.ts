// A program's past orders under each of the five attribution models, side by side: a report, which pays nobody.

import { compareModels, type ComparedOrder } from '#domain/compare-models.ts'
import { foldOrder } from '#domain/fold-order.ts'
import { retailerIdOf } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'
import { DAY_MS } from '#domain/time.ts'

import { laterVersions, policyInForce } from '../policies/policy-in-force.ts'
import { gatherContext } from './gather-context.ts'

import type { ProgramId, RecommenderId } from '#domain/ids.ts'
import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { AttributionModel } from '#domain/policy.ts'
import type { OrderRow } from '#ports/order-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

/** Orders of one report: what is worked out five times within a request's time. */
const ORDERS_MAX = 1_000

/** Orders looked at to find those: most of a shop's orders come without a link. */
const LOOKED_AT_MAX = 20_000

/** Orders read at once. */
const PAGE = 500

/** People shown for each model, those with most first. */
const PEOPLE_SHOWN = 50

/** Days looked back where nothing is asked for. */
const DAYS_DEFAULT = 30

export type ModelsView = {
  readonly programId: ProgramId
  readonly from: Instant
  readonly to: Instant
  /** The model that pays now. */
  readonly inForce: AttributionModel
  readonly orders: number
  /** There are more orders than were compared. */
  readonly isCut: boolean
  readonly models: readonly {
    readonly model: AttributionModel
    readonly credited: number
    readonly total: Micros
    readonly people: readonly {
      readonly recommenderId: RecommenderId
      readonly handle: string
      readonly orders: number
      readonly amount: Micros
    }[]
  }[]
}

export type CompareProgramModelsInput = {
  readonly retailerId: string
  readonly programId: string
  readonly from?: Instant | undefined
  readonly to?: Instant | undefined
}

/** Compares orders paid in `[from, to)`, the last 30 days when left out; throws `not_found` for an unknown program. */
export async function compareProgramModels(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId, programId, ...asked }: CompareProgramModelsInput,
): Promise<ModelsView> {
  if (retailerIdOf(programId) !== retailerId) throw new Problem('not_found')
  const now = deps.clock.now()
  const to = asked.to ?? now
  const from = asked.from ?? to - DAYS_DEFAULT * DAY_MS
  return deps.retailers.transaction(retailerId, async (unit) => {
    if (!(await unit.programs.program(programId))) throw new Problem('not_found')
    const { orders, isCut } = await readOrders(unit, programId, { from, to })
    const { policy } = await policyInForce(unit, { programId, at: now })
    const handles = new Map<RecommenderId, string>()
    const models: ModelsView['models'][number][] = []
    for (const { model, credited, totalMicros, people } of compareModels(orders)) {
      const shown: ModelsView['models'][number]['people'][number][] = []
      for (const { recommenderId, orders: count, micros: amount } of people.slice(0, PEOPLE_SHOWN)) {
        const handle =
          handles.get(recommenderId) ??
          (await unit.programs.enrollment(programId, recommenderId))?.handle ??
          ''
        handles.set(recommenderId, handle)
        shown.push({ recommenderId, handle, orders: count, amount })
      }
      models.push({ model, credited, total: totalMicros, people: shown })
    }
    return { programId, from, to, inForce: policy.attribution.model, orders: orders.length, isCut, models }
  })
}

async function readOrders(
  unit: RetailerUnit,
  programId: ProgramId,
  period: { readonly from: Instant; readonly to: Instant },
): Promise<{ readonly orders: readonly ComparedOrder[]; readonly isCut: boolean }> {
  const orders: ComparedOrder[] = []
  let after: string | undefined
  for (let lookedAt = PAGE; ; lookedAt += PAGE) {
    const rows = await unit.policies.ordersPaidIn(programId, period, { limit: PAGE, after })
    for (const row of rows) {
      const order = await comparedOrder(unit, row)
      if (order) orders.push(order)
    }
    after = rows.at(-1)?.orderId
    if (rows.length < PAGE && orders.length <= ORDERS_MAX) return { orders, isCut: false }
    if (orders.length >= ORDERS_MAX || lookedAt >= LOOKED_AT_MAX)
      return { orders: orders.slice(0, ORDERS_MAX), isCut: true }
  }
}

/** With the touches and verdicts that are frozen with the order, and people as they are now. */
async function comparedOrder(
  unit: RetailerUnit,
  { orderId, attribution }: Pick<OrderRow, 'orderId' | 'attribution'>,
): Promise<ComparedOrder | undefined> {
  const { programId, policyHash } = attribution ?? {}
  if (!attribution || programId === undefined || policyHash === undefined) return undefined
  if (attribution.touches.length === 0) return undefined
  const state = foldOrder(await unit.orders.facts(orderId))
  const policy = await unit.programs.policy(programId, policyHash)
  if (!state.paid || !policy) return undefined
  const touches = attribution.touches.map((touch) => ({ ...touch, programId }))
  const context = await gatherContext(unit, { programId, policy, policyHash, touches }, state.paid)
  return {
    context: { ...context, verdicts: attribution.verdicts },
    state,
    laterVersions: await laterVersions(unit, { programId, policyHash }),
  }
}
