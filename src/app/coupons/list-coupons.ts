// A program's discount codes in their order, a page at a time.

import { Problem } from '#domain/problem.ts'

import type { CouponState } from '#domain/coupon.ts'
import type { CouponRow } from '#ports/coupon-rows.ts'

import type { AppDeps } from '../deps.ts'
import type { CouponView, Page } from '../views.ts'

/** At most `limit` codes after `after`, of one state when it is given; throws `not_found` for another's program. */
export async function listCoupons(
  deps: Pick<AppDeps, 'retailers'>,
  {
    retailerId,
    programId,
    limit,
    ...page
  }: {
    readonly retailerId: string
    readonly programId: string
    readonly limit: number
    readonly state?: CouponState | undefined
    readonly after?: string | undefined
  },
): Promise<Page<CouponView>> {
  const rows = await deps.retailers.transaction(retailerId, async (unit) => {
    if (!(await unit.programs.program(programId))) throw new Problem('not_found')
    return unit.coupons.list(programId, { ...page, limit: limit + 1 })
  })
  const shown = rows.slice(0, limit)
  return { data: shown.map(viewCoupon), next: rows.length > limit ? (shown.at(-1)?.code ?? null) : null }
}

function viewCoupon({ shownAs, link, code: _normalised, ...row }: CouponRow): CouponView {
  return { ...row, code: shownAs, link: link?.code ?? null }
}
