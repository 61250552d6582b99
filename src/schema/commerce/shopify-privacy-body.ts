// What is read of Shopify's bodies about personal data. Each is told by what no other body has.

import { z } from 'zod'
import { shopifyId } from './shopify-body.ts'

/** Orders of one request at most. */
const ORDERS_MAX = 65_536

const customer = z.object({ id: shopifyId.nullish(), email: z.string().max(16_384).nullish() }).nullish()

const shopDomain = z.string().min(1).max(255)
const orders = z.array(shopifyId).max(ORDERS_MAX)

export const shopifyRedactedCustomer = z.object({
  shop_domain: shopDomain,
  customer,
  orders_to_redact: orders,
})

export const shopifyDataRequest = z.object({
  shop_domain: shopDomain,
  customer,
  orders_requested: orders,
  data_request: z.object({ id: shopifyId }),
})

export const shopifyRedactedShop = z.strictObject({ shop_id: shopifyId, shop_domain: shopDomain })

export const shopifyShop = z.object({ id: shopifyId, myshopify_domain: shopDomain })
