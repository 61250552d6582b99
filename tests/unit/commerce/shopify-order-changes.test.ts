// What becomes of an order of Shopify: its lines, changes, refunds in its body, and disputes.

import { describe, expect, test } from 'vitest'
import { RULE_EDIT_WITHOUT_AMOUNTS, RULE_NOT_PAID } from '#commerce/shopify/decode-shopify-webhook.ts'
import { shopifyAdapter } from '#commerce/shopify/shopify-adapter.ts'
import { RULE_DISPUTE_WITHOUT_ORDER, RULE_INQUIRY } from '#commerce/shopify/shopify-dispute.ts'
import { foldOrder } from '#domain/fold-order.ts'
import { money, order, refund } from './shopify-bodies.ts'
import { macs, requestOf } from './webhook-requests.ts'

import type { OrderFact } from '#domain/order-facts.ts'

const shopify = shopifyAdapter(macs)

function topic(name: string, body: unknown) {
  return shopify.decode(requestOf(body, { 'x-shopify-topic': name }))
}

describe('an order of Shopify', () => {
  const lineOf = (id: number, quantity: number, price: string, discount: string, change: object = {}) => ({
    id,
    product_id: 7,
    sku: `SKU-${id}`,
    quantity,
    price_set: money(price),
    discount_allocations: [{ amount_set: money(discount) }],
    ...change,
  })
  /** Two scarves at 15.00 and a cap at 20.00, 2.00 off the cap: 48.00, as the subtotal says. */
  const itemised = {
    ...order,
    total_shipping_price_set: money('6.00'),
    total_tax_set: money('4.20'),
    shipping_address: { country_code: 'FR' },
    customer: { id: 5, email: null, orders_count: 1 },
    discount_codes: [{ code: 'Mia10' }],
    line_items: [lineOf(11, 2, '15.00', '0.00'), lineOf(12, 1, '20.00', '2.00')],
  }
  const facts = (name: string, body: unknown): readonly OrderFact[] => {
    const decoded = topic(name, body)
    return decoded.kind === 'facts' ? (decoded.facts as readonly OrderFact[]) : []
  }

  test('that owes again for what was added to it still says what was given back, and that it is cancelled', () => {
    const owes = { ...order, financial_status: 'partially_paid', refunds: [refund] }
    expect(topic('orders/updated', owes)).toMatchObject({
      kind: 'facts',
      externalOrderId: '5678901234567',
      facts: [{ kind: 'refunded', factKey: 'refund:929361463' }],
    })
    const cancelled = { ...order, financial_status: 'partially_paid', cancelled_at: '2026-03-02T00:00:00Z' }
    expect(topic('orders/updated', cancelled)).toMatchObject({ facts: [{ kind: 'cancelled' }] })
  })

  test('is read line by line, after discounts', () => {
    expect(facts('orders/paid', itemised)).toMatchObject([
      {
        eligibleMicros: 48_000_000n,
        shippingMicros: 6_000_000n,
        taxMicros: 4_200_000n,
        earlierOrders: 0,
        country: 'FR',
        customerId: '5',
        lines: [
          { lineId: '11', sku: 'SKU-11', productId: '7', quantity: 2, eligibleMicros: 30_000_000n },
          { lineId: '12', quantity: 1, eligibleMicros: 18_000_000n },
        ],
      },
    ])
    expect(facts('orders/paid', itemised)).toHaveProperty('0.references.1', {
      carriage: 'discount-code',
      kind: 'coupon',
      value: 'MIA10',
    })
  })

  test('says the same under orders/updated', () => {
    expect(facts('orders/updated', itemised)).toEqual(facts('orders/paid', itemised))
    expect(topic('orders/updated', { ...itemised, financial_status: 'pending' })).toEqual({
      kind: 'skipped',
      rule: RULE_NOT_PAID,
    })
  })

  test('brings its refunds along, each the same fact as under its own topic', () => {
    expect(facts('orders/updated', { ...itemised, refunds: [refund] }).slice(1)).toEqual(
      facts('refunds/create', refund),
    )
  })

  test('a later body is an edit: lines that were added count', () => {
    const added = {
      ...itemised,
      updated_at: '2026-03-02T12:00:00-05:00',
      line_items: [...itemised.line_items, lineOf(13, 1, '12.00', '0.00')],
    }
    const told = facts('orders/updated', added)
    expect(told.map((fact) => fact.kind)).toEqual(['paid', 'edited'])
    expect(foldOrder(told)).toMatchObject({
      edited: true,
      contents: { eligibleMicros: 60_000_000n, totalMicros: 70_200_000n },
    })
  })

  test('a later body is an edit: pieces that were taken away without a refund do not count', () => {
    const taken = {
      ...itemised,
      updated_at: '2026-03-02T12:00:00-05:00',
      line_items: [lineOf(11, 2, '15.00', '0.00', { current_quantity: 1 }), itemised.line_items[1]],
    }
    expect(foldOrder(facts('orders/updated', taken)).contents).toMatchObject({ eligibleMicros: 33_000_000n })
    // With a refund of that piece it is the refund that takes it away, once.
    const refunded = { ...taken, refunds: [refund] }
    expect(foldOrder(facts('orders/updated', refunded))).toMatchObject({
      contents: { eligibleMicros: 48_000_000n },
      refundedMicros: 24_000_000n,
    })
  })

  test('within two minutes of the purchase a body is the purchase', () => {
    const at = (updated_at: string) =>
      facts('orders/updated', { ...itemised, updated_at }).map((fact) => fact.kind)
    expect(at('2026-03-01T12:02:00-05:00')).toEqual(['paid'])
    expect(at('2026-03-01T12:02:01-05:00')).toEqual(['paid', 'edited'])
  })

  test('with a line that cannot be counted is a sum', () => {
    const { price_set: _, ...bare } = lineOf(13, 1, '1.00', '0.00')
    const body = { ...itemised, line_items: [...itemised.line_items, bare] }
    expect(facts('orders/paid', body)).not.toHaveProperty('0.lines')
  })

  test('with prices that include tax counts its lines without it', () => {
    const taxed = {
      ...itemised,
      taxes_included: true,
      line_items: [
        lineOf(11, 2, '15.00', '0.00', { tax_lines: [{ price_set: money('2.50') }] }),
        lineOf(12, 1, '20.00', '2.00', { tax_lines: [{ price_set: money('1.50') }] }),
      ],
    }
    expect(facts('orders/paid', taxed)).toMatchObject([
      {
        eligibleMicros: 44_000_000n,
        lines: [{ eligibleMicros: 27_500_000n }, { eligibleMicros: 16_500_000n }],
      },
    ])
  })

  test('with 10 000 lines is read', () => {
    const line_items = Array.from({ length: 10_000 }, (_, i) => lineOf(i + 1, 1, '0.01', '0.00'))
    expect(facts('orders/paid', { ...itemised, line_items })).toHaveLength(1)
  })

  test('orders/edited is skipped: it names no amounts', () => {
    expect(topic('orders/edited', { order_edit: { order_id: 1 } })).toEqual({
      kind: 'skipped',
      rule: RULE_EDIT_WITHOUT_AMOUNTS,
    })
  })
})

describe('a dispute of Shopify', () => {
  const dispute = {
    id: 598735659,
    order_id: 5678901234567,
    type: 'chargeback',
    amount: '58.20',
    currency: 'USD',
    reason: 'fraudulent',
    status: 'needs_response',
    initiated_at: '2026-03-05T00:00:00Z',
    finalized_on: null,
  }
  const opened = {
    kind: 'dispute-opened',
    factKey: 'dispute-opened:598735659:58200000',
    disputeId: '598735659',
    openedAt: 1_772_668_800_000,
    currency: 'USD',
    disputedMicros: 58_200_000n,
  }

  test.each(['needs_response', 'under_review'])('that stands at %s is open', (status) => {
    expect(topic('disputes/create', { ...dispute, status })).toEqual({
      kind: 'facts',
      externalOrderId: '5678901234567',
      facts: [opened],
    })
  })

  test.each([
    ['won', 'won'],
    ['lost', 'lost'],
    ['accepted', 'lost'],
    ['charge_refunded', 'won'],
  ])('that ended as %s is %s', (status, outcome) => {
    const finalized_on = '2026-03-20T00:00:00Z'
    expect(topic('disputes/update', { ...dispute, status, finalized_on })).toMatchObject({
      facts: [opened, { kind: 'dispute-closed', closedAt: 1_773_964_800_000, outcome }],
    })
  })

  test('is skipped with its rule when it is an inquiry or names no order', () => {
    expect(topic('disputes/create', { ...dispute, type: 'inquiry' })).toEqual({
      kind: 'skipped',
      rule: RULE_INQUIRY,
    })
    expect(topic('disputes/create', { ...dispute, order_id: null })).toEqual({
      kind: 'skipped',
      rule: RULE_DISPUTE_WITHOUT_ORDER,
    })
  })
})
