// How far a person reaches: micro, macro or mega, by follower count. Frozen with each reward.

import type { Policy, Tier } from './policy.ts'

/** Followers from which a person is macro: "under 10,000" are micro (Akbarpour, Forbes). */
export const MACRO_FROM_FOLLOWERS = 10_000

/** Followers from which a person is mega: a million. */
export const MEGA_FROM_FOLLOWERS = 1_000_000

/** Who says how many followers there are: the person, or the shop that has looked. */
export type FollowerEvidence = 'none' | 'declared' | 'checked'

/** The number of each tier in the evidence; 0 is no tier. */
export const TIER_NUMBER: Readonly<Record<Tier, number>> = { micro: 1, macro: 2, mega: 3 }

/** The tier behind a number of the evidence; null for no tier. */
export function tierOfNumber(number: number): Tier | null {
  const tiers: readonly Tier[] = ['micro', 'macro', 'mega']
  return tiers.find((tier) => TIER_NUMBER[tier] === number) ?? null
}

/** The tier of somebody with so many followers under the program's boundaries. */
export function tierOf(followers: number, tiers?: Policy['tiers']): Tier {
  if (followers >= (tiers?.megaFrom ?? MEGA_FROM_FOLLOWERS)) return 'mega'
  return followers >= (tiers?.macroFrom ?? MACRO_FROM_FOLLOWERS) ? 'macro' : 'micro'
}
