// Which discount code goes out with a link.

import type { LinkCode } from '#domain/ids.ts'
import type { CouponRow } from '#ports/coupon-rows.ts'

/**
 * The code that buyers who come by a link may use: the link's own, else one of the whole program; the newest of several.
 * Only a code that the shop has; one that was merely asked for is nobody's to show.
 */
export function buyersCoupon(coupons: readonly CouponRow[], link: LinkCode): CouponRow | undefined {
  const valid = coupons
    .filter(({ state, link: owner }) => state === 'valid' && (owner === null || owner.code === link))
    .toSorted((a, b) => (b.validAt ?? 0) - (a.validAt ?? 0))
  return valid.find(({ link: owner }) => owner !== null) ?? valid[0]
}
