import { describe, expect, test } from 'vitest'
import { shopifyAdapter } from '#commerce/shopify/shopify-adapter.ts'
import {
  RULE_NOT_CANCELLED,
  RULE_NOT_PAID,
  RULE_REFUND_EMPTY,
  RULE_TOPIC_UNUSED,
} from '#commerce/shopify/decode-shopify-webhook.ts'
import { money, order, refund, TOKEN } from './shopify-bodies.ts'
import { macs, problemOf, requestOf, wrongFieldsOf } from './webhook-requests.ts'

const adapter = shopifyAdapter(macs)

function decode(topic: string, body: unknown) {
  return adapter.decode(requestOf(body, { 'x-shopify-topic': topic }))
}

function wrong(topic: string, body: unknown): readonly string[] {
  const problem = problemOf(() => decode(topic, body))
  expect(problem.code).toBe('input_invalid')
  return wrongFieldsOf(problem)
}

function moved(amount: string) {
  return { ...refund.transactions[0]!, amount }
}

function refundedMicros(change: Partial<typeof refund>): unknown {
  const decoded = decode('refunds/create', { ...refund, ...change })
  const [fact] = decoded.kind === 'facts' ? decoded.facts : []
  return fact?.kind === 'refunded' ? fact.eligibleMicros : decoded
}

describe('orders/paid', () => {
  test('becomes one paid fact in the shop currency, from the subtotal before returns', () => {
    expect(decode('orders/paid', order)).toEqual({
      kind: 'facts',
      externalOrderId: '5678901234567',
      facts: [
        {
          kind: 'paid',
          factKey: 'paid',
          paidAt: 1772384400000,
          currency: 'USD',
          eligibleMicros: 48_000_000n,
          totalMicros: 58_200_000n,
          references: [{ carriage: 'note-attribute', kind: 'click-token', value: TOKEN }],
          taxMicros: 4_200_000n,
          buyerEmail: 'ann@example.com',
          buyerEmailDomain: 'example.com',
          disposableEmail: false,
          customerId: '1',
          test: false,
        },
      ],
    })
  })

  test('keeps every digit of an id beyond 2^53', () => {
    const body = JSON.stringify(order).replace('"id":5678901234567,', '"id":9007199254740993123,')
    expect(decode('orders/paid', body)).toMatchObject({ externalOrderId: '9007199254740993123' })
  })

  test('takes the included tax out of the lines', () => {
    expect(decode('orders/paid', { ...order, taxes_included: true })).toMatchObject({
      facts: [{ eligibleMicros: 43_800_000n, totalMicros: 58_200_000n }],
    })
  })

  test.each(['paid', 'partially_refunded', 'refunded'])(
    'is read when its status is %s',
    (financial_status) => {
      expect(decode('orders/paid', { ...order, financial_status })).toMatchObject({ kind: 'facts' })
    },
  )

  test.each(['pending', 'authorized', 'partially_paid', 'voided', null, 'toString'])(
    'is skipped when its status is %s',
    (financial_status) => {
      expect(decode('orders/paid', { ...order, financial_status })).toEqual({
        kind: 'skipped',
        rule: RULE_NOT_PAID,
      })
    },
  )

  test('says so when the order is cancelled by now', () => {
    const body = { ...order, cancelled_at: '2026-03-02T00:00:00Z' }
    expect(decode('orders/paid', body)).toMatchObject({
      facts: [{ kind: 'paid' }, { kind: 'cancelled', factKey: 'cancelled', cancelledAt: 1772409600000 }],
    })
  })

  test('finds token and link code in the landing site', () => {
    const body = { ...order, note_attributes: null, landing_site: `/a?ref=abcde23456789&utm_id=${TOKEN}` }
    expect(decode('orders/paid', body)).toMatchObject({
      facts: [
        {
          references: [
            { carriage: 'landing-site', kind: 'click-token', value: TOKEN },
            { carriage: 'landing-site', kind: 'link-code', value: 'abcde23456789' },
          ],
        },
      ],
    })
  })

  test('leaves out what buyers can write but nobody can follow', () => {
    const values = [1, null, {}, '', 'A'.repeat(129), "'; drop table", TOKEN.toUpperCase()]
    const body = {
      ...order,
      note_attributes: values.map((value) => ({ name: '_ref', value })),
      landing_site: '\\\\',
    }
    expect(decode('orders/paid', body)).toMatchObject({ facts: [{ references: [] }] })
  })

  test('falls back to the instant of creation and the customer e-mail', () => {
    expect(decode('orders/paid', { ...order, processed_at: null, email: '' })).toMatchObject({
      facts: [{ paidAt: 1772384370000, buyerEmail: 'other@example.com' }],
    })
  })

  test('carries the mark of a test order', () => {
    expect(decode('orders/paid', { ...order, test: true })).toMatchObject({ facts: [{ test: true }] })
  })

  test.each([
    ['an amount as a number', { subtotal_price_set: { shop_money: { amount: 48, currency_code: 'USD' } } }],
    ['a negative amount', { subtotal_price_set: money('-48.00') }],
    ['a third decimal', { subtotal_price_set: money('48.001') }],
    ['a huge amount', { subtotal_price_set: money('1000000000.00') }],
  ])('is refused with %s', (_name, change) => {
    expect(wrong('orders/paid', { ...order, ...change })).toEqual(['/subtotal_price_set/shop_money/amount'])
  })

  test.each([
    [
      'two currencies',
      { total_price_set: money('58.20', 'EUR') },
      ['/total_price_set/shop_money/currency_code'],
    ],
    ['id zero', { id: 0 }, ['/id']],
    ['a fraction as id', { id: 1.5 }, ['/id']],
    ['lines as an object', { line_items: {} }, ['/line_items']],
    ['an instant that is none', { processed_at: 'yesterday' }, ['/processed_at']],
  ])('is refused with %s', (_name, change, fields) => {
    expect(wrong('orders/paid', { ...order, ...change })).toEqual(fields)
  })
})

describe('orders/cancelled', () => {
  test('becomes one cancelled fact', () => {
    expect(decode('orders/cancelled', { ...order, cancelled_at: '2026-03-02T00:00:00Z' })).toEqual({
      kind: 'facts',
      externalOrderId: '5678901234567',
      facts: [{ kind: 'cancelled', factKey: 'cancelled', cancelledAt: 1772409600000 }],
    })
  })

  test('of an order that is not cancelled is skipped: the topic is not signed', () => {
    expect(decode('orders/cancelled', order)).toEqual({ kind: 'skipped', rule: RULE_NOT_CANCELLED })
  })
})

describe('refunds/create', () => {
  test('becomes one refunded fact of the returned lines, without tax', () => {
    expect(decode('refunds/create', refund)).toEqual({
      kind: 'facts',
      externalOrderId: '5678901234567',
      facts: [
        {
          kind: 'refunded',
          factKey: 'refund:929361463',
          refundedAt: 1772546400000,
          currency: 'USD',
          eligibleMicros: 24_000_000n,
          lines: [{ lineId: '11', quantity: 1, eligibleMicros: 24_000_000n }],
          taxMicros: 2_100_000n,
        },
      ],
    })
  })

  test('takes the tax out where the money shows that the lines include it', () => {
    expect(refundedMicros({ transactions: [moved('24.00')] })).toBe(21_900_000n)
    expect(refundedMicros({ transactions: [moved('20.00'), { ...moved('4.00'), status: 'pending' }] })).toBe(
      21_900_000n,
    )
    const fee = { kind: 'refund_discrepancy', amount_set: money('5.00'), tax_amount_set: money('0.50') }
    expect(refundedMicros({ transactions: [moved('18.50')], order_adjustments: [fee] })).toBe(16_900_000n)
  })

  test('takes the lines as they stand where the money proves nothing', () => {
    for (const amount of ['26.10', '24.01', '23.99', '19.00']) {
      expect(refundedMicros({ transactions: [moved(amount)] })).toBe(24_000_000n)
    }
    expect(refundedMicros({ transactions: [] })).toBe(24_000_000n)
    expect(refundedMicros({ transactions: [{ ...moved('24.00'), currency: 'EUR' }] })).toBe(24_000_000n)
    expect(refundedMicros({ transactions: [{ ...moved('24.00'), kind: 'void' }] })).toBe(24_000_000n)
  })

  test('gives back less when an adjustment keeps a fee, more when it adds goodwill', () => {
    const adjustment = (amount: string) => ({ kind: 'refund_discrepancy', amount_set: money(amount) })
    expect(refundedMicros({ order_adjustments: [adjustment('5.00')] })).toBe(19_000_000n)
    expect(refundedMicros({ order_adjustments: [adjustment('-5.00')] })).toBe(29_000_000n)
    expect(refundedMicros({ refund_line_items: [], order_adjustments: [adjustment('-5.00')] })).toBe(
      5_000_000n,
    )
    expect(refundedMicros({ order_adjustments: [{ amount_set: money('-5.00') }] })).toBe(29_000_000n)
    expect(refundedMicros({ order_adjustments: [adjustment('30.00')] })).toBe(0n)
  })

  test('leaves shipping out', () => {
    const shipping = { kind: 'shipping_refund', amount_set: money('-8.00') }
    expect(refundedMicros({ order_adjustments: [shipping] })).toBe(24_000_000n)
    expect(
      decode('refunds/create', { ...refund, refund_line_items: [], order_adjustments: [shipping] }),
    ).toMatchObject({ facts: [{ eligibleMicros: 0n, shippingMicros: 8_000_000n }] })
  })

  test('without lines and adjustments is skipped', () => {
    expect(refundedMicros({ refund_line_items: [] })).toEqual({ kind: 'skipped', rule: RULE_REFUND_EMPTY })
  })

  test('has failed when every payment back failed, and counts when one did not', () => {
    const failed = { ...moved('26.10'), status: 'failure' }
    expect(decode('refunds/create', { ...refund, transactions: [failed] })).toMatchObject({
      facts: [{ kind: 'refund-failed', factKey: 'refund-failed:929361463', failedAt: 1772546400000 }],
    })
    expect(refundedMicros({ transactions: [failed, moved('26.10')] })).toBe(24_000_000n)
  })

  test.each([
    ['no order', { order_id: undefined }, ['/order_id']],
    ['lines as null', { refund_line_items: null }, ['/refund_line_items']],
    ['no transactions', { transactions: undefined }, ['/transactions']],
    [
      'a negative line',
      { refund_line_items: [{ subtotal_set: money('-1.00'), total_tax_set: money('0.00') }] },
      ['/refund_line_items/0/subtotal_set/shop_money/amount'],
    ],
    [
      'lines in two currencies',
      {
        refund_line_items: [
          { subtotal_set: money('1.00'), total_tax_set: money('0.00') },
          { subtotal_set: money('1.00', 'CAD'), total_tax_set: money('0.00', 'CAD') },
        ],
      },
      ['/refund_line_items/1/subtotal_set/shop_money/currency_code'],
    ],
    [
      'lines that add up to more than any order',
      {
        refund_line_items: Array.from({ length: 2000 }, () => ({
          subtotal_set: money('999999999.99'),
          total_tax_set: money('999999999.99'),
        })),
      },
      ['/refund_line_items'],
    ],
    [
      'an adjustment that is no amount',
      { order_adjustments: [{ amount_set: money('--5.00') }] },
      ['/order_adjustments/0/amount_set/shop_money/amount'],
    ],
  ])('is refused with %s', (_name, change, fields) => {
    expect(wrong('refunds/create', { ...refund, ...change })).toEqual(fields)
  })
})

describe('a body under a topic that is not its own', () => {
  test('an order under refunds/create and a refund under orders/paid are refused', () => {
    expect(wrong('refunds/create', order)).toContain('/order_id')
    expect(wrong('orders/paid', refund)).toContain('/financial_status')
  })

  test('a topic that rewards do not need is skipped', () => {
    expect(decode('carts/update', { shop_id: 1 })).toEqual({ kind: 'skipped', rule: RULE_TOPIC_UNUSED })
    expect(decode('constructor', {})).toEqual({ kind: 'skipped', rule: RULE_TOPIC_UNUSED })
  })

  test('a missing topic is refused', () => {
    expect(problemOf(() => adapter.decode(requestOf(order))).code).toBe('input_invalid')
  })
})

test.each([
  ['an array', [], ['']],
  ['null', null, ['']],
  ['a number', 7, ['']],
])('a body that is %s is refused', (_name, body, fields) => {
  expect(wrong('orders/paid', JSON.stringify(body))).toEqual(fields)
  expect(wrong('orders/cancelled', JSON.stringify(body))).toEqual(fields)
  expect(wrong('refunds/create', JSON.stringify(body))).toEqual(fields)
})
