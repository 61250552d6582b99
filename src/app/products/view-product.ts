// A product as it is shown.

import type { ProductRow } from '#ports/product-rows.ts'

import type { ProductView } from '../views.ts'

/** The view; its price is an amount of its own currency. */
export function viewProduct(row: ProductRow): ProductView {
  const { productId, title, url, price, pictureId, source, seenAt } = row
  return {
    productId,
    title,
    url,
    price: price && { amount: price.micros, currency: price.currency },
    pictureId,
    source,
    seenAt,
  }
}
