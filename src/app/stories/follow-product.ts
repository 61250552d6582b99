// Following a product of a story: counted for the story and its link, and sent to the product at the program's own shop.

import { LINK_CODE_LENGTH } from '#domain/click-token.ts'
import { isId, retailerIdOf } from '#domain/ids.ts'

import { followLink, type FollowLinkInput } from '../clicks/follow-link.ts'

import type { AppDeps } from '../deps.ts'

/** Where to send the visitor; undefined for an unknown or hidden story, and for a place without a product. */
export async function followProduct(
  deps: Parameters<typeof followLink>[0] & Pick<AppDeps, 'retailers'>,
  {
    code,
    place,
    ...visit
  }: Omit<FollowLinkInput, 'product'> & {
    /** Counted from 1. */
    readonly place: number
  },
): Promise<{ readonly location: string } | undefined> {
  const retailerId = isId(code, LINK_CODE_LENGTH) ? retailerIdOf(code) : undefined
  if (retailerId === undefined) return undefined
  const found = await deps.retailers.transaction(retailerId, async (unit) => {
    const story = await unit.stories.story(code)
    const productId = story?.productIds[place - 1]
    if (story?.state !== 'shown' || productId === undefined) return undefined
    const [product] = await unit.products.products(story.programId, [productId])
    return product && { linkCode: story.linkCode, productId, url: product.url }
  })
  if (!found) return undefined
  const { linkCode, productId, url } = found
  return followLink(deps, { ...visit, code: linkCode, product: { code, productId, url } })
}
