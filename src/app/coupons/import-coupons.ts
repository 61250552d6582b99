// A shop's list of discount codes: those it has, or those it is asked to make.

import { normalisedCoupon, type Saving } from '#domain/coupon.ts'
import { Problem } from '#domain/problem.ts'

import { mergeCoupon, type MergedCoupon } from './merge-coupon.ts'

import type { CouponRow } from '#ports/coupon-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'
import type { CouponOutcome } from '../views.ts'

/** One line of the list; `link` is a link code. */
export type ListedCoupon = {
  readonly code: string
  readonly link?: string | undefined
  readonly saving?: Saving | undefined
}

/**
 * Takes over the list in one step and says of each code what became of it; throws `not_found` for a program that is not
 * the retailer's. A code without a link is one of the whole program, or keeps the link it has.
 */
export async function importCoupons(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  {
    retailerId,
    programId,
    coupons,
    isInShop,
  }: {
    readonly retailerId: string
    readonly programId: string
    readonly coupons: readonly ListedCoupon[]
    /** The shop has these codes; otherwise it is asked for them. */
    readonly isInShop: boolean
  },
): Promise<readonly CouponOutcome[]> {
  const now = deps.clock.now()
  return deps.retailers.transaction(retailerId, async (unit) => {
    if (!(await unit.programs.program(programId))) throw new Problem('not_found')
    const outcomes: CouponOutcome[] = []
    for (const listed of coupons) {
      const merged = await mergeListed(unit, { programId, listed, isInShop, now })
      if (merged.outcome === 'saved') await unit.coupons.save(merged.row)
      outcomes.push(outcomeOf(listed.code, merged))
    }
    return outcomes
  })
}

async function mergeListed(
  unit: RetailerUnit,
  {
    programId,
    listed,
    isInShop,
    now,
  }: { programId: string; listed: ListedCoupon; isInShop: boolean; now: number },
): Promise<MergedCoupon> {
  const code = normalisedCoupon(listed.code)
  if (code === undefined) return { outcome: 'refused', reason: 'is no discount code' }
  const link = listed.link === undefined ? undefined : await linkOf(unit, programId, listed.link)
  if (link === null) return { outcome: 'refused', reason: 'names a link that is not one of this program' }
  const given = { code, shownAs: listed.code, programId, link, saving: listed.saving, isInShop }
  return mergeCoupon(await unit.coupons.coupon(code), given, now)
}

/** The program's link with this code; null when there is none. */
async function linkOf(unit: RetailerUnit, programId: string, code: string): Promise<CouponRow['link']> {
  const link = await unit.programs.link(code)
  return link?.programId === programId ? { code, recommenderId: link.recommenderId } : null
}

function outcomeOf(code: string, merged: MergedCoupon): CouponOutcome {
  return merged.outcome === 'refused'
    ? { code, outcome: 'refused', reason: merged.reason }
    : { code, outcome: merged.outcome, state: merged.row.state }
}
