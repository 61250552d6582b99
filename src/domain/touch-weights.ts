// Who shares an order's reward and by what weights: the five models. Weights are whole numbers, so that a split over them
// is exact. A person who was met several times shares once.

import { byTouch } from './choose-touches.ts'
import { halfLifeWeight } from './half-life.ts'
import { DAY_MS } from './time.ts'

import type { Touch } from './attribution.ts'
import type { RecommenderId } from './ids.ts'
import type { Policy } from './policy.ts'

/** Days after which a touch weighs half, where the policy does not say: a week. */
export const HALF_LIFE_DAYS = 7

/** Of ten parts, those of the first and of the last touch each, and of all between together: 40 %, 40 %, 20 %. */
const POSITION_PARTS = { end: 2, between: 1 } as const

export type WeightedTouch = {
  /** The touch that stands for the person: the latest, or the first where the first is credited. */
  readonly touch: Touch
  /** Above zero. */
  readonly weight: number
}

type Encounter = { readonly first: Touch; readonly last: Touch }

/** The people who share, latest met first, with their weights; nobody for no touches. */
export function touchWeights(
  attribution: Policy['attribution'],
  touches: readonly Touch[],
): readonly WeightedTouch[] {
  const met = encounters(touches)
  return weightsOf(attribution, met)
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => byTouch(b.touch, a.touch))
}

/** The heaviest; of equals the one met last. */
export function leadingTouch(weighted: readonly WeightedTouch[]): WeightedTouch | undefined {
  return weighted.reduce<WeightedTouch | undefined>(
    (lead, one) => (lead === undefined || one.weight > lead.weight ? one : lead),
    undefined,
  )
}

function encounters(touches: readonly Touch[]): readonly Encounter[] {
  const met = new Map<RecommenderId, Encounter>()
  for (const touch of touches.toSorted(byTouch)) {
    met.set(touch.recommenderId, { first: met.get(touch.recommenderId)?.first ?? touch, last: touch })
  }
  return [...met.values()]
}

function weightsOf(attribution: Policy['attribution'], met: readonly Encounter[]): readonly WeightedTouch[] {
  const first = met.toSorted((a, b) => byTouch(a.first, b.first))[0]
  const last = met.toSorted((a, b) => byTouch(b.last, a.last))[0]
  if (!first || !last) return []
  switch (attribution.model) {
    case 'last-click':
      return [{ touch: last.last, weight: 1 }]
    case 'first-click':
      return [{ touch: first.first, weight: 1 }]
    case 'linear':
      return met.map(({ last: touch }) => ({ touch, weight: 1 }))
    case 'time-decay':
      return decayed(met, last.last, attribution.halfLifeDays ?? HALF_LIFE_DAYS)
    case 'position':
      return byPosition(met, first, last)
  }
}

/** Weights fall with the time before the latest touch, which weighs full: only differences of age matter. */
function decayed(met: readonly Encounter[], latest: Touch, halfLifeDays: number): readonly WeightedTouch[] {
  return met.map(({ last: touch }) => ({
    touch,
    weight: halfLifeWeight(latest.touchedAt - touch.touchedAt, halfLifeDays * DAY_MS),
  }))
}

/** 40 % to whoever came first, 40 % to whoever came last, 20 % to all between alike; with nobody between, half each. */
function byPosition(met: readonly Encounter[], first: Encounter, last: Encounter): readonly WeightedTouch[] {
  const between = met.filter((one) => one !== first && one !== last).length
  return met.map((one) => {
    const ends = [first, last].filter((end) => end === one).length
    const weight = between === 0 ? ends : POSITION_PARTS.end * between * ends
    return { touch: one.last, weight: ends > 0 ? weight : POSITION_PARTS.between }
  })
}
