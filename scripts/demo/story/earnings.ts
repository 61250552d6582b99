// What an order earns, by hand-simple arithmetic that shares nothing with the rules it is compared to: cents times
// basis points are micros (10⁻² × 10⁻⁴ = 10⁻⁶).

import { invariant } from '#domain/invariant.ts'
import type { StoryOrder } from './orders.ts'
import type { Shop } from './shops.ts'

/** The ledger pays out from 0.10 on. */
export const SMALLEST_PAYOUT_MICROS = 100_000n

/** Micros in a cent. */
export const MICROS_PER_CENT = 10_000n

/** Micros for an order of which `keptCents` were kept. */
export function rewardMicros(shop: Shop, keptCents: number): bigint {
  const { reward, perOrderCap } = shop.policy
  invariant(reward.kind === 'percent', 'both shops pay a percentage')
  const earned = BigInt(keptCents) * BigInt(reward.bps)
  const cap = micros(perOrderCap)
  return earned < cap ? earned : cap
}

/** Whether anybody is credited for the order. */
export function earns({ source, selfReferral, test }: StoryOrder): boolean {
  return source.kind !== 'none' && source.kind !== 'forged-token' && !selfReferral && !test
}

/** Reads an amount with two decimals, such as `4.00`. */
export function micros(amount: string): bigint {
  invariant(/^\d+\.\d{2}$/.test(amount), 'the story writes amounts with two decimals')
  return BigInt(amount.replace('.', '')) * MICROS_PER_CENT
}
