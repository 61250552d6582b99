// Products as Shopify speaks of them: in the lines of an order, and in products/create and products/update.

import type { DecodedDelivery, SightedProduct } from '#ports/commerce.ts'
import type { ShopifyOrder } from '#schema/commerce/shopify-body.ts'
import { shopifyProduct } from '#schema/commerce/shopify-body.ts'
import { readInput } from '../refuse-input.ts'

/** What the lines of an order name; gift cards are nobody's recommendation. */
export function productsOfOrder(order: ShopifyOrder): { readonly products?: readonly SightedProduct[] } {
  const products = order.line_items.flatMap(({ product_id: id, title, gift_card: isGiftCard }) =>
    id && title && isGiftCard !== true ? [{ reference: id, title }] : [],
  )
  return products.length === 0 ? {} : { products }
}

/** A product by itself; one that is not for sale is left out. */
export function productMessage(body: unknown): DecodedDelivery {
  const { id, title, handle, status, variants } = readInput(shopifyProduct, body)
  if (status !== 'active' && status !== undefined && status !== null)
    return { kind: 'skipped', rule: RULE_PRODUCT_NOT_FOR_SALE }
  const amount = variants?.[0]?.price
  const product: SightedProduct = {
    reference: id,
    title,
    ...(handle ? { url: `/products/${encodeURIComponent(handle)}` } : {}),
    ...(amount ? { price: { amount } } : {}),
  }
  return { kind: 'products', products: [product] }
}

/** Why a delivery is kept and names no product, as its shop reads it. */
const RULE_PRODUCT_NOT_FOR_SALE = 'The product is a draft or archived.'
