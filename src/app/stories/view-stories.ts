// Stories with their products and the clicks on each, as their author and the shop see them.

import { viewProduct } from '../products/view-product.ts'

import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { StoryRow } from '#ports/story-rows.ts'

import type { StoryView } from '../views.ts'

/** The views, in the order of the rows; all rows are of one program. */
export async function viewStories(
  unit: RetailerUnit,
  programId: string,
  rows: readonly StoryRow[],
): Promise<readonly StoryView[]> {
  const wanted = [...new Set(rows.flatMap(({ productIds }) => productIds))]
  const products = new Map(
    (await unit.products.products(programId, wanted)).map((product) => [product.productId, product]),
  )
  const clicks = new Map(
    (await unit.stories.clicks(rows.map(({ code }) => code))).map((one) => [
      `${one.code}/${one.productId}`,
      one.clicks,
    ]),
  )
  const views: StoryView[] = []
  for (const { linkCode: _link, productIds, ...row } of rows) {
    const author = await unit.programs.enrollment(programId, row.recommenderId)
    views.push({
      ...row,
      handle: author?.handle ?? '',
      products: productIds.flatMap((productId) => {
        const product = products.get(productId)
        const counted = clicks.get(`${row.code}/${productId}`) ?? 0
        return product ? [{ ...viewProduct(product), clicks: counted }] : []
      }),
    })
  }
  return views
}
