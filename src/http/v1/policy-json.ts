// What is computed from rules, as JSON: amounts as decimal strings.

import { formatMicros } from '#domain/money.ts'
import type { Simulation } from '#domain/policy/simulate.ts'
import type { LossBound } from '#domain/policy/loss-bound.ts'

/** The most that can be lost in a month; `most` is null when nothing limits it. */
export function lossJson({ mostMicros, limits, sentence }: LossBound) {
  return {
    most: mostMicros === undefined ? null : formatMicros(mostMicros),
    sentence,
    limits: limits.map(({ limit, mostMicros: most }) => ({ limit, most: formatMicros(most) })),
  }
}

/** What rules would have paid, with whatever else was counted. */
export function simulationJson<More extends Simulation>({ salesMicros, rewardsMicros, ...counts }: More) {
  return { ...counts, sales: formatMicros(salesMicros), rewards: formatMicros(rewardsMicros) }
}
