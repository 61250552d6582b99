// Single orders of Stripe, as its objects have them now, through the one decoder of its events.

import { commerceAdapters } from '#commerce/adapters.ts'
import { readStripeOrder } from '#commerce/stripe/stripe-order.ts'
import { nodeMacs } from '#cli/node-macs.ts'
import type { ShopRequest, ShopResponse } from '#ports/shop-api.ts'
import { expect, test } from 'vitest'

import { failureOf } from './simulated-shops.ts'

const NOW = Date.UTC(2026, 10, 22, 12)
const PAID_SECONDS = 1_772_366_400
const CREDENTIALS = { platform: 'stripe', address: 'https://api.stripe.com', apiKey: 'rk_test_1' } as const

const charge = {
  id: 'ch_1',
  object: 'charge',
  created: PAID_SECONDS,
  currency: 'usd',
  payment_intent: 'pi_1',
}
const intent = {
  ...{ id: 'pi_1', object: 'payment_intent', livemode: false, status: 'succeeded', metadata: {} },
  ...{ created: PAID_SECONDS - 60, currency: 'usd', amount_received: 5_000 },
  latest_charge: { ...charge, amount_refunded: 0, disputed: false },
}
const session = {
  ...{ id: 'cs_1', object: 'checkout.session', mode: 'payment', payment_status: 'paid', currency: 'usd' },
  ...{
    created: PAID_SECONDS - 90,
    amount_total: 5_000,
    payment_intent: 'pi_1',
    metadata: { link_code: 'x' },
  },
}
const dispute = {
  ...{ id: 'dp_1', object: 'dispute', status: 'lost', created: PAID_SECONDS + 60, currency: 'usd' },
  ...{ amount: 5_000, charge: 'ch_1', payment_intent: 'pi_1' },
}
const invoice = {
  ...{ id: 'in_1', object: 'invoice', livemode: true, created: PAID_SECONDS - 5, currency: 'usd' },
  ...{ billing_reason: 'subscription_cycle', total: 2_000, amount_paid: 2_000, metadata: {} },
  status_transitions: { paid_at: PAID_SECONDS },
  payments: { data: [{ id: 'inpay_1', payment: { type: 'payment_intent', payment_intent: 'pi_1' } }] },
  parent: { subscription_details: { subscription: 'sub_1', metadata: {} } },
}
const list = (...data: readonly object[]) => ({ object: 'list', data, has_more: false })

type Answers = Readonly<Record<string, object | number>>

/** A Stripe that answers by path, and what it was asked. */
function stripe(answers: Answers) {
  const asked: ShopRequest[] = []
  const shopFetch = (request: ShopRequest): Promise<ShopResponse> => {
    asked.push(request)
    const { pathname } = new URL(request.url)
    const answer = answers[pathname.slice('/v1/'.length)] ?? 404
    const [status, body] = typeof answer === 'number' ? [answer, { error: {} }] : [200, answer]
    return Promise.resolve({ status, headers: {}, body: new TextEncoder().encode(JSON.stringify(body)) })
  }
  return { asked, shopFetch }
}

async function read(answers: Answers, externalOrderId: string) {
  const { asked, shopFetch } = stripe(answers)
  const messages = await readStripeOrder(shopFetch, CREDENTIALS, { externalOrderId, now: NOW })
  const told = messages.map((message) => commerceAdapters(nodeMacs).stripe.decode(message))
  return { asked: asked.map(({ url }) => url.slice('https://api.stripe.com/v1/'.length)), told }
}

test('a payment tells of its session, paid when it was charged', async () => {
  const { asked, told } = await read(
    { 'payment_intents/pi_1': intent, 'checkout/sessions': list(session) },
    'pi_1',
  )
  expect(asked).toEqual([
    'payment_intents/pi_1?expand%5B%5D=latest_charge',
    'checkout/sessions?limit=100&payment_intent=pi_1',
  ])
  expect(told).toMatchObject([
    {
      kind: 'facts',
      externalOrderId: 'pi_1',
      otherNames: ['cs_1'],
      facts: [
        { kind: 'paid', paidAt: PAID_SECONDS * 1_000, totalMicros: 50_000_000n, sandbox: true, test: false },
      ],
    },
    { kind: 'skipped' },
  ])
})

test('a payment without a session is an order where the shop says so', async () => {
  const own = { ...intent, livemode: true, metadata: { vouchpenny: 'order' } }
  const { told } = await read({ 'payment_intents/pi_1': own, 'checkout/sessions': list() }, 'pi_1')
  expect(told).toMatchObject([
    { externalOrderId: 'pi_1', facts: [{ kind: 'paid', totalMicros: 50_000_000n }] },
  ])
})

test('what was given back and disputed stands as it is now', async () => {
  const given = { ...intent, latest_charge: { ...charge, amount_refunded: 1_500, disputed: true } }
  const answers = {
    'payment_intents/pi_1': given,
    'checkout/sessions': list(session),
    disputes: list(dispute),
  }
  const { told } = await read(answers, 'pi_1')
  expect(told.slice(2)).toMatchObject([
    { facts: [{ kind: 'refund-total', asOf: NOW, refundedMicros: 15_000_000n }] },
    {
      facts: [
        { kind: 'dispute-opened', disputedMicros: 50_000_000n },
        { kind: 'dispute-closed', outcome: 'lost' },
      ],
    },
  ])
})

test('an invoice of a subscription that goes on is an order by itself, and one with its payment', async () => {
  const answers = {
    'invoices/in_1': invoice,
    'payment_intents/pi_1': {
      ...intent,
      latest_charge: { ...charge, amount_refunded: 500, disputed: false },
    },
    'checkout/sessions': list(),
  }
  const { asked, told } = await read(answers, 'in_1')
  expect(asked[0]).toBe('invoices/in_1?expand%5B%5D=payments')
  expect(told).toMatchObject([
    { externalOrderId: 'in_1', otherNames: ['pi_1'], facts: [{ paidAt: PAID_SECONDS * 1_000 }] },
    { kind: 'names', externalOrderId: 'in_1', otherNames: ['pi_1'] },
    { kind: 'skipped' },
    { externalOrderId: 'pi_1', facts: [{ kind: 'refund-total', refundedMicros: 5_000_000n }] },
  ])
})

test('the first invoice of a subscription is told by the session that began it', async () => {
  const first = { ...invoice, billing_reason: 'subscription_create', payments: { data: [] } }
  const began = { ...session, mode: 'subscription', payment_intent: null, invoice: 'in_1' }
  const { asked, told } = await read({ 'invoices/in_1': first, 'checkout/sessions': list(began) }, 'in_1')
  expect(asked[1]).toBe('checkout/sessions?limit=100&subscription=sub_1')
  expect(told).toMatchObject([
    { externalOrderId: 'in_1', otherNames: ['cs_1'], facts: [{ kind: 'paid' }] },
    { kind: 'skipped' },
  ])
})

test.each<[string, Answers, string]>([
  ['a payment that Stripe does not know', {}, 'pi_1'],
  [
    'a payment that nothing was charged for',
    { 'payment_intents/pi_1': { ...intent, latest_charge: null } },
    'pi_1',
  ],
  ['an invoice that is not paid', { 'invoices/in_1': { ...invoice, status_transitions: null } }, 'in_1'],
  ['any other number', {}, 'ch_1'],
])('%s is no order', async (_, answers, id) => {
  expect((await read(answers, id)).told).toEqual([])
})

test('a key that may not read single payments is refused in words; a shop that is away is not', async () => {
  const reading = (answers: Answers) =>
    readStripeOrder(stripe(answers).shopFetch, CREDENTIALS, { externalOrderId: 'pi_1', now: NOW })
  const forbidden = await failureOf(reading({ 'payment_intents/pi_1': 403 }))
  expect(forbidden.kind).toBe('refused')
  expect(forbidden.message).toMatch(/does not let this key read single payments/)
  expect((await failureOf(reading({ 'payment_intents/pi_1': 500 }))).kind).toBe('unavailable')
})

test('every question carries the key and the version whose objects are read', async () => {
  const { asked, shopFetch } = stripe({ 'payment_intents/pi_1': intent, 'checkout/sessions': list(session) })
  await readStripeOrder(shopFetch, CREDENTIALS, { externalOrderId: 'pi_1', now: NOW })
  expect(asked.map(({ headers }) => headers)).toEqual([
    { Authorization: 'Bearer rk_test_1', 'Stripe-Version': '2025-03-31.basil' },
    { Authorization: 'Bearer rk_test_1', 'Stripe-Version': '2025-03-31.basil' },
  ])
})
