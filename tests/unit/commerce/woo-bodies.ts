// Bodies in WooCommerce's form (REST API version 3), with the fields that are read and a few that are not.

/** An order of two lines: 18.00 and 30.00 after discounts, 4.90 shipping, 9.67 tax. */
export function wooOrderBody(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 727,
    number: '727',
    order_key: 'wc_order_58d2d042d1d',
    status: 'processing',
    currency: 'USD',
    prices_include_tax: true,
    date_created_gmt: '2026-03-01T11:58:00',
    date_modified_gmt: '2026-03-01T12:00:05',
    date_paid_gmt: '2026-03-01T12:00:00',
    total: '62.57',
    total_tax: '9.67',
    shipping_total: '4.90',
    discount_total: '2.00',
    customer_id: 26,
    billing: { first_name: 'Sam', email: 'Sam+tea@Example.com', country: 'DE' },
    shipping: { country: 'AT' },
    line_items: [
      {
        id: 315,
        name: 'Green tea',
        product_id: 93,
        variation_id: 0,
        quantity: 2,
        subtotal: '20.00',
        total: '18.00',
        sku: 'TEA-1',
        price: 9,
      },
      {
        id: 316,
        name: 'Tea pot',
        product_id: 22,
        variation_id: 23,
        quantity: 1,
        subtotal: '30.00',
        total: '30.00',
        sku: '',
        price: 30,
      },
    ],
    fee_lines: [],
    coupon_lines: [{ id: 320, code: 'mia10', discount: '2.00' }],
    refunds: [],
    meta_data: [],
    ...change,
  }
}

/** A note of an order. */
export function meta(key: string, value: unknown): Record<string, unknown> {
  return { id: 13_106, key, value }
}
