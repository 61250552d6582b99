// What a trace says: at most 25 words a sentence, figures with their currency, nobody's identifiers, and to a recommender
// nothing about the buyer. Every sentence that fast-check can bring out of an order is read.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldOrder } from '#domain/fold-order.ts'
import { micros } from '#domain/money.ts'
import { pot } from '#domain/policy/pot.ts'
import { sharePot } from '#domain/share-pot.ts'
import { recommenderTrace, TRACE_STEPS, type Trace } from '#domain/trace.ts'
import { ATTRIBUTION_MODELS, TOUCH_SOURCES, type Policy } from '#domain/policy.ts'
import { attributed, person, touch } from './attributed.ts'
import { cancelledFact, PAID_AT, paidFact, refundedFact, tenPercent } from './facts.ts'

import type { OrderFact } from '#domain/order-facts.ts'

const WORDS_MAX = 25

/** Stand for all that identifies somebody; they look like nothing else. */
const SECRETS = ['zqperson', 'zqcode', 'zqtouch', 'zqbuyer', 'zqcustomer', 'zqparent']

const amount = fc.bigInt({ min: 1n, max: 1_000_000_000_000n })

const policies: fc.Arbitrary<Policy> = fc
  .record({
    model: fc.constantFrom(...ATTRIBUTION_MODELS),
    bps: fc.option(fc.integer({ min: 1, max: 10_000 }), { nil: undefined }),
    flat: fc.boolean(),
    firstOrderOnly: fc.boolean(),
    countries: fc.boolean(),
    minimum: fc.boolean(),
  })
  .map(({ model, bps, flat, firstOrderOnly, countries, minimum }) => ({
    ...tenPercent,
    attribution: { model, windowDays: 30, bindCustomerDays: 20 },
    ...(flat && { reward: { kind: 'flat' as const, amount: '1.50', per: 'item' as const } }),
    ...(bps !== undefined && { upline: { bps, activeDays: 30 } }),
    eligibility: {
      ...(firstOrderOnly && { firstOrderOnly }),
      ...(countries && { countries: ['DE'] }),
      ...(minimum && { minimumOrder: '500.00' }),
    },
    minimumReward: '0.05',
    rates: { EUR: [{ from: '2026-01-01', rate: '1.1' }] },
  }))

const orders = fc.record({
  policy: policies,
  eligible: amount,
  refunded: fc.option(amount, { nil: undefined }),
  cancelled: fc.integer({ min: 0, max: 5 }),
  currency: fc.constantFrom('USD', 'EUR', 'JPY'),
  country: fc.constantFrom('DE', 'US', undefined),
  test: fc.integer({ min: 0, max: 9 }),
  isFirstOrder: fc.boolean(),
  touches: fc.array(
    fc.record({
      who: fc.integer({ min: 0, max: 3 }),
      days: fc.integer({ min: 0, max: 40 }),
      source: fc.constantFrom(...TOUCH_SOURCES),
    }),
    { maxLength: 6 },
  ),
  room: fc.option(amount, { nil: undefined }),
})

type Order = typeof orders extends fc.Arbitrary<infer Value> ? Value : never

/** All traces of an order: one for each credited person, or the one that says why nobody is. */
function tracesOf(order: Order): readonly Trace[] {
  const { policy, eligible, refunded, cancelled, currency, country, isFirstOrder, touches, room } = order
  const paid = paidFact(eligible, {
    currency,
    test: order.test === 0,
    buyerKey: 'zqbuyer',
    customerKey: 'zqcustomer',
    ...(country === undefined ? {} : { country }),
  })
  const parent = { recommenderId: 'zqparent', code: 'zqcode-p', isActive: true }
  const attribution = attributed({
    touches: touches.map(({ who, days, source }, i) =>
      touch(`zqtouch${i}`, PAID_AT - days * 86_400_000, {
        source,
        code: `zqcode-${who}`,
        recommenderId: `zqperson${who}`,
      }),
    ),
    people: [0, 1, 2, 3].map((who) => person(`zqperson${who}`, { parent })),
    policy,
    paid,
    customer: { isFirstOrder },
  })
  if (attribution.outcome === 'not-credited') return [attribution.steps]
  const facts: OrderFact[] = [paid, ...(cancelled === 0 ? [cancelledFact] : [])]
  if (refunded !== undefined) facts.push({ ...refundedFact('zqrefund', refunded), currency })
  const worth = pot(policy, foldOrder(facts), attribution.ruleContext)
  if (worth.outcome === 'waits-for-rate') return [[...attribution.steps, ...worth.steps]]
  const roomMicros = room === undefined ? undefined : micros(room)
  const credits = attribution.credits.map((credit, i) =>
    i === 0 && roomMicros !== undefined ? { ...credit, roomMicros } : credit,
  )
  return sharePot({ upline: policy.upline, potMicros: worth.potMicros, credits, roomMicros }).map((share) => [
    ...attribution.steps,
    ...worth.steps,
    ...share.steps,
  ])
}

/** An amount of money or a percentage: digits, a dot, two to six digits, and of what. */
const AMOUNT = /\d+\.\d{2,6}(?: (?<unit>[A-Z]{3}|%))?/g

test('sentences are short, name their currency, and identify nobody', () => {
  fc.assert(
    fc.property(orders, (order) => {
      for (const { sentence, facts } of tracesOf(order).flat()) {
        expect([sentence, sentence.split(/\s+/).length <= WORDS_MAX]).toEqual([sentence, true])
        expect(sentence).toMatch(/[.]$/)
        const bare = [...sentence.matchAll(AMOUNT)].filter((match) => match.groups?.['unit'] === undefined)
        expect([sentence, bare.length]).toEqual([sentence, 0])
        const all = `${sentence} ${JSON.stringify(facts ?? {})}`
        for (const secret of SECRETS) expect(all).not.toContain(secret)
      }
    }),
    { numRuns: 1_000 },
  )
})

test('steps stand in the order of evaluation, and nothing of it comes after who is credited was refused', () => {
  fc.assert(
    fc.property(orders, (order) => {
      for (const trace of tracesOf(order)) {
        const places = trace.map(({ step }) => TRACE_STEPS.indexOf(step))
        expect(places.filter((place) => place < TRACE_STEPS.indexOf('split'))).toEqual(
          places.filter((place) => place < TRACE_STEPS.indexOf('split')).toSorted((a, b) => a - b),
        )
      }
    }),
    { numRuns: 300 },
  )
})

test('a recommender never reads what speaks of the buyer, and still reads that it ended', () => {
  fc.assert(
    fc.property(orders, (order) => {
      for (const trace of tracesOf(order)) {
        const read = recommenderTrace(trace)
        expect(read.every((step) => step.forShop !== true)).toBe(true)
        const isStopped = (steps: Trace): boolean => steps.some((step) => step.outcome === 'stopped')
        expect(isStopped(read)).toBe(isStopped(trace))
      }
    }),
    { numRuns: 300 },
  )
})
