// A story as everybody reads it: above everything that it is an ad, and the discount code when the shop has one.

import { LINK_CODE_LENGTH } from '#domain/click-token.ts'
import { disclosureBanner, disclosureOf } from '#domain/disclosure.ts'
import { isId, retailerIdOf } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'

import { buyersCoupon } from '../coupons/buyers-coupon.ts'
import { viewStories } from './view-stories.ts'

import type { AppDeps } from '../deps.ts'
import type { PublicStoryView } from '../views.ts'

/** Throws `not_found` for an unknown story, and for one that the shop has hidden. */
export async function readStory(
  deps: Pick<AppDeps, 'retailers'>,
  { code }: { readonly code: string },
): Promise<PublicStoryView> {
  const retailerId = isId(code, LINK_CODE_LENGTH) ? retailerIdOf(code) : undefined
  if (retailerId === undefined) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    const row = await unit.stories.story(code)
    const profile = await unit.identity.profile()
    if (row?.state !== 'shown' || !profile) throw new Problem('not_found')
    const author = await unit.programs.enrollment(row.programId, row.recommenderId)
    if (author?.status === 'banned') throw new Problem('not_found')
    const [story] = await viewStories(unit, row.programId, [row])
    if (!story) throw new Problem('not_found')
    const coupon = buyersCoupon(await unit.coupons.ofLinks(row.programId, [row.linkCode]), row.linkCode)
    return {
      code,
      title: story.title,
      words: story.words,
      pictureId: story.pictureId,
      handle: story.handle,
      shopName: profile.name,
      banner: disclosureBanner(row.disclosure, story.handle),
      locale: disclosureOf(row.disclosure).locale,
      discount: coupon ? { code: coupon.shownAs, saving: coupon.saving } : null,
      // How often a product was looked at is its author's and its shop's to know.
      products: story.products.map(({ clicks: _, ...product }) => product),
      createdAt: story.createdAt,
    }
  })
}
