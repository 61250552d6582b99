// What a person can offer with each of their links, and what they wait for.

import { buyersCoupon } from './buyers-coupon.ts'

import type { Saving } from '#domain/coupon.ts'
import type { LinkCode, ProgramId } from '#domain/ids.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

export type LinkDiscount = {
  /** The code that buyers may use, when the shop has it. */
  readonly discount: { readonly code: string; readonly saving: Saving | null } | null
  /** The code that the shop was asked for and does not have yet. */
  readonly askedDiscount: string | null
}

/** Without any. */
export const NO_DISCOUNT: LinkDiscount = { discount: null, askedDiscount: null }

/** By link code. */
export async function linkDiscounts(
  unit: RetailerUnit,
  links: readonly { readonly code: LinkCode; readonly programId: ProgramId }[],
): Promise<ReadonlyMap<LinkCode, LinkDiscount>> {
  const found = new Map<LinkCode, LinkDiscount>()
  for (const [programId, owned] of Map.groupBy(links, (link) => link.programId)) {
    const codes = owned.map((link) => link.code)
    const coupons = await unit.coupons.ofLinks(programId, codes)
    for (const code of codes) {
      const valid = buyersCoupon(coupons, code)
      const asked = coupons.find(({ state, link }) => state === 'asked' && link?.code === code)
      found.set(code, {
        discount: valid ? { code: valid.shownAs, saving: valid.saving } : null,
        askedDiscount: asked?.shownAs ?? null,
      })
    }
  }
  return found
}
