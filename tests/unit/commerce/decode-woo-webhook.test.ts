import { describe, expect, test } from 'vitest'
import { foldOrder } from '#domain/fold-order.ts'
import type { OrderFact } from '#domain/order-facts.ts'
import type { DecodedDelivery } from '#ports/commerce.ts'
import {
  decodeWooWebhook,
  RULE_NOT_AN_ORDER,
  RULE_NOT_PAID,
} from '#commerce/woocommerce/decode-woo-webhook.ts'
import { problemOf, requestOf, wrongFieldsOf } from './webhook-requests.ts'
import { meta, wooOrderBody } from './woo-bodies.ts'

/** 2026-03-01T12:00:00Z. */
const PAID_AT = 1_772_366_400_000
const TOKEN = 'kjhgf3qwert-1772300000-0123456789abcdef-0123456789abcdef01234567'

const decode = (body: unknown, topic = 'order.updated'): DecodedDelivery =>
  decodeWooWebhook(requestOf(body, { 'x-wc-webhook-topic': topic }))

function factsOf(body: unknown): readonly OrderFact[] {
  const decoded = decode(body)
  if (decoded.kind !== 'facts') throw new Error(`expected facts, got ${decoded.kind}`)
  return decoded.facts as readonly OrderFact[]
}

const paidOf = (body: unknown) => factsOf(body).find((fact) => fact.kind === 'paid')

describe('a paid order', () => {
  test('is read with its lines after discounts and without tax, whatever the prices include', () => {
    expect(decode(wooOrderBody())).toMatchObject({
      kind: 'facts',
      externalOrderId: '727',
      products: [
        { reference: '93', title: 'Green tea' },
        { reference: '22', title: 'Tea pot' },
      ],
      facts: [
        {
          kind: 'paid',
          factKey: 'paid',
          paidAt: PAID_AT,
          currency: 'USD',
          eligibleMicros: 48_000_000n,
          totalMicros: 62_570_000n,
          shippingMicros: 4_900_000n,
          taxMicros: 9_670_000n,
          lines: [
            { lineId: '315', sku: 'TEA-1', productId: '93', quantity: 2, eligibleMicros: 18_000_000n },
            { lineId: '316', productId: '22', quantity: 1, eligibleMicros: 30_000_000n },
          ],
          buyerEmail: 'sam@example.com',
          customerId: '26',
          country: 'AT',
          test: false,
        },
        { kind: 'edited', editedAt: PAID_AT + 5_000 },
        { kind: 'refund-total', asOf: PAID_AT + 5_000, refundedMicros: 0n },
      ],
    })
  })

  test('means the same under every topic, since nobody signs the topic', () => {
    const body = wooOrderBody()
    const expected = decode(body, 'order.created')
    for (const topic of ['order.updated', 'order.restored', 'order.deleted', 'action.anything', ''])
      expect(decode(body, topic)).toEqual(expected)
  })

  test('of a guest has no customer, and one that is billed alone has the country of the bill', () => {
    const paid = paidOf(wooOrderBody({ customer_id: 0, shipping: { country: '' } }))
    expect(paid).toMatchObject({ country: 'DE' })
    expect(paid).not.toHaveProperty('customerId')
  })

  test('with a fee below zero counts for less, as one sum', () => {
    const paid = paidOf(
      wooOrderBody({
        fee_lines: [
          { id: 1, total: '-8.00' },
          { id: 2, total: '3.00' },
        ],
      }),
    )
    expect(paid).toMatchObject({ eligibleMicros: 40_000_000n })
    expect(paid).not.toHaveProperty('lines')
  })

  test('whose fee leaves nothing counts for nothing', () => {
    expect(paidOf(wooOrderBody({ fee_lines: [{ id: 1, total: '-99.00' }] }))).toMatchObject({
      eligibleMicros: 0n,
    })
  })

  test('in yen is read whole, also with zeros behind the point', () => {
    const line = { id: 1, name: 'Tea', product_id: 1, quantity: 1, total: '3000.00', sku: '' }
    const paid = paidOf(
      wooOrderBody({
        currency: 'JPY',
        total: '3300',
        total_tax: '300',
        shipping_total: '0',
        line_items: [line],
      }),
    )
    expect(paid).toMatchObject({ eligibleMicros: 3_000_000_000n, totalMicros: 3_300_000_000n })
  })

  test('is a test order when its note says so, and for no other value', () => {
    expect(paidOf(wooOrderBody({ meta_data: [meta('_vouchpenny_test', 'yes')] }))).toMatchObject({
      test: true,
    })
    expect(paidOf(wooOrderBody({ meta_data: [meta('_vouchpenny_test', true)] }))).toMatchObject({
      test: false,
    })
  })
})

describe('what carried a recommendation', () => {
  const referencesOf = (change: Record<string, unknown>) =>
    paidOf(wooOrderBody({ coupon_lines: [], ...change }))

  test("is the shop's own note first, then what WooCommerce kept of the landing address, then the discount code", () => {
    const paid = referencesOf({
      meta_data: [
        meta('_wc_order_attribution_session_entry', `https://tea.example/?ref=abcde12345&utm_id=${TOKEN}`),
        meta('_wc_order_attribution_utm_id', TOKEN),
        meta('_ref_code', 'abcde12345'),
        meta('_ref_click', TOKEN),
      ],
      coupon_lines: [{ id: 1, code: 'mia10' }],
    })
    expect(paid).toMatchObject({
      references: [
        { carriage: 'note-attribute', kind: 'click-token', value: TOKEN },
        { carriage: 'note-attribute', kind: 'link-code', value: 'abcde12345' },
        { carriage: 'landing-site', kind: 'click-token', value: TOKEN },
        { carriage: 'landing-site', kind: 'click-token', value: TOKEN },
        { carriage: 'landing-site', kind: 'link-code', value: 'abcde12345' },
        { carriage: 'discount-code', kind: 'coupon' },
      ],
    })
  })

  test('is left out where it is odd, and costs the shop no order', () => {
    const odd = [
      meta('_ref_click', { a: 1 }),
      meta('_wc_order_attribution_utm_id', 'x'.repeat(500)),
      meta('', null),
    ]
    expect(referencesOf({ meta_data: odd })).toMatchObject({ references: [] })
  })
})

describe('what becomes of an order', () => {
  const later = (seconds: number, change: Record<string, unknown>) =>
    wooOrderBody({ date_modified_gmt: `2026-03-01T12:10:${`${seconds}`.padStart(2, '0')}`, ...change })
  const folded = (...bodies: readonly unknown[]) => foldOrder(bodies.flatMap(factsOf))

  test.each([
    ['cancelled', 'cancelled'],
    ['failed', 'cancelled'],
    ['trash', 'deleted'],
    ['on-hold', 'on-hold'],
  ])('counts for nothing while it is %s', (status, suspended) => {
    const state = folded(wooOrderBody(), later(1, { status }))
    expect(state).toMatchObject({ cancelled: true, suspended })
    expect(state.lines.map((line) => line.keptMicros)).toEqual([0n, 0n])
  })

  test('counts again once a later picture has it back, however the two arrive', () => {
    const cancelled = later(1, { status: 'cancelled' })
    const back = later(2, { status: 'completed' })
    for (const order of [
      [wooOrderBody(), cancelled, back],
      [back, cancelled, wooOrderBody()],
      [cancelled, back],
    ])
      expect(folded(...order)).toMatchObject({ cancelled: false })
    expect(folded(back, cancelled)).not.toHaveProperty('suspended')
  })

  test('is its full list of refunds: the later list counts, also when it is shorter', () => {
    const two = later(1, {
      refunds: [
        { id: 1, reason: '', total: '-10.00' },
        { id: 2, reason: '', total: '-21.28' },
      ],
    })
    const one = later(2, { refunds: [{ id: 1, reason: '', total: '-10.00' }] })
    // 31.28 of 62.57 is 49.99…% of 48.00, rounded down to a micro.
    expect(folded(wooOrderBody(), two).refundedMicros).toBe(23_996_164n)
    expect(folded(one, two, wooOrderBody()).refundedMicros).toBe(7_671_408n)
    expect(folded(later(3, { refunds: [] }), one, two).refundedMicros).toBe(0n)
  })

  test('is the edit with the later instant, also when it arrives first', () => {
    const line = { id: 315, name: 'Green tea', product_id: 93, quantity: 1, total: '9.00', sku: 'TEA-1' }
    const edited = later(5, { line_items: [line], total: '15.00', total_tax: '1.10' })
    for (const bodies of [
      [edited, wooOrderBody()],
      [wooOrderBody(), edited],
    ])
      expect(folded(...bodies)).toMatchObject({
        contents: { eligibleMicros: 9_000_000n, totalMicros: 15_000_000n },
      })
  })

  test('is told by its number alone when it was deleted', () => {
    expect(decode({ id: 727 }, 'order.deleted')).toEqual({
      kind: 'facts',
      externalOrderId: '727',
      facts: [{ kind: 'deleted' }],
    })
  })
})

describe('what is not read', () => {
  test('is an order that nobody has paid', () => {
    const unpaid = wooOrderBody({ status: 'pending', date_paid_gmt: null })
    expect(decode(unpaid)).toEqual({ kind: 'skipped', rule: RULE_NOT_PAID })
  })

  test.each([
    [{ id: 5, name: 'Green tea', price: '9.00' }],
    [{ id: 5, code: 'mia10', amount: '10.00' }],
    [{ action: 'woocommerce_add_to_cart', arg: 'x' }],
    [{ id: 'abc' }],
    [[]],
    [null],
  ])('is %j, which is no order', (body) => {
    expect(decode(body)).toEqual({ kind: 'skipped', rule: RULE_NOT_AN_ORDER })
  })

  test('is refused where an order lacks what it must have, by its place', () => {
    const wrong = (change: Record<string, unknown>) => {
      const problem = problemOf(() => decode(wooOrderBody(change)))
      return [problem.code, ...wrongFieldsOf(problem)]
    }
    expect(wrong({ total: 62.57 })).toEqual(['input_invalid', '/total'])
    expect(wrong({ total: '-1.00' })).toEqual(['input_invalid', '/total'])
    expect(wrong({ currency: 'usd' })).toEqual(['input_invalid', '/currency'])
    expect(wrong({ date_modified_gmt: 'yesterday' })).toEqual(['input_invalid', '/date_modified_gmt'])
    expect(wrong({ line_items: [{ id: 1, quantity: 1 }] })).toEqual(['input_invalid', '/line_items/0/total'])
    expect(wrong({ refunds: [{ id: 1, total: 'all' }] })).toEqual(['input_invalid', '/refunds/0/total'])
    expect(problemOf(() => decode('webhook_id=7')).code).toBe('body_malformed')
  })
})
