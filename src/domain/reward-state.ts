// The state of a reward as people read it, derived from what stands; nothing stores it.

import type { Micros } from './money.ts'

export type RewardState =
  | 'waiting to be reserved'
  | "waiting for the shop's pool"
  | "waiting for the shop's budget"
  | "waiting for the shop's look"
  | 'promised'
  | 'owed'
  | 'paid'
  | 'void'

export type RewardParts = {
  readonly waitingMicros: Micros
  /** What the pool has available. */
  readonly availableMicros: Micros
  /** The shop's own order key has refused it for now. */
  readonly isSetAside?: boolean
  /** The shop's budget for now is used up. */
  readonly isOverBudget?: boolean
  /** In batches that are not settled. */
  readonly reservedMicros: Micros
  /** Settled. */
  readonly releasedMicros: Micros
  /** What the reward stands at; more than its records where it paid back a debt. */
  readonly standingMicros: Micros
  /** Of the settled part, what payments cover. */
  readonly paidMicros: Micros
}

/** The least advanced part decides: a reward is paid when all of it is. */
export function rewardState(parts: RewardParts): RewardState {
  if (parts.waitingMicros > 0n) {
    if (parts.isSetAside === true) return "waiting for the shop's look"
    if (parts.isOverBudget === true) return "waiting for the shop's budget"
    return parts.waitingMicros > parts.availableMicros
      ? "waiting for the shop's pool"
      : 'waiting to be reserved'
  }
  if (parts.reservedMicros > 0n) return 'promised'
  // A reward that paid back a debt has been used: the person was paid that much before.
  if (parts.releasedMicros === 0n) return parts.standingMicros > 0n ? 'paid' : 'void'
  return parts.paidMicros >= parts.releasedMicros ? 'paid' : 'owed'
}
