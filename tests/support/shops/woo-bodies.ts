// Orders and refunds as WooCommerce's REST API version 3 tells them, in answers and in webhook bodies alike.

import { decimal, landingParameter, lineTotal, refundTotal, refundedOf, totalOf } from './sale.ts'
import type { Cents, Sale, SaleLine, SaleRefund } from './sale.ts'

/** WooCommerce writes instants without a zone: `…_gmt` is UTC, the other is the shop's own time, here UTC too. */
const instant = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 19)

const both = (name: string, milliseconds: number | null) => ({
  [name]: milliseconds === null ? null : instant(milliseconds),
  [`${name}_gmt`]: milliseconds === null ? null : instant(milliseconds),
})

export function orderStatus(sale: Sale): string {
  if (sale.deletedAt !== null) return 'trash'
  if (sale.cancelledAt !== null) return 'cancelled'
  if (sale.paidAt === null) return 'pending'
  const refunded = refundedOf(sale)
  return refunded > 0n && refunded >= totalOf(sale) ? 'refunded' : 'processing'
}

/** What WooCommerce's own order attribution noted, and what our snippet wrote. */
function metaData(
  sale: Sale,
): readonly { readonly id: number; readonly key: string; readonly value: string }[] {
  const utmId = landingParameter(sale, 'utm_id')
  const entries: readonly (readonly [string, string | null | undefined])[] = [
    ['_wc_order_attribution_source_type', sale.landing === null ? 'typein' : 'utm'],
    ['_wc_order_attribution_utm_id', utmId],
    ['_wc_order_attribution_session_entry', sale.landing],
    ['_ref_click', sale.cartToken],
  ]
  return entries.flatMap(([key, value], i) =>
    typeof value === 'string' ? [{ id: sale.saleId * 10 + i, key, value }] : [],
  )
}

/** The body of `order.created`, `order.updated` and `order.restored`, and an element of `GET /orders`. */
export function wooOrder(sale: Sale): object {
  const discount = sale.lines.reduce((sum, line) => sum + line.discount, 0n)
  return {
    id: sale.saleId,
    parent_id: 0,
    number: String(sale.saleId),
    order_key: `wc_order_${sale.saleId}`,
    created_via: 'checkout',
    version: '10.3.0',
    status: orderStatus(sale),
    currency: sale.currency,
    ...both('date_created', sale.createdAt),
    ...both('date_modified', sale.updatedAt),
    ...both('date_paid', sale.paidAt),
    ...both('date_completed', null),
    discount_total: decimal(discount),
    discount_tax: '0.00',
    shipping_total: decimal(sale.shipping),
    shipping_tax: '0.00',
    cart_tax: decimal(sale.tax),
    total: decimal(totalOf(sale)),
    total_tax: decimal(sale.tax),
    prices_include_tax: false,
    customer_id: sale.customerId,
    customer_ip_address: '203.0.113.7',
    customer_user_agent: 'Mozilla/5.0',
    payment_method: 'cod',
    transaction_id: '',
    billing: { country: 'US', email: sale.email },
    shipping: { country: 'US' },
    meta_data: metaData(sale),
    line_items: sale.lines.map(wooLine),
    tax_lines: [],
    shipping_lines: [],
    fee_lines: [],
    coupon_lines: sale.coupons.map((code, i) => ({
      id: sale.saleId * 10 + i,
      code,
      discount: decimal(i === 0 ? discount : 0n),
      discount_tax: '0.00',
    })),
    refunds: sale.refunds.map((refund) => ({
      id: refund.refundId,
      reason: '',
      total: decimal(-refundTotal(refund)),
    })),
  }
}

function wooLine(line: SaleLine): object {
  return {
    id: line.lineId,
    name: line.title,
    product_id: line.productId,
    variation_id: 0,
    quantity: line.quantity,
    tax_class: '',
    subtotal: decimal(line.price * BigInt(line.quantity)),
    subtotal_tax: '0.00',
    total: decimal(lineTotal(line)),
    total_tax: '0.00',
    taxes: [],
    meta_data: [],
    sku: line.sku,
    price: Number(decimal(lineTotal(line))) / line.quantity,
  }
}

/** An element of `GET /orders/<id>/refunds`. */
export function wooRefund(sale: Sale, refund: SaleRefund): object {
  const negative = (amount: Cents): string => decimal(-amount)
  return {
    id: refund.refundId,
    parent_id: sale.saleId,
    ...both('date_created', refund.at),
    amount: decimal(refundTotal(refund)),
    reason: '',
    refunded_by: 1,
    refunded_payment: true,
    meta_data: [],
    line_items: refund.lines.map(({ lineId, quantity, amount }) => ({
      id: refund.refundId * 10,
      name: sale.lines.find((line) => line.lineId === lineId)?.title ?? '',
      quantity: -quantity,
      total: negative(amount),
      total_tax: '0.00',
      meta_data: [{ id: refund.refundId * 10 + 1, key: '_refunded_item_id', value: String(lineId) }],
    })),
    shipping_lines:
      refund.shipping === 0n ? [] : [{ id: refund.refundId * 10 + 2, total: negative(refund.shipping) }],
    tax_lines: [],
    fee_lines: [],
  }
}
