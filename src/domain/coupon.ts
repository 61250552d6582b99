// A buyer's discount code: what it saves, whom it belongs to, and whether the shop has it yet.

import { BPS_PER_PERCENT } from './money.ts'

import type { LinkCode, ProgramId, RecommenderId } from './ids.ts'

/** Longest discount code, in UTF-16 units: what Shopify takes. */
export const COUPON_LENGTH_MAX = 255

/** What a buyer saves; `amount` is a decimal string of `currency`. */
export type Saving =
  | { readonly kind: 'percent'; readonly bps: number }
  | { readonly kind: 'amount'; readonly amount: string; readonly currency: string }

/**
 * `asked`: somebody wants the code, the shop does not have it yet; it is shown to nobody as a discount. `valid`: the shop
 * has said that it has it. `ended`: it is given to nobody any more.
 */
export type CouponState = 'asked' | 'valid' | 'ended'

/** Whom a discount code in an order speaks for. */
export type CouponOwner = {
  readonly programId: ProgramId
  readonly recommenderId: RecommenderId
  /** The link that the discount code belongs to. */
  readonly code: LinkCode
}

/**
 * A discount code in the one form in which two writings of it are equal: shops take `mia10` for `MIA10`, and a code
 * that was pasted may carry spaces. Undefined for what is no discount code: empty, or over 255 characters.
 */
export function normalisedCoupon(text: string): string | undefined {
  const code = text.normalize('NFKC').trim().toUpperCase()
  return code === '' || code.length > COUPON_LENGTH_MAX ? undefined : code
}

/** `10 % off`, `5.00 USD off`, or `a discount` where the shop has not said how much. */
export function savingText(saving: Saving | null): string {
  if (saving === null) return 'a discount'
  return saving.kind === 'percent'
    ? `${saving.bps / BPS_PER_PERCENT} % off`
    : `${saving.amount} ${saving.currency} off`
}
