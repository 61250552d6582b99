// The rules of rewards as properties: each holds for whatever fast-check makes up, and a failure prints the seed.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { adjustReward, type ReducibleRecord } from '#domain/adjust-reward.ts'
import { foldOrder, keptMicros } from '#domain/fold-order.ts'
import { formatMicros, micros, parseMicros, sumMicros, type Micros } from '#domain/money.ts'
import { netDebt, type OpenDebt } from '#domain/net-debt.ts'
import { pot } from '#domain/policy/pot.ts'
import { cancelledFact, disputeOpenedFact, refundedFact, tenPercent } from './facts.ts'
import { naiveKept, naiveReward, ruleForProduct } from './naive-order.ts'
import { orderFacts, smallAmount } from './random-facts.ts'

import type { RuleContext } from '#domain/attribution.ts'
import type { OrderFact } from '#domain/order-facts.ts'
import type { Policy } from '#domain/policy.ts'

/** The first amount in ten is nothing or next to it: that is where rounding and edges are. */
const amount = fc.oneof(
  { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: 3n }) },
  { weight: 9, arbitrary: fc.bigInt({ min: 0n, max: 1_000_000_000_000n }) },
)
const someMicros = amount.map(micros)
const decimal = someMicros.map(formatMicros)

const policy: fc.Arbitrary<Policy> = fc.record({
  version: fc.constant(1 as const),
  currency: fc.constant('USD'),
  attribution: fc.constant(tenPercent.attribution),
  reward: fc.oneof(
    fc.record({ kind: fc.constant('percent' as const), bps: fc.integer({ min: 1, max: 10_000 }) }),
    fc.record({ kind: fc.constant('flat' as const), amount: decimal }),
  ),
  perOrderCap: decimal,
  holdSeconds: fc.constant(3_600),
})

/** The same, and now and then another percentage for one product. */
const policyByProduct: fc.Arbitrary<Policy> = fc
  .tuple(policy, fc.option(fc.integer({ min: 0, max: 10_000 })))
  .map(([base, bps]) => (bps === null ? base : { ...base, rules: [ruleForProduct(bps)] }))

/** The same facts as they may arrive: in another order, some of them again. */
const arrivals = fc
  .tuple(orderFacts, fc.array(fc.nat(999), { minLength: 40, maxLength: 40 }))
  .map(([all, dice]) => {
    const again = all.filter((_, i) => (dice[i] ?? 0) % 3 === 0)
    const arrived = [...all, ...again]
      .map((fact, i) => ({ fact, place: dice.at(-1 - i) ?? 0 }))
      .toSorted((one, other) => one.place - other.place)
      .map(({ fact }) => fact)
    return { all, arrived }
  })

const CONTEXT: RuleContext = {
  tier: 'micro',
  code: 'shap2way22222',
  campaignIds: [],
  isNewCustomer: true,
  isFirstOrder: true,
}

function targetOf(rules: Policy, known: readonly OrderFact[]): bigint {
  const worth = pot(rules, foldOrder(known), CONTEXT)
  return worth.outcome === 'pot' ? worth.potMicros : -1n
}

/** Thousands of orders in each run; a failure prints the seed, and is not made shorter for ever. */
const MANY = { numRuns: 5_000, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true }

test('L-1: the same facts make the same reward, in whatever order and however often they arrive', () => {
  fc.assert(
    fc.property(policyByProduct, arrivals, (rules, { all, arrived }) => {
      expect(targetOf(rules, arrived)).toBe(naiveReward(rules, all))
    }),
    MANY,
  )
})

test('L-1: what is kept of each line is the same however facts arrive, and what all of them add up to', () => {
  fc.assert(
    fc.property(arrivals, ({ all, arrived }) => {
      const state = foldOrder(arrived)
      const naive = naiveKept(all)
      expect(state.lines.map((line) => line.keptMicros)).toEqual(naive.map((line) => line.kept))
      for (const line of state.lines) {
        expect(line.keptMicros).toBeGreaterThanOrEqual(0n)
        expect(line.keptMicros).toBeLessThanOrEqual(line.eligibleMicros)
        expect(line.keptQuantity).toBeLessThanOrEqual(line.quantity)
        expect(line.keptQuantity === 0 || line.keptMicros > 0n).toBe(true)
      }
      if (!state.contents || state.cancelled) return
      const rest = state.contents.eligibleMicros - state.refundedMicros - state.disputedMicros
      expect(keptMicros(state)).toBe(rest > 0n ? rest : 0n)
    }),
    MANY,
  )
})

test('L-2: a reward is never negative, never above the cap, and never rises when something is given back', () => {
  const lowering = fc.oneof(
    smallAmount.map((refunded) => refundedFact('later', refunded)),
    smallAmount.map((disputed) => disputeOpenedFact('later', disputed)),
    fc.constant(cancelledFact),
  )
  fc.assert(
    fc.property(policy, orderFacts, lowering, (rules, known, later) => {
      const before = targetOf(rules, known)
      const after = targetOf(rules, [...known, later])
      expect(before).toBeGreaterThanOrEqual(0n)
      expect(before).toBeLessThanOrEqual(parseMicros(rules.perOrderCap)!)
      expect(after).toBeGreaterThanOrEqual(0n)
      expect(after).toBeLessThanOrEqual(before)
    }),
    MANY,
  )
})

const reducible = fc.array(someMicros, { maxLength: 4 }).map((rests) =>
  rests.map((remainingMicros, i): ReducibleRecord => ({
    seq: 9 - i,
    attempt: 1,
    tag: '0x00000000000a',
    remainingMicros,
  })),
)

test('L-3: an adjustment leads to the target exactly, and takes no more from a record than it holds', () => {
  fc.assert(
    fc.property(someMicros, someMicros, reducible, someMicros, (target, standing, records, openDebt) => {
      const { waitingMicros, reductions, debtMicros, debtCancelledMicros } = adjustReward({
        targetMicros: target,
        standingMicros: standing,
        reducible: records,
        openDebtMicros: openDebt,
      })
      const reduced = sumMicros(reductions.map((reduction) => reduction.micros))
      expect(standing + waitingMicros - reduced - debtMicros + debtCancelledMicros).toBe(target)
      expect(debtCancelledMicros).toBeLessThanOrEqual(openDebt)
      for (const part of [waitingMicros, debtMicros, debtCancelledMicros])
        expect(part).toBeGreaterThanOrEqual(0n)
      for (const { seq, micros: taken } of reductions) {
        expect(taken).toBeGreaterThan(0n)
        expect(taken).toBeLessThanOrEqual(records.find((record) => record.seq === seq)!.remainingMicros)
      }
      expect(new Set(reductions.map(({ seq }) => seq)).size).toBe(reductions.length)
      // Debt only where no record is left to be amended.
      if (debtMicros > 0n) expect(reduced).toBe(sumMicros(records.map((record) => record.remainingMicros)))
    }),
    { numRuns: 2_000 },
  )
})

const NOW = 1_000
const debts = fc
  .array(fc.record({ remainingMicros: someMicros, lapsesAt: fc.integer({ min: NOW - 2, max: NOW + 2 }) }), {
    maxLength: 6,
  })
  .map((rows) => rows.map((row, i): OpenDebt => ({ debtId: `debt ${i}`, ...row })))

test('L-4: what is netted is taken from live debts, oldest first, and what is left is the reward', () => {
  fc.assert(
    fc.property(someMicros, debts, (earned, open) => {
      const { rewardMicros, nettedMicros, uses } = netDebt(earned, open, NOW)
      expect(rewardMicros + nettedMicros).toBe(earned)
      expect(sumMicros(uses.map((use) => use.micros))).toBe(nettedMicros)
      expect(rewardMicros).toBeGreaterThanOrEqual(0n)

      const live = open.filter((debt) => debt.lapsesAt > NOW && debt.remainingMicros > 0n)
      const used = uses.map(({ debtId, micros: taken }) => ({
        debt: live.find((one) => one.debtId === debtId),
        taken,
      }))
      for (const [index, { debt, taken }] of used.entries()) {
        expect(debt).toBe(live[index])
        expect(taken).toBeGreaterThan(0n)
        // All but the last are used up.
        if (index < used.length - 1) expect(taken).toBe(debt!.remainingMicros)
        else expect(taken).toBeLessThanOrEqual(debt!.remainingMicros)
      }
      if (rewardMicros > 0n) expect(nettedMicros).toBe(sumMicros(live.map((debt) => debt.remainingMicros)))
    }),
    { numRuns: 2_000 },
  )
})

test('an amount that is written is read back the same', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: (1n << 63n) - 1n }), (value) => {
      const written: Micros = micros(value)
      expect(parseMicros(formatMicros(written))).toBe(value)
    }),
  )
})
