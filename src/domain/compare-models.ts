// What the same orders would have earned under each of the five attribution models, and for whom. Only who shares differs:
// rules, tiers, verdicts and uplines are those of each order; caps across orders are left out.

import { attributeOrder, type OrderContext } from './attribute-order.ts'
import { micros, ZERO_MICROS, type Micros } from './money.ts'
import { pot } from './policy/pot.ts'
import { ATTRIBUTION_MODELS, type AttributionModel, type Policy } from './policy.ts'
import { sharePot } from './share-pot.ts'

import type { RecommenderId } from './ids.ts'
import type { OrderState } from './order-facts.ts'

export type ComparedOrder = {
  readonly context: OrderContext
  readonly state: OrderState
  /** Published after the order's own, for a currency rate that it waited for. */
  readonly laterVersions: readonly Policy[]
}

export type PersonUnderModel = {
  readonly recommenderId: RecommenderId
  /** In which they have a part. */
  readonly orders: number
  readonly micros: Micros
}

export type ModelFigures = {
  readonly model: AttributionModel
  /** Orders that somebody is credited for. */
  readonly credited: number
  readonly totalMicros: Micros
  /** Largest sum first. */
  readonly people: readonly PersonUnderModel[]
}

/** The five side by side, in micros of the token; an order that waits for a rate earns nothing yet. */
export function compareModels(orders: readonly ComparedOrder[]): readonly ModelFigures[] {
  return ATTRIBUTION_MODELS.map((model) => {
    const people = new Map<RecommenderId, { orders: number; micros: bigint }>()
    let credited = 0
    for (const order of orders) {
      const shares = sharesUnder(model, order)
      if (shares.length > 0) credited++
      for (const { recommenderId, micros: share } of shares) {
        const sum = people.get(recommenderId) ?? { orders: 0, micros: 0n }
        people.set(recommenderId, { orders: sum.orders + 1, micros: sum.micros + share })
      }
    }
    const sums = [...people].map(([recommenderId, sum]) => ({
      recommenderId,
      orders: sum.orders,
      micros: micros(sum.micros),
    }))
    return {
      model,
      credited,
      totalMicros: micros(sums.reduce((total, sum) => total + sum.micros, 0n)),
      people: sums.toSorted(bySum),
    }
  })
}

function sharesUnder(model: AttributionModel, { context, state, laterVersions }: ComparedOrder) {
  const policy = { ...context.policy, attribution: { ...context.policy.attribution, model } }
  const attribution = attributeOrder({ ...context, policy })
  if (attribution.outcome !== 'credited') return []
  const worth = pot(policy, state, attribution.ruleContext, laterVersions)
  const potMicros = worth.outcome === 'pot' ? worth.potMicros : ZERO_MICROS
  return sharePot({ upline: policy.upline, potMicros, credits: attribution.credits })
}

function bySum(a: PersonUnderModel, b: PersonUnderModel): number {
  if (a.micros !== b.micros) return a.micros > b.micros ? -1 : 1
  return a.recommenderId < b.recommenderId ? -1 : 1
}
