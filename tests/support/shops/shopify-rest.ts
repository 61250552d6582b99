// Orders, refunds and disputes as Shopify tells them in webhook bodies (Admin REST shapes).

import { decimal, refundTotal, refundedOf, subtotalOf, totalOf } from './sale.ts'
import type { Cents, Sale, SaleDispute, SaleLine, SaleRefund } from './sale.ts'

/** Names of the cart attribute that the snippet writes. */
const CART_ATTRIBUTE = '_ref'

/** Such as `2026-11-01T12:00:00Z`. */
export const instant = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace('.000Z', 'Z')

/** Webhook bodies carry the shop's own time zone. */
const localInstant = (milliseconds: number): string => instant(milliseconds).replace('Z', '+00:00')

export function financialStatus(sale: Sale): string {
  if (sale.paidAt === null) return 'pending'
  const refunded = refundedOf(sale)
  if (refunded === 0n) return 'paid'
  return refunded >= totalOf(sale) ? 'refunded' : 'partially_refunded'
}

/** Path and parameters on the shop's host, as `landing_site` has them. */
function landingSite({ landing }: Sale): string | null {
  if (landing === null) return null
  const url = new URL(landing, 'https://shop.example')
  return url.pathname + url.search
}

export const attributes = ({
  cartToken,
}: Sale): readonly { readonly name: string; readonly value: string }[] =>
  cartToken === null ? [] : [{ name: CART_ATTRIBUTE, value: cartToken }]

const restMoney = (amount: Cents, currency: string) => ({
  shop_money: { amount: decimal(amount), currency_code: currency },
  presentment_money: { amount: decimal(amount), currency_code: currency },
})

/** The body of `orders/paid`, `orders/updated` and `orders/cancelled`. */
export function restOrder(sale: Sale, host: string): object {
  const { currency } = sale
  const total = totalOf(sale)
  return {
    id: sale.saleId,
    admin_graphql_api_id: `gid://shopify/Order/${sale.saleId}`,
    name: `#${sale.saleId}`,
    cancelled_at: sale.cancelledAt === null ? null : localInstant(sale.cancelledAt),
    created_at: localInstant(sale.createdAt),
    processed_at: localInstant(sale.createdAt),
    updated_at: localInstant(sale.updatedAt),
    currency,
    presentment_currency: currency,
    financial_status: financialStatus(sale),
    taxes_included: false,
    test: sale.isTest,
    email: sale.email,
    contact_email: sale.email,
    customer: { id: sale.customerId, email: sale.email, orders_count: 1 },
    discount_codes: sale.coupons.map((code) => ({ code, amount: '0.00', type: 'fixed_amount' })),
    note_attributes: attributes(sale),
    landing_site: landingSite(sale),
    landing_site_ref: null,
    referring_site: null,
    order_status_url: `https://${host}/orders/${sale.saleId}`,
    subtotal_price: decimal(subtotalOf(sale)),
    subtotal_price_set: restMoney(subtotalOf(sale), currency),
    total_price: decimal(total),
    total_price_set: restMoney(total, currency),
    current_total_price_set: restMoney(total - refundedOf(sale), currency),
    total_shipping_price_set: restMoney(sale.shipping, currency),
    total_tax_set: restMoney(sale.tax, currency),
    shipping_address: { country_code: 'US' },
    line_items: sale.lines.map((line) => restLine(sale, line)),
    refunds: sale.refunds.map((refund) => restRefund(sale, refund)),
  }
}

function restLine(sale: Sale, line: SaleLine): object {
  return {
    id: line.lineId,
    product_id: line.productId,
    sku: line.sku,
    title: line.title,
    quantity: line.quantity,
    current_quantity: line.quantity - takenBack(sale, line),
    price: decimal(line.price),
    price_set: restMoney(line.price, sale.currency),
    discount_allocations:
      line.discount === 0n
        ? []
        : [{ amount: decimal(line.discount), amount_set: restMoney(line.discount, sale.currency) }],
    gift_card: false,
    tax_lines: [],
  }
}

/** Pieces of a line that refunds took back. */
export function takenBack({ refunds }: Sale, { lineId }: SaleLine): number {
  const returned = refunds.flatMap(({ lines }) => lines).filter((line) => line.lineId === lineId)
  return returned.reduce((sum, { quantity }) => sum + quantity, 0)
}

/** The body of `refunds/create`. */
export function restRefund(sale: Sale, refund: SaleRefund): object {
  const { currency } = sale
  // More was given back than lines say: the difference is negative.
  const adjustments = [
    ...(refund.goodwill === 0n ? [] : [{ kind: 'refund_discrepancy', amount: -refund.goodwill }]),
    ...(refund.shipping === 0n ? [] : [{ kind: 'shipping_refund', amount: -refund.shipping }]),
  ]
  return {
    id: refund.refundId,
    order_id: sale.saleId,
    created_at: localInstant(refund.at),
    processed_at: localInstant(refund.at),
    refund_line_items: refund.lines.map(({ lineId, quantity, amount }) => ({
      line_item_id: lineId,
      quantity,
      subtotal_set: restMoney(amount, currency),
      total_tax_set: restMoney(0n, currency),
    })),
    transactions: [{ kind: 'refund', status: 'success', amount: decimal(refundTotal(refund)), currency }],
    order_adjustments: adjustments.map(({ kind, amount }) => ({
      kind,
      amount_set: restMoney(amount, currency),
      tax_amount_set: restMoney(0n, currency),
    })),
  }
}

/** The body of `disputes/create` and `disputes/update`. */
export function restDispute(sale: Sale, dispute: SaleDispute): object {
  return {
    id: dispute.disputeId,
    order_id: sale.saleId,
    type: 'chargeback',
    amount: decimal(dispute.amount),
    currency: sale.currency,
    reason: 'fraudulent',
    status: dispute.state === 'open' ? 'needs_response' : dispute.state,
    initiated_at: localInstant(dispute.at),
    finalized_on: dispute.state === 'open' ? null : localInstant(sale.updatedAt),
  }
}
