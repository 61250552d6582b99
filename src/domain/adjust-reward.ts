// The refund-exact rule: the ledger always writes the difference between the right reward and what stands. Decides
// where a difference goes; touches nothing.

import { maxMicros, micros, minMicros, ZERO_MICROS, type Micros } from './money.ts'

/** A record of this reward in a batch that has not matured, and what an amendment may still take from it. */
export type ReducibleRecord = {
  readonly seq: number
  readonly attempt: number
  readonly tag: string
  /** Committed amount less reductions already planned. */
  readonly remainingMicros: Micros
}

export type RewardStanding = {
  readonly targetMicros: Micros
  /** Earned in batches − reductions − debt of this reward. */
  readonly standingMicros: Micros
  /** Newest batch first. */
  readonly reducible: readonly ReducibleRecord[]
  /** Debt of this very reward that nothing has been netted against yet. */
  readonly openDebtMicros: Micros
}

export type Adjustment = {
  /** To be reserved in a coming batch. */
  readonly waitingMicros: Micros
  readonly reductions: readonly {
    readonly seq: number
    readonly attempt: number
    readonly tag: string
    readonly micros: Micros
  }[]
  /** Paid or matured already: owed back to the pool by later rewards. */
  readonly debtMicros: Micros
  /** Own debt that a risen target cancels. */
  readonly debtCancelledMicros: Micros
}

/** Where `target − standing` goes: up by waiting (after cancelling own debt), down by amendments first, then by debt. */
export function adjustReward(standing: RewardStanding): Adjustment {
  const difference = micros(standing.targetMicros - standing.standingMicros)
  if (difference >= 0n) {
    const debtCancelledMicros = minMicros(difference, standing.openDebtMicros)
    return {
      waitingMicros: micros(difference - debtCancelledMicros),
      reductions: [],
      debtMicros: ZERO_MICROS,
      debtCancelledMicros,
    }
  }

  let excess = micros(-difference)
  const reductions: {
    seq: number
    attempt: number
    tag: string
    micros: Micros
  }[] = []
  for (const record of standing.reducible) {
    const taken = minMicros(excess, maxMicros(record.remainingMicros, ZERO_MICROS))
    if (taken === 0n) continue
    reductions.push({
      seq: record.seq,
      attempt: record.attempt,
      tag: record.tag,
      micros: taken,
    })
    excess = micros(excess - taken)
  }
  return {
    waitingMicros: ZERO_MICROS,
    reductions,
    debtMicros: excess,
    debtCancelledMicros: ZERO_MICROS,
  }
}
