// A program's rules in the words of people.

import { BPS_PER_PERCENT } from '#domain/money.ts'
import type { Policy } from '#domain/policy.ts'
import { DAY_SECONDS, HOUR_SECONDS } from '#domain/time.ts'

/** `8.5 % of each sale`. */
export function shareOf({ reward, currency }: Pick<Policy, 'reward' | 'currency'>): string {
  return reward.kind === 'percent'
    ? `${percent(reward.bps)} of each sale`
    : `${reward.amount} ${currency} for each sale`
}

/** `8.5 % of what was bought`. */
export function rewardOf({ reward, currency }: Pick<Policy, 'reward' | 'currency'>): string {
  return reward.kind === 'percent'
    ? `${percent(reward.bps)} of what was bought`
    : `${reward.amount} ${currency}`
}

/** 1250 bps → `12.5 %`, with a space that does not break. */
export function percent(bps: number): string {
  return `${bps / BPS_PER_PERCENT}\u00a0%`
}

/** Whole days where it is at least two, else whole hours. */
export function duration(seconds: number): string {
  if (seconds >= 2 * DAY_SECONDS) return `${Math.round(seconds / DAY_SECONDS)} days`
  const hours = Math.round(seconds / HOUR_SECONDS)
  return hours === 1 ? 'one hour' : `${hours} hours`
}
