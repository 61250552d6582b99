// What becomes of an order after its payment, by Standard Webhooks: lines, edits, failed and cumulative refunds, disputes.

import { describe, expect, test } from 'vitest'
import { ORDER_LINES_MAX } from '#commerce/order-lines.ts'
import { standardAdapter } from '#commerce/standard/standard-adapter.ts'
import { TOKEN } from './shopify-bodies.ts'
import { macs, problemOf, requestOf, wrongFieldsOf } from './webhook-requests.ts'

const standard = standardAdapter(macs)

const AT = '2026-03-01T12:00:00Z'
const AT_MS = 1_772_366_400_000

function event(type: string, data: unknown) {
  return standard.decode(requestOf({ type, timestamp: AT, data }))
}

function wrong(act: () => unknown): readonly string[] {
  return wrongFieldsOf(problemOf(act))
}

const paid = {
  id: '1001',
  currency: 'USD',
  subtotal: '48.00',
  total: '58.20',
  shipping: '6.00',
  tax: '4.20',
  store_credit: '10.00',
  lines: [
    { id: 'l1', sku: 'SCARF', product_id: 'p7', quantity: 2, subtotal: '30.00' },
    { id: 'l2', quantity: 1, subtotal: '18.00', gift_card: true },
  ],
  customer: { id: 'c9', email: 'sam@mailinator.com', earlier_orders: 3 },
  country: 'DE',
  checkout_started_at: '2026-03-01T11:58:00Z',
  click_token: TOKEN,
  link_code: 'abcde23456789',
  coupons: [' mia10 ', 'MIA10', ''],
}

describe('an order.paid with everything', () => {
  test('is read line by line, with the buyer, the country and every reference', () => {
    expect(event('order.paid', paid)).toEqual({
      kind: 'facts',
      externalOrderId: '1001',
      facts: [
        {
          kind: 'paid',
          factKey: 'paid',
          paidAt: AT_MS,
          currency: 'USD',
          eligibleMicros: 48_000_000n,
          totalMicros: 58_200_000n,
          shippingMicros: 6_000_000n,
          taxMicros: 4_200_000n,
          storeCreditMicros: 10_000_000n,
          lines: [
            { lineId: 'l1', sku: 'SCARF', productId: 'p7', quantity: 2, eligibleMicros: 30_000_000n },
            { lineId: 'l2', quantity: 1, eligibleMicros: 18_000_000n, giftCard: true },
          ],
          references: [
            { carriage: 'note-attribute', kind: 'click-token', value: TOKEN },
            { carriage: 'note-attribute', kind: 'link-code', value: 'abcde23456789' },
            { carriage: 'discount-code', kind: 'coupon', value: 'MIA10' },
          ],
          buyerEmail: 'sam@mailinator.com',
          buyerEmailDomain: 'mailinator.com',
          disposableEmail: true,
          customerId: 'c9',
          earlierOrders: 3,
          country: 'DE',
          checkoutStartedAt: AT_MS - 120_000,
          test: false,
        },
      ],
    })
  })

  test('does not take a public provider for a domain of one’s own', () => {
    const customer = { email: 'sam@gmail.com' }
    expect(event('order.paid', { ...paid, customer })).not.toHaveProperty('facts.0.buyerEmailDomain')
  })

  test('counts 10 000 lines one by one, and takes more as one sum', () => {
    const lines = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ id: `l${i}`, quantity: 1, subtotal: '0.01' }))
    const most = event('order.paid', { ...paid, lines: lines(ORDER_LINES_MAX) })
    expect(most).toHaveProperty(`facts.0.lines.${ORDER_LINES_MAX - 1}.eligibleMicros`, 10_000n)
    expect(event('order.paid', { ...paid, lines: lines(ORDER_LINES_MAX + 1) })).not.toHaveProperty(
      'facts.0.lines',
    )
  })

  test.each([
    [
      'a fraction of a piece',
      { lines: [{ id: 'a', quantity: 1.5, subtotal: '1.00' }] },
      '/data/lines/0/quantity',
    ],
    ['pieces below zero', { lines: [{ id: 'a', quantity: -1, subtotal: '1.00' }] }, '/data/lines/0/quantity'],
    ['a negative line', { lines: [{ id: 'a', quantity: 1, subtotal: '-1.00' }] }, '/data/lines/0/subtotal'],
    ['a country in lower case', { country: 'de' }, '/data/country'],
    ['a third decimal of tax', { tax: '4.201' }, '/data/tax'],
  ])('is refused with %s', (_, change, field) => {
    expect(wrong(() => event('order.paid', { ...paid, ...change }))).toEqual([field])
  })
})

describe('what a shop tells later', () => {
  test('order.edited is the whole order anew, told apart by instant and contents', () => {
    const { id: order_id, currency, subtotal, total, lines } = paid
    const edit = { order_id, currency, subtotal, total, lines }
    const decoded = event('order.edited', edit)
    expect(decoded).toMatchObject({
      externalOrderId: '1001',
      facts: [{ kind: 'edited', editedAt: AT_MS, eligibleMicros: 48_000_000n, lines: [{}, {}] }],
    })
    const keyOf = (body: unknown): string => {
      const read = event('order.edited', body)
      const [fact] = read.kind === 'facts' ? read.facts : []
      return fact?.kind === 'edited' ? fact.factKey : ''
    }
    expect(keyOf(edit)).toMatch(/^edited:1772366400000:0x[0-9a-f]{16}$/)
    expect(keyOf({ ...edit })).toBe(keyOf(edit))
    expect(keyOf({ ...edit, total: '58.21' })).not.toBe(keyOf(edit))
  })

  test('order.refunded may name lines, a sum, or both', () => {
    const refunded = { order_id: '1001', refund_id: 'r1', currency: 'USD' }
    const lines = [{ id: 'l1', quantity: 1, amount: '15.00' }]
    const fact = { kind: 'refunded', factKey: 'refund:r1', refundedAt: AT_MS, currency: 'USD' }
    const named = [{ lineId: 'l1', quantity: 1, eligibleMicros: 15_000_000n }]
    expect(event('order.refunded', { ...refunded, lines })).toMatchObject({
      facts: [{ ...fact, eligibleMicros: 15_000_000n, lines: named }],
    })
    expect(
      event('order.refunded', { ...refunded, lines, amount: '17.00', shipping: '6.00', tax: '1.30' }),
    ).toMatchObject({
      facts: [
        { eligibleMicros: 17_000_000n, lines: named, shippingMicros: 6_000_000n, taxMicros: 1_300_000n },
      ],
    })
    expect(wrong(() => event('order.refunded', refunded))).toEqual(['/data/amount'])
  })

  test('order.refund_failed names the refund that did not go through', () => {
    expect(event('order.refund_failed', { order_id: '1001', refund_id: 'r1' })).toEqual({
      kind: 'facts',
      externalOrderId: '1001',
      facts: [{ kind: 'refund-failed', factKey: 'refund-failed:r1', failedAt: AT_MS }],
    })
  })

  test('order.refund_total is all that was given back so far', () => {
    expect(event('order.refund_total', { order_id: '1001', currency: 'USD', refunded: '29.10' })).toEqual({
      kind: 'facts',
      externalOrderId: '1001',
      facts: [
        {
          kind: 'refund-total',
          factKey: `refund-total:${AT_MS}:29100000`,
          asOf: AT_MS,
          currency: 'USD',
          refundedMicros: 29_100_000n,
        },
      ],
    })
  })

  test('order.dispute_opened and order.dispute_closed name the dispute', () => {
    const dispute = { order_id: '1001', dispute_id: 'd1' }
    expect(event('order.dispute_opened', { ...dispute, currency: 'USD', amount: '58.20' })).toMatchObject({
      facts: [{ factKey: 'dispute-opened:d1:58200000', disputeId: 'd1', disputedMicros: 58_200_000n }],
    })
    expect(event('order.dispute_closed', { ...dispute, outcome: 'won' })).toMatchObject({
      facts: [{ factKey: `dispute-closed:d1:${AT_MS}:won`, disputeId: 'd1', outcome: 'won' }],
    })
    expect(wrong(() => event('order.dispute_closed', { ...dispute, outcome: 'settled' }))).toEqual([
      '/data/outcome',
    ])
  })

  test('lead.created is a lead and touches no order', () => {
    expect(event('lead.created', { id: 'signup-5', click_token: TOKEN })).toEqual({
      kind: 'lead',
      externalLeadId: 'signup-5',
      happenedAt: AT_MS,
      references: [{ carriage: 'note-attribute', kind: 'click-token', value: TOKEN }],
    })
  })
})
