// Ends discount codes: no buyer is shown them any more, and orders paid from now on find nobody behind them.

import { normalisedCoupon } from '#domain/coupon.ts'

import type { AppDeps } from '../deps.ts'
import type { CouponOutcome } from '../views.ts'

/** Ends those of a program's codes that are named, and says of each what became of it. */
export async function endCoupons(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  {
    retailerId,
    programId,
    codes,
  }: { readonly retailerId: string; readonly programId: string; readonly codes: readonly string[] },
): Promise<readonly CouponOutcome[]> {
  const endedAt = deps.clock.now()
  return deps.retailers.transaction(retailerId, async (unit) => {
    const outcomes: CouponOutcome[] = []
    for (const code of codes) {
      const row = await unit.coupons.coupon(normalisedCoupon(code) ?? '')
      if (row?.programId !== programId) {
        outcomes.push({ code, outcome: 'refused', reason: 'is not a code of this program' })
      } else if (row.state === 'ended') {
        outcomes.push({ code, outcome: 'unchanged', state: 'ended' })
      } else {
        await unit.coupons.save({ ...row, state: 'ended', endedAt })
        outcomes.push({ code, outcome: 'saved', state: 'ended' })
      }
    }
    return outcomes
  })
}
