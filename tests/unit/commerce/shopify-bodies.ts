// Synthetic bodies in the shapes of Shopify's Order and Refund, as their webhooks carry them.

export const TOKEN = 'abcde23456789-t8k3k0-23456789abcdefgh-00112233445566778899'

export function money(amount: string, currency_code = 'USD') {
  return {
    shop_money: { amount, currency_code },
    presentment_money: { amount: '1.00', currency_code: 'EUR' },
  }
}

export const order = {
  id: 5678901234567,
  admin_graphql_api_id: 'gid://shopify/Order/5678901234567',
  name: '#1001',
  cancelled_at: null,
  created_at: '2026-03-01T11:59:30-05:00',
  processed_at: '2026-03-01T12:00:00-05:00',
  updated_at: '2026-03-01T12:00:09-05:00',
  currency: 'USD',
  presentment_currency: 'EUR',
  financial_status: 'paid',
  taxes_included: false,
  subtotal_price: '48.00',
  subtotal_price_set: money('48.00'),
  current_subtotal_price_set: money('11.11'),
  total_price_set: money('58.20'),
  total_tax_set: money('4.20'),
  email: 'ann@example.com',
  customer: { id: 1, email: 'other@example.com' },
  landing_site: '/products/scarf',
  referring_site: null,
  note_attributes: [
    { name: 'gift', value: 'yes' },
    { name: '_ref', value: TOKEN },
  ],
  line_items: [
    {
      id: 11,
      title: 'Scarf',
      quantity: 2,
      price: '25.00',
      tax_lines: [{ title: 'VAT', price: '4.20', price_set: money('4.20') }],
    },
  ],
  test: false,
}

export const refund = {
  id: 929361463,
  order_id: 5678901234567,
  created_at: '2026-03-03T09:00:00-05:00',
  processed_at: '2026-03-03T09:00:00-05:00',
  note: 'wrong size',
  refund_line_items: [
    {
      id: 1,
      quantity: 1,
      line_item_id: 11,
      restock_type: 'return',
      subtotal: 24.0,
      total_tax: 2.1,
      subtotal_set: money('24.00'),
      total_tax_set: money('2.10'),
    },
  ],
  transactions: [{ id: 2, kind: 'refund', status: 'success', amount: '26.10', currency: 'USD' }],
  order_adjustments: [] as unknown[],
}
