import { describe, expect, test } from 'vitest'
import { decodeStripeEvent, RULE_TYPE_UNUSED } from '#commerce/stripe/decode-stripe-event.ts'
import {
  RULE_INVOICE_OF_SESSION,
  RULE_PAYMENT_NOT_AN_ORDER,
  RULE_SESSION_FREE,
  RULE_SESSION_NOT_PAID,
} from '#commerce/stripe/stripe-paid.ts'
import type { DecodedDelivery } from '#ports/commerce.ts'
import { invoiceBody, NOON, sessionBody, stripeEventBody } from './stripe-bodies.ts'
import { problemOf, wrongFieldsOf } from './webhook-requests.ts'

const TOKEN = 'kjhgf3qwert-1772300000-0123456789abcdef-0123456789abcdef01234567'

const bytes = (body: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(body))
const event = (type: string, object: object, after = 0): DecodedDelivery =>
  decodeStripeEvent(bytes(stripeEventBody(type, object, after)))
const session = (change: Record<string, unknown> = {}) =>
  event('checkout.session.completed', sessionBody(change))
const invoice = (change: Record<string, unknown> = {}) => event('invoice.paid', invoiceBody(change))
const factOf = (decoded: DecodedDelivery) => (decoded.kind === 'facts' ? decoded.facts[0] : decoded)

describe('a Checkout session', () => {
  test('that is paid is an order, known by its payment', () => {
    expect(session()).toEqual({
      kind: 'facts',
      externalOrderId: 'pi_1',
      otherNames: ['cs_test_a1'],
      facts: [
        {
          kind: 'paid',
          factKey: 'paid',
          paidAt: NOON * 1000,
          checkoutStartedAt: (NOON - 300) * 1000,
          currency: 'USD',
          eligibleMicros: 48_000_000n,
          totalMicros: 62_570_000n,
          shippingMicros: 4_900_000n,
          taxMicros: 9_670_000n,
          references: [],
          buyerEmail: 'sam@example.com',
          buyerEmailDomain: 'example.com',
          disposableEmail: false,
          customerId: 'cus_1',
          country: 'AT',
          test: false,
        },
      ],
    })
  })

  test('of a subscription is an order known by its first invoice', () => {
    const decoded = session({
      mode: 'subscription',
      payment_intent: null,
      invoice: 'in_1',
      subscription: 'sub_1',
    })
    expect(decoded).toMatchObject({ externalOrderId: 'in_1', otherNames: ['cs_test_a1'] })
  })

  test('that also makes an invoice says that both are one order', () => {
    expect(session({ invoice: { id: 'in_9', object: 'invoice' } })).toMatchObject({
      externalOrderId: 'pi_1',
      otherNames: ['cs_test_a1', 'in_9'],
    })
  })

  test('that waits for a slow payment says nothing until another event tells that it came', () => {
    const later = { type: 'checkout.session.async_payment_succeeded', body: sessionBody() }
    expect(session({ payment_status: 'unpaid' })).toEqual({ kind: 'skipped', rule: RULE_SESSION_NOT_PAID })
    expect(event(later.type, later.body, 86_400)).toMatchObject({
      externalOrderId: 'pi_1',
      facts: [{ kind: 'paid', paidAt: (NOON + 86_400) * 1000 }],
    })
  })

  test.each([
    [{ payment_status: 'no_payment_required', payment_intent: null, amount_total: 0 }],
    [{ mode: 'setup', payment_intent: null, amount_total: null, currency: null }],
    [{ amount_total: 0 }],
  ])('with %j paid nothing', (change) => {
    expect(session(change)).toEqual({ kind: 'skipped', rule: RULE_SESSION_FREE })
  })

  test('carries the token in its reference, or what carried it in its metadata', () => {
    const metadata = {
      click_token: TOKEN,
      link_code: 'abcde12345',
      landing_site: '/?ref=fghij12345',
      coupon: 'mia10',
    }
    expect(factOf(session({ client_reference_id: TOKEN, metadata }))).toMatchObject({
      references: [
        { carriage: 'note-attribute', kind: 'click-token', value: TOKEN },
        { carriage: 'note-attribute', kind: 'click-token', value: TOKEN },
        { carriage: 'note-attribute', kind: 'link-code', value: 'abcde12345' },
        { carriage: 'landing-site', kind: 'link-code', value: 'fghij12345' },
        { carriage: 'discount-code', kind: 'coupon' },
      ],
    })
    expect(factOf(session({ client_reference_id: 'Customer_17' }))).toMatchObject({ references: [] })
  })

  test('of the sandbox is told apart, and one that the shop marked is a test order', () => {
    const sandbox = { ...stripeEventBody('checkout.session.completed', sessionBody()), livemode: false }
    expect(factOf(decodeStripeEvent(bytes(sandbox)))).toMatchObject({ sandbox: true, test: false })
    expect(factOf(session({ metadata: { vouchpenny_test: 'yes' } }))).toMatchObject({ test: true })
  })
})

describe('minor units', () => {
  const totalIn = (currency: string, amount: number) =>
    factOf(session({ currency, amount_total: amount, total_details: null }))

  test.each([
    ['usd', 6_257, 62_570_000n],
    ['jpy', 500, 500_000_000n],
    ['mga', 500, 500_000_000n],
    ['kwd', 5_120, 5_120_000n],
    // Written in hundredths although there are none: 5 krónur are 500.
    ['isk', 500, 5_000_000n],
    ['ugx', 500, 5_000_000n],
  ])('of %s: %i are %s micros', (currency, amount, micros) => {
    expect(totalIn(currency, amount)).toMatchObject({ totalMicros: micros, currency: currency.toUpperCase() })
  })

  test('below a billion units are read, and from there on refused', () => {
    expect(totalIn('usd', 99_999_999_999)).toMatchObject({ totalMicros: 999_999_999_990_000n })
    const problem = problemOf(() => session({ amount_total: 100_000_000_000 }))
    expect([problem.code, ...wrongFieldsOf(problem)]).toEqual(['input_invalid', '/data/object/amount_total'])
  })
})

describe('an invoice', () => {
  test('of a renewal is an order with the subscription’s metadata and its lines', () => {
    const parent = { subscription_details: { subscription: 'sub_1', metadata: { click_token: TOKEN } } }
    expect(invoice({ parent })).toMatchObject({
      externalOrderId: 'in_1',
      otherNames: [],
      facts: [
        {
          kind: 'paid',
          paidAt: (NOON - 60) * 1000,
          eligibleMicros: 10_000_000n,
          totalMicros: 12_000_000n,
          taxMicros: 2_000_000n,
          lines: [{ lineId: 'il_1', productId: 'prod_1', quantity: 1, eligibleMicros: 10_000_000n }],
          references: [{ kind: 'click-token', value: TOKEN }],
        },
      ],
    })
  })

  test('may name a product and a customer by ids that the shop chose itself', () => {
    const line = {
      id: 'il_1',
      amount: 1_000,
      quantity: 1,
      pricing: { price_details: { product: 'gold-plan.2026' } },
    }
    const chosen = { customer: 'user-17@shop', lines: { has_more: false, data: [line] } }
    expect(invoice(chosen)).toMatchObject({
      facts: [{ customerId: 'user-17@shop', lines: [{ productId: 'gold-plan.2026' }] }],
    })
  })

  test('names its payment, wherever its version says it', () => {
    const payments = { data: [{ payment: { type: 'payment_intent', payment_intent: 'pi_7' } }] }
    expect(invoice({ payments })).toMatchObject({ otherNames: ['pi_7'] })
    expect(invoice({ payment_intent: 'pi_7' })).toMatchObject({ otherNames: ['pi_7'] })
  })

  test.each(['subscription_create', 'manual', null])(
    'for the reason %s is told by its session, unless the shop says that there is none',
    (reason) => {
      expect(invoice({ billing_reason: reason })).toEqual({ kind: 'skipped', rule: RULE_INVOICE_OF_SESSION })
      const own = invoice({ billing_reason: reason, metadata: { vouchpenny: 'order' } })
      expect(own).toMatchObject({ externalOrderId: 'in_1', facts: [{ kind: 'paid' }] })
    },
  )

  test('that the buyer’s balance paid in part says how much, and one of nothing is none', () => {
    expect(factOf(invoice({ amount_paid: 900 }))).toMatchObject({ storeCreditMicros: 3_000_000n })
    expect(invoice({ total: 0, total_excluding_tax: 0, amount_paid: 0 })).toEqual({
      kind: 'skipped',
      rule: RULE_SESSION_FREE,
    })
  })

  test('whose lines do not add up to what counts is one sum', () => {
    expect(factOf(invoice({ total_excluding_tax: 950 }))).not.toHaveProperty('lines')
    expect(factOf(invoice({ lines: { has_more: true, data: [] } }))).not.toHaveProperty('lines')
  })

  test('and its payment are one order from the event that joins them on', () => {
    const joined = { invoice: 'in_1', payment: { type: 'payment_intent', payment_intent: 'pi_7' } }
    expect(event('invoice_payment.paid', joined)).toEqual({
      kind: 'names',
      externalOrderId: 'in_1',
      otherNames: ['pi_7'],
    })
  })
})

describe('a payment without a session', () => {
  const intent = (metadata: Record<string, string>) =>
    event('payment_intent.succeeded', {
      id: 'pi_1',
      status: 'succeeded',
      created: NOON - 20,
      currency: 'eur',
      amount_received: 2_250,
      metadata,
      receipt_email: 'sam@example.com',
    })

  test('is an order when its metadata says so', () => {
    expect(intent({ vouchpenny: 'order', click_token: TOKEN })).toMatchObject({
      externalOrderId: 'pi_1',
      facts: [{ kind: 'paid', currency: 'EUR', eligibleMicros: 22_500_000n, references: [{ value: TOKEN }] }],
    })
  })

  test('is nobody’s order otherwise: a session tells of it', () => {
    expect(intent({ click_token: TOKEN })).toEqual({ kind: 'skipped', rule: RULE_PAYMENT_NOT_AN_ORDER })
  })
})

describe('what is not read', () => {
  test('is any other event, and a thin one', () => {
    expect(event('customer.created', { id: 'cus_1' })).toEqual({ kind: 'skipped', rule: RULE_TYPE_UNUSED })
    expect(decodeStripeEvent(bytes({ id: 'evt_1', object: 'v2.core.event', type: 'x' }))).toMatchObject({
      kind: 'skipped',
    })
  })

  test('is refused by its place where an object lacks what it must have', () => {
    const wrong = (change: Record<string, unknown>) => wrongFieldsOf(problemOf(() => session(change)))
    expect(wrong({ amount_total: '62.57' })).toEqual(['/data/object/amount_total'])
    expect(wrong({ amount_total: -1 })).toEqual(['/data/object/amount_total'])
    expect(wrong({ amount_total: 1.5 })).toEqual(['/data/object/amount_total'])
    expect(wrong({ currency: 'USD' })).toEqual(['/data/object/currency'])
    expect(wrong({ id: 'cs test' })).toEqual(['/data/object/id'])
    expect(wrong({ created: 5 })).toEqual(['/data/object/created'])
    expect(problemOf(() => decodeStripeEvent(bytes([]))).code).toBe('input_invalid')
    expect(problemOf(() => decodeStripeEvent(bytes(null))).code).toBe('input_invalid')
  })
})
