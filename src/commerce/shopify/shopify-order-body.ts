// An order of the GraphQL Admin interface in the shape that webhooks have (Admin REST, Order and Refund), so that one decoder
// reads both and one order told both ways is one order.

import type { GraphLine, GraphMoney, GraphOrder, GraphRefund } from '#schema/commerce/shopify-graphql.ts'

/** What webhooks call an adjustment of shipping. */
const SHIPPING_KIND = 'shipping_refund'

/** The body of an `orders/updated` webhook for `order`, as far as rewards are computed from it. */
export function shopifyOrderBody(order: GraphOrder): object {
  const { customer, customerJourneySummary: journey } = order
  const index = journey?.customerOrderIndex
  return {
    id: order.legacyResourceId,
    financial_status: order.displayFinancialStatus?.toLowerCase() ?? null,
    cancelled_at: isoOrNull(order.cancelledAt),
    created_at: iso(order.createdAt),
    processed_at: iso(order.processedAt),
    updated_at: iso(order.updatedAt),
    test: order.test,
    taxes_included: order.taxesIncluded,
    subtotal_price_set: moneySetOrNull(order.subtotalPriceSet),
    total_price_set: moneySet(order.totalPriceSet),
    total_shipping_price_set: moneySetOrNull(order.totalShippingPriceSet),
    total_tax_set: moneySetOrNull(order.totalTaxSet),
    email: order.email ?? null,
    customer: customer
      ? {
          id: customer.legacyResourceId,
          email: customer.defaultEmailAddress?.emailAddress ?? null,
          ...(typeof index === 'number' ? { orders_count: index } : {}),
        }
      : null,
    shipping_address: addressOf(order.shippingAddress),
    billing_address: addressOf(order.billingAddress),
    discount_codes: order.discountCodes.map((code) => ({ code })),
    note_attributes: order.customAttributes.map(({ key, value }) => ({ name: key, value: value ?? null })),
    landing_site: journey?.lastVisit?.landingPage ?? null,
    line_items: order.lineItems.nodes.map(lineBody),
    refunds: order.refunds.map((refund) => refundBody(refund, order.legacyResourceId)),
  }
}

function lineBody(line: GraphLine): object {
  return {
    id: line.id,
    product_id: line.product?.legacyResourceId ?? null,
    sku: line.sku ?? null,
    title: line.title ?? null,
    quantity: line.quantity,
    current_quantity: line.currentQuantity ?? null,
    gift_card: line.isGiftCard ?? false,
    price_set: moneySet(line.originalUnitPriceSet),
    discount_allocations: line.discountAllocations.map(({ allocatedAmountSet }) => ({
      amount_set: moneySet(allocatedAmountSet),
    })),
    tax_lines: line.taxLines.map(({ priceSet }) => ({ price_set: moneySet(priceSet) })),
  }
}

function refundBody(refund: GraphRefund, orderId: string): object {
  return {
    id: refund.legacyResourceId,
    order_id: orderId,
    created_at: iso(refund.createdAt ?? refund.updatedAt),
    refund_line_items: refund.refundLineItems.nodes.map((line) => ({
      line_item_id: line.lineItem?.id ?? null,
      quantity: line.quantity,
      subtotal_set: moneySet(line.subtotalSet),
      total_tax_set: moneySetOrNull(line.totalTaxSet),
    })),
    transactions: refund.transactions.nodes.map(({ kind, status, amountSet: { shopMoney } }) => ({
      kind: kind.toLowerCase(),
      status: status.toLowerCase(),
      amount: shopMoney.amount,
      currency: shopMoney.currencyCode,
    })),
    order_adjustments: adjustmentsOf(refund),
  }
}

/**
 * Shipping that was given back is an adjustment of its own kind in webhooks. The interface names it among the adjustments or
 * as shipping lines; where it does both, it is one.
 */
function adjustmentsOf({ orderAdjustments, refundShippingLines }: GraphRefund): readonly object[] {
  const named = orderAdjustments.nodes.map(({ reason, amountSet, taxAmountSet }) => ({
    kind: reason === 'SHIPPING_REFUND' ? SHIPPING_KIND : null,
    amount_set: moneySet(amountSet),
    tax_amount_set: moneySetOrNull(taxAmountSet),
  }))
  if (named.some(({ kind }) => kind === SHIPPING_KIND)) return named
  const shipping = refundShippingLines.nodes.map(({ subtotalAmountSet, taxAmountSet }) => ({
    kind: SHIPPING_KIND,
    amount_set: moneySet(givenBack(subtotalAmountSet)),
    tax_amount_set: taxAmountSet ? moneySet(givenBack(taxAmountSet)) : null,
  }))
  return [...named, ...shipping]
}

/** Adjustments are negative where money went back. */
function givenBack({ shopMoney: { amount, currencyCode } }: GraphMoney): GraphMoney {
  return { shopMoney: { amount: /^0*(?:\.0*)?$/.test(amount) ? amount : `-${amount}`, currencyCode } }
}

function moneySet({ shopMoney }: GraphMoney): object {
  return { shop_money: { amount: shopMoney.amount, currency_code: shopMoney.currencyCode } }
}

function moneySetOrNull(money: GraphMoney | null | undefined): object | null {
  return money ? moneySet(money) : null
}

function addressOf(address: { readonly countryCodeV2?: string | null | undefined } | null | undefined) {
  return address ? { country_code: address.countryCodeV2 ?? null } : null
}

/** To the second, as Shopify writes instants. */
function iso(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`
}

function isoOrNull(instant: number | null | undefined): string | null {
  return typeof instant === 'number' ? iso(instant) : null
}
