// Attribution as properties: parts sum to the pot under each model, and no identity that is made up costs the shop more.
// Each holds for whatever fast-check makes up, and a failure prints the seed.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldOrder } from '#domain/fold-order.ts'
import { micros, sumMicros, type Micros } from '#domain/money.ts'
import { pot } from '#domain/policy/pot.ts'
import { sharePot, type Share } from '#domain/share-pot.ts'
import { splitExactly } from '#domain/split-exactly.ts'
import { TOUCH_SOURCES, type AttributionModel, type Policy } from '#domain/policy.ts'
import { attributed, person, touch } from './attributed.ts'
import { PAID_AT, paidFact, tenPercent } from './facts.ts'

import type { PersonContext } from '#domain/attribute-order.ts'
import type { Touch } from '#domain/attribution.ts'

const DAY_MS = 86_400_000
const MODELS: readonly AttributionModel[] = ['last-click', 'first-click', 'linear', 'time-decay', 'position']

/** Micros of orders; the first in ten next to nothing, where rounding is. */
const amount = fc.oneof(
  { weight: 1, arbitrary: fc.bigInt({ min: 1n, max: 30n }) },
  { weight: 9, arbitrary: fc.bigInt({ min: 1n, max: 1_000_000_000_000n }) },
)

/** A touch of one of eight people within forty days, of which thirty count; several at one instant. */
const someTouch = fc
  .record({
    who: fc.integer({ min: 0, max: 7 }),
    hours: fc.integer({ min: 0, max: 960 }),
    source: fc.constantFrom(...TOUCH_SOURCES),
  })
  .map(({ who, hours, source }) => ({ who: `p${who}`, touchedAt: PAID_AT - hours * 3_600_000, source }))

const touches = fc
  .array(someTouch, { minLength: 1, maxLength: 12 })
  .map((list) => list.map(({ who, ...rest }, i) => touch(`${i}`, PAID_AT, { ...rest, recommenderId: who })))

/** For each of the eight, another of them whose link brought them, or nobody. */
const parents = fc.array(fc.option(fc.integer({ min: 0, max: 7 }), { nil: undefined }), {
  minLength: 8,
  maxLength: 8,
})

const uplineBps = fc.option(fc.integer({ min: 1, max: 10_000 }), { nil: undefined })

function peopleOf(brought: readonly (number | undefined)[]): readonly PersonContext[] {
  return brought.map((parent, i) =>
    parent === undefined || parent === i
      ? person(`p${i}`)
      : person(`p${i}`, { parent: { recommenderId: `p${parent}`, code: `code-p${parent}`, isActive: true } }),
  )
}

type Order = {
  readonly eligible: bigint
  readonly touches: readonly Touch[]
  readonly people: readonly PersonContext[]
  readonly policy: Policy
  readonly room?: Micros
}

function sharesOf({ eligible, touches: met, people, policy, room }: Order): {
  readonly potMicros: Micros
  readonly shares: readonly Share[]
} {
  const attribution = attributed({ touches: met, people, policy, paid: { eligibleMicros: micros(eligible) } })
  if (attribution.outcome !== 'credited') return { potMicros: micros(0n), shares: [] }
  const worth = pot(policy, foldOrder([paidFact(eligible)]), attribution.ruleContext)
  if (worth.outcome !== 'pot') throw new Error('dollars need no rate')
  const { potMicros } = worth
  const shares = sharePot({
    upline: policy.upline,
    potMicros,
    credits: attribution.credits,
    roomMicros: room,
  })
  return { potMicros, shares }
}

function policyOf(model: AttributionModel, bps: number | undefined): Policy {
  return {
    ...tenPercent,
    attribution: { model, windowDays: 30, bindCustomerDays: 20 },
    ...(bps === undefined ? {} : { upline: { bps, activeDays: 30 } }),
  }
}

const sumOf = (shares: readonly Share[]): bigint => sumMicros(shares.map((share) => share.micros))

describe.each(MODELS)('%s', (model) => {
  test('the parts of everybody who is credited sum to the pot, to the micro', () => {
    fc.assert(
      fc.property(amount, touches, parents, uplineBps, (eligible, met, brought, bps) => {
        const order = { eligible, touches: met, people: peopleOf(brought), policy: policyOf(model, bps) }
        const { potMicros, shares } = sharesOf(order)
        expect(sumOf(shares)).toBe(potMicros)
        for (const share of shares) expect(share.micros).toBeGreaterThanOrEqual(0n)
        expect(new Set(shares.map((share) => share.recommenderId)).size).toBe(shares.length)
      }),
      { numRuns: 500 },
    )
  })

  test('what the caps leave is never passed, and is used up where the pot is larger', () => {
    fc.assert(
      fc.property(amount, touches, parents, uplineBps, amount, (eligible, met, brought, bps, room) => {
        const order = { eligible, touches: met, people: peopleOf(brought), policy: policyOf(model, bps) }
        const { potMicros, shares } = sharesOf({ ...order, room: micros(room) })
        expect(sumOf(shares)).toBe(potMicros < room ? potMicros : room)
      }),
      { numRuns: 300 },
    )
  })

  test('it does not matter in which order the touches are read', () => {
    const shuffled = touches.chain((all) =>
      fc.record({ all: fc.constant(all), again: fc.shuffledSubarray([...all], { minLength: all.length }) }),
    )
    fc.assert(
      fc.property(amount, shuffled, parents, uplineBps, (eligible, { all, again }, brought, bps) => {
        const order = { eligible, people: peopleOf(brought), policy: policyOf(model, bps) }
        expect(sharesOf({ ...order, touches: again })).toEqual(sharesOf({ ...order, touches: all }))
      }),
      { numRuns: 300 },
    )
  })

  test('identities that are made up never cost the shop more: as sharers, as friends, or as both', () => {
    fc.assert(
      fc.property(
        amount,
        touches,
        parents,
        uplineBps,
        fc.array(someTouch, { maxLength: 6 }),
        parents,
        (eligible, met, brought, bps, madeUp, madeUpParents) => {
          const policy = policyOf(model, bps)
          const honest = sharesOf({ eligible, touches: met, people: peopleOf(brought), policy })
          const fakes = madeUp.map(({ who, ...rest }, i) =>
            touch(`fake-${i}`, PAID_AT, { ...rest, recommenderId: `f${who}` }),
          )
          // Whoever the liar likes is brought by somebody made up, and everybody made up by anybody.
          const people = [
            ...peopleOf(brought).map((one, i) => ({ ...one, ...parentOf(madeUpParents[i], 'f') })),
            ...madeUpParents.map((parent, i) => ({ ...person(`f${i}`), ...parentOf(parent, 'p') })),
          ]
          const lied = sharesOf({ eligible, touches: [...met, ...fakes], people, policy })
          // Where the honest touches earned, the order costs the same; where they did not, at most its pot.
          if (honest.shares.length > 0) expect(sumOf(lied.shares)).toBe(sumOf(honest.shares))
          expect(sumOf(lied.shares)).toBe(lied.potMicros)
        },
      ),
      { numRuns: 500 },
    )
  })
})

function parentOf(parent: number | undefined, prefix: string): Pick<PersonContext, 'parent'> {
  if (parent === undefined) return {}
  return { parent: { recommenderId: `${prefix}${parent}`, code: `code-${parent}`, isActive: true } }
}

test('followers that nobody has checked never change what an order is worth', () => {
  const policy: Policy = {
    ...tenPercent,
    rules: [
      { name: 'mega', when: { tiers: ['mega'] }, reward: { kind: 'percent', bps: 2_000 } },
      { name: 'macro', when: { tiers: ['macro'] }, reward: { kind: 'percent', bps: 1_500 } },
    ],
  }
  const order = { eligible: 10_000_000n, touches: [touch('a', PAID_AT - DAY_MS)], policy }
  const worth = (change: Partial<PersonContext>): bigint =>
    sharesOf({ ...order, people: [person('person-a', change)] }).potMicros
  expect(worth({})).toBe(1_000_000n)
  expect(worth({ followers: 2_000_000, followerEvidence: 'declared' })).toBe(1_000_000n)
  expect(worth({ followers: 20_000, followerEvidence: 'checked' })).toBe(1_500_000n)
  expect(worth({ followers: 2_000_000, followerEvidence: 'checked' })).toBe(2_000_000n)
})

test('a split over any weights sums to the amount, and no part is a micro away from its share', () => {
  const weights = fc
    .array(fc.bigInt({ min: 0n, max: 1_000_000n }), { minLength: 1, maxLength: 20 })
    .filter((list) => list.some((weight) => weight > 0n))
  fc.assert(
    fc.property(amount, weights, (whole, list) => {
      const parts = splitExactly(micros(whole), list)
      expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(whole)
      const total = list.reduce((sum, weight) => sum + weight, 0n)
      for (const [i, part] of parts.entries()) {
        const distance = part * total - whole * list[i]!
        expect(distance < total && distance > -total).toBe(true)
      }
    }),
    { numRuns: 2_000 },
  )
})
