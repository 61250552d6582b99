// Whether the order itself carried what the relayer says led to it. That a click stands behind a link is the relayer's
// word; which click, and that the order carried it, is read from the shop's own books.

import { clickedAt, parseClickToken } from '../click-token.ts'
import { normalisedCoupon } from '../coupon.ts'

import type { Touch } from '../attribution.ts'
import type { LinkCode, ProgramId } from '../ids.ts'
import type { CarriedReference, PaidFact } from '../order-facts.ts'
import type { Policy } from '../policy.ts'
import type { ProposedOrder } from './proposed-order.ts'
import type { SignedBook } from './signed-book.ts'
import type { SignedCoupon } from './signed-log.ts'
import type { Wrong } from './verdict.ts'

export type TouchContext = {
  readonly programId: ProgramId
  readonly policy: Policy
  readonly paid: PaidFact
  readonly book: SignedBook
  /** Links that somebody is credited for in the same proposal. */
  readonly proposedCodes: ReadonlySet<LinkCode>
  /** Payments of the same buyer by the shop's own books, this one not among them. */
  readonly buyersOrders: readonly PaidFact[]
}

/** The discount codes that belong to a link from now on, or the touch that the order does not show. */
export function checkTouches(
  { touches, paidAt }: Pick<ProposedOrder, 'touches' | 'paidAt'>,
  context: TouchContext,
): readonly SignedCoupon[] | Wrong {
  const coupons: SignedCoupon[] = []
  for (const touch of touches) {
    if (!isShown(touch, paidAt, context)) {
      const detail = `The order did not come by the link ${touch.code} as the ${touch.source} says.`
      return { reason: 'link-not-in-order', detail }
    }
    if (touch.source === 'coupon') coupons.push({ coupon: couponOf(touch), code: touch.code })
  }
  return coupons
}

function isShown(touch: Touch, paidAt: number, context: TouchContext): boolean {
  const { references } = context.paid
  switch (touch.source) {
    case 'click-token':
      return references.some((one) => one.kind === 'click-token' && isClick(one, touch))
    case 'note-attribute':
    case 'landing-ref': {
      const isNote = touch.source === 'note-attribute'
      return references.some(
        (one) =>
          one.kind === 'link-code' &&
          one.value === touch.code &&
          (one.carriage === 'note-attribute') === isNote,
      )
    }
    case 'coupon':
      return (
        touch.touchedAt === paidAt &&
        references.some((one) => one.kind === 'coupon' && normalisedCoupon(one.value) === couponOf(touch)) &&
        (context.book.coupons.get(couponOf(touch)) ?? touch.code) === touch.code
      )
    case 'customer-binding':
      return touch.touchId === `bound:${context.programId}` && isBound(touch, context)
  }
}

function isClick({ value }: CarriedReference, { code, touchId, touchedAt }: Touch): boolean {
  const token = parseClickToken(value)
  return token?.code === code && token.nonce === touchId && clickedAt(token) === touchedAt
}

/** The normalised discount code in the id of its touch. */
function couponOf({ touchId }: Touch): string {
  return touchId.replace(/^coupon:/, '')
}

/**
 * A buyer stays with a link that the key has seen, in what it signed or in the same proposal, or that an earlier order of
 * theirs came by.
 */
function isBound(
  { code }: Touch,
  { policy, paid, book, proposedCodes, buyersOrders }: TouchContext,
): boolean {
  if ((policy.attribution.bindCustomerDays ?? 0) === 0) return false
  if (book.payees.has(code) || proposedCodes.has(code)) return true
  return buyersOrders.some((one) => one.paidAt < paid.paidAt && carries(one, code, book))
}

function carries({ references }: PaidFact, code: LinkCode, book: SignedBook): boolean {
  return references.some(({ kind, value }) => {
    if (kind === 'coupon') return book.coupons.get(normalisedCoupon(value) ?? '') === code
    return (kind === 'click-token' ? parseClickToken(value)?.code : value) === code
  })
}
