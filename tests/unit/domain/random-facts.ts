// Facts of one order as dice make them: of every kind, often contradicting one another, as shops do.

import fc from 'fast-check'
import { micros } from '#domain/money.ts'
import {
  cancelledFact,
  disputeClosedFact,
  disputeOpenedFact,
  editedFact,
  orderLine,
  paidFact,
  refundedFact,
  refundFailedFact,
  refundTotalFact,
} from './facts.ts'

import type { OrderFact, OrderLine } from '#domain/order-facts.ts'

/** Amounts of lines and refunds: some so small that every rounding shows, most of the size of an order. */
export const smallAmount = fc.oneof(
  { weight: 2, arbitrary: fc.bigInt({ min: 0n, max: 12n }) },
  { weight: 3, arbitrary: fc.bigInt({ min: 0n, max: 90_000_000n }) },
)

/** Line numbers that orders have, and one that none has. */
const LINE_IDS = ['a', 'b', 'c'] as const
const SOME_LINE = fc.constantFrom(...LINE_IDS, 'unknown')

const lines: fc.Arbitrary<readonly OrderLine[] | undefined> = fc.option(
  fc
    .array(fc.record({ amount: smallAmount, quantity: fc.integer({ min: 0, max: 4 }) }), { maxLength: 3 })
    .map((all) =>
      all.map(({ amount, quantity }, i) => {
        const productId = LINE_IDS[i] ?? 'c'
        return { ...orderLine(productId, amount, quantity), productId }
      }),
    ),
  { nil: undefined },
)

/** Contents that mostly agree with themselves: the sum of the lines, a total above it. */
const contents = fc
  .record({ lines, sum: smallAmount, extra: smallAmount, isOdd: fc.nat(5), total: smallAmount })
  .map((dice) => {
    const ofLines = (dice.lines ?? []).reduce((sum, line) => sum + line.eligibleMicros, 0n)
    const eligible = dice.lines === undefined || dice.isOdd === 0 ? dice.sum : ofLines
    const total = dice.isOdd === 1 ? dice.total : eligible + dice.extra
    return {
      eligibleMicros: micros(eligible),
      totalMicros: micros(total),
      ...(dice.lines ? { lines: dice.lines } : {}),
    }
  })

const refund = fc
  .record({
    amount: smallAmount,
    named: fc.array(fc.record({ lineId: SOME_LINE, quantity: fc.nat(2), amount: smallAmount }), {
      maxLength: 3,
    }),
    isSum: fc.boolean(),
  })
  .map(({ amount, named, isSum }) => ({
    amount: isSum ? amount : named.reduce((sum, line) => sum + line.amount, 0n),
    lines: named.map((line) => ({
      lineId: line.lineId,
      quantity: line.quantity,
      eligibleMicros: micros(line.amount),
    })),
  }))

const after = fc.nat(3)
const disputeId = fc.constantFrom('d', 'e')

/** All that a shop ever says of one order, each fact once; one in ten is never paid, one in five is cancelled. */
export const orderFacts: fc.Arbitrary<readonly OrderFact[]> = fc
  .record({
    paid: contents,
    isPaid: fc.integer({ min: 0, max: 9 }),
    isCancelled: fc.integer({ min: 0, max: 4 }),
    refunds: fc.array(refund, { maxLength: 4 }),
    failed: fc.subarray([0, 1, 2, 3]),
    totals: fc.array(fc.tuple(smallAmount, after), { maxLength: 2 }),
    edits: fc.array(fc.tuple(contents, after), { maxLength: 2 }),
    opened: fc.array(fc.tuple(disputeId, smallAmount), { maxLength: 3 }),
    closed: fc.array(fc.tuple(disputeId, fc.constantFrom('won' as const, 'lost' as const), after), {
      maxLength: 3,
    }),
  })
  .map((order) =>
    uniqueByKey([
      ...(order.isPaid > 0 ? [paidFact(0n, order.paid)] : []),
      ...order.refunds.map(({ amount, lines: named }, i) =>
        refundedFact(String(i), amount, named.length > 0 ? { lines: named } : {}),
      ),
      // Most refunds go through.
      ...order.failed.slice(2).map((i) => refundFailedFact(String(i))),
      ...order.totals.map(([amount, at]) => refundTotalFact(amount, at)),
      ...order.edits.map(([edit, at], i) => editedFact(0n, at, { ...edit, factKey: `edited:${at}:${i}` })),
      ...order.opened.map(([id, amount]) => disputeOpenedFact(id, amount)),
      ...order.closed.map(([id, outcome, at]) => disputeClosedFact(id, outcome, at)),
      ...(order.isCancelled === 0 ? [cancelledFact] : []),
    ]),
  )

function uniqueByKey(facts: readonly OrderFact[]): readonly OrderFact[] {
  return [...new Map(facts.map((fact) => [fact.factKey, fact])).values()]
}
