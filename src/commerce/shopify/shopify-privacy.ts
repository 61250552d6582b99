// Shopify's topics about personal data, and about the app itself (shopify.dev, "Privacy law compliance"). Nobody signs the
// topic, so the body has to say the same by itself: what one topic sends is never read as another.

import type { DecodedDelivery } from '#ports/commerce.ts'
import {
  shopifyDataRequest,
  shopifyRedactedCustomer,
  shopifyRedactedShop,
  shopifyShop,
} from '#schema/commerce/shopify-privacy-body.ts'
import { readBuyerEmail } from '../buyer-email.ts'
import { readInput } from '../refuse-input.ts'

/** Reads a body of `customers/redact`: its list of orders to redact makes it one. */
export function customerRedacted(body: unknown): DecodedDelivery {
  const { customer } = readInput(shopifyRedactedCustomer, body)
  return { kind: 'privacy', wish: 'forget-buyer', buyer: buyerOf(customer) }
}

/** Reads a body of `customers/data_request`: the number of the request makes it one. */
export function customerAsks(body: unknown): DecodedDelivery {
  const { customer } = readInput(shopifyDataRequest, body)
  return { kind: 'privacy', wish: 'tell-buyer', buyer: buyerOf(customer) }
}

/** Reads a body of `shop/redact`, which names the shop and nothing else. */
export function shopRedacted(body: unknown): DecodedDelivery {
  readInput(shopifyRedactedShop, body)
  return { kind: 'privacy', wish: 'forget-all-buyers' }
}

/**
 * Reads a body of `app/uninstalled`. Other topics send the same body, so it is only a hint: the connection goes on as soon
 * as anything else arrives.
 */
export function appUninstalled(body: unknown): DecodedDelivery {
  readInput(shopifyShop, body)
  return { kind: 'privacy', wish: 'note-uninstalled' }
}

type Customer = { readonly id?: string | null | undefined; readonly email?: string | null | undefined }

function buyerOf(customer: Customer | null | undefined): {
  readonly buyerEmail?: string
  readonly customerId?: string
} {
  const { buyerEmail } = readBuyerEmail(customer?.email)
  return { ...(buyerEmail ? { buyerEmail } : {}), ...(customer?.id ? { customerId: customer.id } : {}) }
}
