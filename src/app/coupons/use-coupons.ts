// What a shop's own messages prove of its discount codes: an order that it took with a code, or its word that a code was
// made or ended.

import { normalisedCoupon } from '#domain/coupon.ts'

import { mergeCoupon } from './merge-coupon.ts'

import type { CarriedReference, Instant } from '#domain/order-facts.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

/** Makes codes valid that were asked for and that an order now carries: the shop has them. */
export async function confirmUsedCoupons(
  unit: RetailerUnit,
  references: readonly CarriedReference[],
  now: Instant,
): Promise<void> {
  for (const { kind, value } of references) {
    if (kind === 'coupon') await confirmCoupon(unit, value, now)
  }
}

/** Makes a code valid that was asked for; whether there was one to make valid. Codes of other programs stay unknown. */
export async function confirmCoupon(unit: RetailerUnit, text: string, now: Instant): Promise<boolean> {
  const row = await unit.coupons.coupon(normalisedCoupon(text) ?? '')
  if (row?.state !== 'asked') return false
  const merged = mergeCoupon(row, { ...row, isInShop: true, link: undefined, saving: undefined }, now)
  if (merged.outcome === 'saved') await unit.coupons.save(merged.row)
  return true
}

/** Ends a code that the shop has ended; whether there was one to end. */
export async function endCoupon(unit: RetailerUnit, text: string, now: Instant): Promise<boolean> {
  const row = await unit.coupons.coupon(normalisedCoupon(text) ?? '')
  if (!row || row.state === 'ended') return false
  await unit.coupons.save({ ...row, state: 'ended', endedAt: now })
  return true
}
