// What becomes of a discount code when somebody names it again: it is added, the shop turns out to have it, or it belongs
// to somebody else. A code speaks for one link for good, so that an order which arrives late finds whom it spoke for.

import { canonicalJson } from '#domain/policy.ts'

import type { Saving } from '#domain/coupon.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { CouponRow } from '#ports/coupon-rows.ts'

/** A code as somebody names it; link and saving are undefined where nothing is said of them. */
export type GivenCoupon = {
  readonly code: string
  readonly shownAs: string
  readonly programId: string
  readonly link?: CouponRow['link'] | undefined
  readonly saving?: Saving | undefined
  /** The shop says that it has the code. */
  readonly isInShop: boolean
}

export type MergedCoupon =
  | { readonly outcome: 'saved'; readonly row: CouponRow }
  | { readonly outcome: 'unchanged'; readonly row: CouponRow }
  | { readonly outcome: 'refused'; readonly reason: string }

/** The row to write, or why the code stays what it is. */
export function mergeCoupon(existing: CouponRow | undefined, given: GivenCoupon, now: Instant): MergedCoupon {
  if (existing === undefined) return { outcome: 'saved', row: newCoupon(given, now) }
  if (existing.programId !== given.programId)
    return { outcome: 'refused', reason: 'is a code of another program' }
  if (given.link && existing.link && existing.link.code !== given.link.code)
    return { outcome: 'refused', reason: 'speaks for another link' }

  const row: CouponRow = {
    ...existing,
    link: existing.link ?? given.link ?? null,
    saving: given.saving ?? existing.saving,
    ...stateOf(existing, given, now),
  }
  return { outcome: isSame(existing, row) ? 'unchanged' : 'saved', row }
}

/** The row of a code that nobody has named before. */
export function newCoupon({ isInShop, link, saving, ...given }: GivenCoupon, now: Instant): CouponRow {
  return {
    ...given,
    link: link ?? null,
    saving: saving ?? null,
    state: isInShop ? 'valid' : 'asked',
    askedAt: now,
    validAt: isInShop ? now : null,
    endedAt: null,
  }
}

/** What the shop has stays valid; what had ended begins again. */
function stateOf(
  existing: CouponRow,
  { isInShop }: GivenCoupon,
  now: Instant,
): Pick<CouponRow, 'state' | 'validAt' | 'endedAt'> {
  const { state, validAt, endedAt } = existing
  if (state === 'valid' || (state === 'asked' && !isInShop)) return { state, validAt, endedAt }
  return isInShop
    ? { state: 'valid', validAt: now, endedAt: null }
    : { state: 'asked', validAt: null, endedAt: null }
}

function isSame(before: CouponRow, after: CouponRow): boolean {
  return (
    before.state === after.state &&
    before.link?.code === after.link?.code &&
    canonicalJson(before.saving) === canonicalJson(after.saving)
  )
}
