// Debt belongs to one pool and one person, is netted only from that pool's later rewards, and lapses.

import { micros, minMicros, sumMicros, ZERO_MICROS, type Micros } from './money.ts'
import { DAY_MS } from './time.ts'

import type { Instant } from './order-facts.ts'

/** Days after which a debt is forgiven. */
export const DEBT_LAPSE_DAYS = 180

/** The same in milliseconds. */
export const DEBT_LAPSE_MS = DEBT_LAPSE_DAYS * DAY_MS

export type OpenDebt = {
  readonly debtId: string
  readonly remainingMicros: Micros
  readonly lapsesAt: Instant
}

export type Netting = {
  /** What the batch carries: earned − netted. */
  readonly rewardMicros: Micros
  readonly nettedMicros: Micros
  readonly uses: readonly {
    readonly debtId: string
    readonly micros: Micros
  }[]
}

/** What of debts is still to be netted: a lapsed one is forgiven. */
export function owedBack(debts: readonly Omit<OpenDebt, 'debtId'>[], now: Instant): Micros {
  return sumMicros(debts.filter((debt) => debt.lapsesAt > now).map((debt) => debt.remainingMicros))
}

/** Takes open debts, oldest first, off `earnedMicros`; a lapsed debt takes nothing. */
export function netDebt(earnedMicros: Micros, debts: readonly OpenDebt[], now: Instant): Netting {
  let rest = earnedMicros
  const uses: { debtId: string; micros: Micros }[] = []
  for (const debt of debts) {
    if (debt.lapsesAt <= now) continue
    const used = minMicros(rest, debt.remainingMicros)
    if (used === ZERO_MICROS) continue
    uses.push({ debtId: debt.debtId, micros: used })
    rest = micros(rest - used)
  }
  return {
    rewardMicros: rest,
    nettedMicros: micros(earnedMicros - rest),
    uses,
  }
}
