// What is left of each line of an order: itemised and spread refunds, cumulative sums, disputes and edits.

import { describe, expect, test } from 'vitest'
import { foldOrder, keptMicros } from '#domain/fold-order.ts'
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

import type { OrderFact, PaidFact, RefundedLine } from '#domain/order-facts.ts'

const SHIRTS_AND_CAP = [orderLine('shirt', 60_000_000n, 2), orderLine('cap', 40_000_000n)]

/** Two shirts for 60.00 and a cap for 40.00, 5.00 shipping and 15.00 tax: 120.00 in all. */
const paid: PaidFact = paidFact(100_000_000n, {
  lines: SHIRTS_AND_CAP,
  totalMicros: micros(120_000_000n),
  shippingMicros: micros(5_000_000n),
  taxMicros: micros(15_000_000n),
})

const returned = (lineId: string, eligible: bigint, quantity = 1): RefundedLine => ({
  lineId,
  quantity,
  eligibleMicros: micros(eligible),
})

/** What is kept of each line: `line: money × pieces`. */
function kept(...facts: readonly OrderFact[]): readonly string[] {
  const { lines } = foldOrder(facts)
  return lines.map((line) => `${line.lineId}: ${line.keptMicros} × ${line.keptQuantity}`)
}

describe('without refunds', () => {
  test('everything is kept', () => {
    expect(kept(paid)).toEqual(['shirt: 60000000 × 2', 'cap: 40000000 × 1'])
    expect(foldOrder([paid])).toMatchObject({ keptShippingMicros: 5_000_000n, keptTaxMicros: 15_000_000n })
  })

  test('an order without lines is one line without a product', () => {
    expect(kept(paidFact(10n))).toEqual(['whole order: 10 × 1'])
  })
})

describe('a refund that names lines', () => {
  test('takes from these lines alone, and their pieces', () => {
    const refund = refundedFact('1', 30_000_000n, { lines: [returned('shirt', 30_000_000n)] })
    expect(kept(paid, refund)).toEqual(['shirt: 30000000 × 1', 'cap: 40000000 × 1'])
  })

  test('may give money back for a piece that stays', () => {
    const refund = refundedFact('1', 6_000_000n, { lines: [returned('shirt', 6_000_000n, 0)] })
    expect(kept(paid, refund)).toEqual(['shirt: 54000000 × 2', 'cap: 40000000 × 1'])
  })

  test('gives back more than its lines say: the rest is spread over what is left', () => {
    // 30.00 of a shirt and 7.00 besides: 3.00 of the 30.00 left of shirts, 4.00 of the 40.00 of caps.
    const refund = refundedFact('1', 37_000_000n, { lines: [returned('shirt', 30_000_000n)] })
    expect(kept(paid, refund)).toEqual(['shirt: 27000000 × 1', 'cap: 36000000 × 1'])
  })

  test('gives back less than its lines say: they are scaled down', () => {
    // 50.00 for lines of 60.00 and 40.00: 30.00 and 20.00, and no piece stays.
    const lines = [returned('shirt', 60_000_000n, 2), returned('cap', 40_000_000n)]
    const state = foldOrder([paid, refundedFact('1', 50_000_000n, { lines })])
    expect(state.lines.map((line) => line.keptMicros)).toEqual([30_000_000n, 20_000_000n])
    expect(state.lines.map((line) => line.keptQuantity)).toEqual([0, 0])
  })

  test('names more than a line holds, or a line that is not there: that is spread', () => {
    const tooMuch = refundedFact('1', 50_000_000n, { lines: [returned('cap', 50_000_000n)] })
    expect(kept(paid, tooMuch)).toEqual(['shirt: 50000000 × 2', 'cap: 0 × 0'])
    const unknown = refundedFact('1', 10_000_000n, { lines: [returned('scarf', 10_000_000n)] })
    expect(kept(paid, unknown)).toEqual(['shirt: 54000000 × 2', 'cap: 36000000 × 1'])
  })

  test('gives shipping and tax back as it says', () => {
    const refund = refundedFact('1', 30_000_000n, {
      lines: [returned('shirt', 30_000_000n)],
      shippingMicros: micros(5_000_000n),
      taxMicros: micros(4_500_000n),
    })
    expect(foldOrder([paid, refund])).toMatchObject({ keptShippingMicros: 0n, keptTaxMicros: 10_500_000n })
  })
})

describe('a refund of a sum', () => {
  test('is spread by what is left of the lines, to the last micro', () => {
    // Of 1 micro the larger line bears it; of 10 000 001 both bear their share and the larger remainder one more.
    expect(kept(paid, refundedFact('1', 1n))).toEqual(['shirt: 59999999 × 2', 'cap: 40000000 × 1'])
    expect(kept(paid, refundedFact('1', 10_000_001n))).toEqual(['shirt: 53999999 × 2', 'cap: 36000000 × 1'])
  })

  test('comes after what other refunds name, whichever was told first', () => {
    const named = refundedFact('1', 60_000_000n, { lines: [returned('shirt', 60_000_000n, 2)] })
    const sum = refundedFact('2', 10_000_000n)
    expect(kept(sum, paid, named)).toEqual(['shirt: 0 × 0', 'cap: 30000000 × 1'])
    expect(kept(named, sum, paid)).toEqual(['shirt: 0 × 0', 'cap: 30000000 × 1'])
  })

  test('leaves as many pieces as the kept money needs', () => {
    const ten = paidFact(100n, { lines: [orderLine('cup', 100n, 10)] })
    expect(kept(ten, refundedFact('1', 5n))).toEqual(['cup: 95 × 10'])
    expect(kept(ten, refundedFact('1', 90n))).toEqual(['cup: 10 × 1'])
    expect(kept(ten, refundedFact('1', 89n))).toEqual(['cup: 11 × 2'])
    expect(kept(ten, refundedFact('1', 100n))).toEqual(['cup: 0 × 0'])
  })

  test('of more than was paid leaves nothing and never less', () => {
    const state = foldOrder([paid, refundedFact('1', 100_000_001n)])
    expect([keptMicros(state), state.refundedMicros]).toEqual([0n, 100_000_001n])
  })
})

test('a refund that failed was none, whenever that becomes known', () => {
  const refund = refundedFact('1', 30_000_000n)
  expect(foldOrder([paid, refund, refundFailedFact('1')]).refundedMicros).toBe(0n)
  expect(foldOrder([refundFailedFact('1'), refund, paid]).refundedMicros).toBe(0n)
  expect(foldOrder([paid, refund, refundFailedFact('2')]).refundedMicros).toBe(30_000_000n)
})

describe('the sum of all refunds', () => {
  test('is of the total, and takes of lines, shipping and tax in proportion', () => {
    // A quarter of 120.00.
    const state = foldOrder([paid, refundTotalFact(30_000_000n)])
    expect(state).toMatchObject({
      refundedMicros: 25_000_000n,
      keptShippingMicros: 3_750_000n,
      keptTaxMicros: 11_250_000n,
    })
    expect(keptMicros(state)).toBe(75_000_000n)
  })

  test('counts by the latest, not by the last to arrive, also when it fell', () => {
    const [early, late] = [refundTotalFact(60_000_000n, 1), refundTotalFact(30_000_000n, 2)]
    expect(foldOrder([paid, early, late]).refundedMicros).toBe(25_000_000n)
    expect(foldOrder([paid, late, early]).refundedMicros).toBe(25_000_000n)
  })

  test('told twice for one instant counts by the larger', () => {
    const totals = [refundTotalFact(30_000_000n), refundTotalFact(60_000_000n)]
    expect(foldOrder([paid, ...totals]).refundedMicros).toBe(50_000_000n)
    expect(foldOrder([paid, ...totals.toReversed()]).refundedMicros).toBe(50_000_000n)
  })

  test('beside single refunds is not counted on top of them', () => {
    expect(
      foldOrder([paid, refundTotalFact(30_000_000n), refundedFact('1', 25_000_000n)]).refundedMicros,
    ).toBe(25_000_000n)
    expect(
      foldOrder([paid, refundTotalFact(30_000_000n), refundedFact('1', 26_000_000n)]).refundedMicros,
    ).toBe(26_000_000n)
  })

  test('of all of it gives everything back', () => {
    expect(keptMicros(foldOrder([paid, refundTotalFact(120_000_000n)]))).toBe(0n)
    expect(keptMicros(foldOrder([paid, refundTotalFact(119_999_999n)]))).toBe(1n)
  })
})

describe('a dispute', () => {
  const opened = disputeOpenedFact('d', 60_000_000n)

  test('counts as given back while it is open, and once it is lost', () => {
    expect(foldOrder([paid, opened])).toMatchObject({ disputedMicros: 50_000_000n, disputeOpen: true })
    const lost = foldOrder([disputeClosedFact('d', 'lost'), paid, opened])
    expect(lost).toMatchObject({ disputedMicros: 50_000_000n, disputeOpen: false })
    expect(keptMicros(lost)).toBe(50_000_000n)
  })

  test('that is won gives the order back', () => {
    const won = foldOrder([disputeClosedFact('d', 'won'), opened, paid])
    expect(won).toMatchObject({ disputedMicros: 0n, disputeOpen: false })
    expect(keptMicros(won)).toBe(100_000_000n)
  })

  test('is decided by the latest decision', () => {
    const decisions = [disputeClosedFact('d', 'won', 1), disputeClosedFact('d', 'lost', 2)]
    expect(foldOrder([paid, opened, ...decisions]).disputedMicros).toBe(50_000_000n)
    expect(foldOrder([...decisions.toReversed(), paid, opened]).disputedMicros).toBe(50_000_000n)
  })

  test('comes on top of refunds and of other disputes, and leaves nothing below zero', () => {
    const other = disputeOpenedFact('e', 12_000_000n)
    const refund = refundedFact('1', 30_000_000n)
    expect(keptMicros(foldOrder([paid, opened, other, refund]))).toBe(10_000_000n)
    expect(keptMicros(foldOrder([paid, opened, disputeOpenedFact('e', 120_000_000n), refund]))).toBe(0n)
  })

  test('of which the sum rose counts once, with the larger sum', () => {
    const risen = disputeOpenedFact('d', 72_000_000n)
    expect(foldOrder([paid, risen, opened]).disputedMicros).toBe(60_000_000n)
    expect(foldOrder([paid, opened, risen]).disputedMicros).toBe(60_000_000n)
  })
})

describe('an edit', () => {
  test('counts in full, the latest one, and refunds come off it', () => {
    const smaller = editedFact(40_000_000n, 1, { lines: [orderLine('cap', 40_000_000n)] })
    const larger = editedFact(70_000_000n, 2, {
      lines: [orderLine('cap', 40_000_000n), orderLine('mug', 30_000_000n)],
    })
    const refund = refundedFact('1', 7_000_000n)
    for (const facts of [
      [paid, smaller, larger, refund],
      [refund, larger, smaller, paid],
    ]) {
      expect(kept(...facts)).toEqual(['cap: 36000000 × 1', 'mug: 27000000 × 1'])
      expect(foldOrder(facts).edited).toBe(true)
    }
  })

  test('that says what the payment said is none', () => {
    const same = editedFact(100_000_000n, 1, {
      lines: SHIRTS_AND_CAP,
      totalMicros: micros(120_000_000n),
      shippingMicros: micros(5_000_000n),
      taxMicros: micros(15_000_000n),
    })
    expect(foldOrder([paid, same]).edited).toBe(false)
  })

  test('in another currency is not counted, and told', () => {
    const euros = editedFact(1n, 1, { currency: 'EUR' })
    expect(foldOrder([paid, euros])).toMatchObject({ edited: false, foreignRefunds: 1 })
  })
})

describe('an order that contradicts itself', () => {
  test('counts by its total when that is below the sum of its lines', () => {
    const state = foldOrder([{ ...paid, totalMicros: micros(50_000_000n) }])
    expect(state.reducedToTotal).toBe(true)
    expect(state.lines.map((line) => line.keptMicros)).toEqual([30_000_000n, 20_000_000n])
  })

  test('counts by its sum when its lines add up to more, and fills up what they leave unexplained', () => {
    const more = paidFact(50_000_000n, { lines: SHIRTS_AND_CAP })
    expect(foldOrder([more])).toMatchObject({ reducedToTotal: true })
    expect(kept(more)).toEqual(['shirt: 30000000 × 2', 'cap: 20000000 × 1'])
    const less = paidFact(110_000_000n, { lines: SHIRTS_AND_CAP })
    expect(foldOrder([less])).toMatchObject({ reducedToTotal: false })
    expect(kept(less)).toEqual(['shirt: 60000000 × 2', 'cap: 40000000 × 1', 'whole order: 10000000 × 1'])
  })

  test('of zero is worth nothing, whatever is given back', () => {
    const free = paidFact(0n, { lines: [orderLine('gift', 0n)] })
    expect(kept(free, refundedFact('1', 5n), refundTotalFact(7n), disputeOpenedFact('d', 1n))).toEqual([
      'gift: 0 × 0',
    ])
  })

  test('with a line number twice loses no money of it', () => {
    const twice = paidFact(20n, { lines: [orderLine('a', 10n), orderLine('a', 10n)] })
    const refund = refundedFact('1', 15n, { lines: [returned('a', 15n, 2)] })
    expect(kept(twice, refund)).toEqual(['a: 0 × 0', 'a: 5 × 0'])
  })

  test('of the largest amounts there are does not break', () => {
    const largest = 1_000_000_000_000_000n
    const refunds = Array.from({ length: 9_999 }, (_, i) => refundedFact(String(i), largest))
    expect(keptMicros(foldOrder([paidFact(largest), ...refunds]))).toBe(0n)
    const lines = Array.from({ length: 10_000 }, (_, i) => orderLine(String(i), largest))
    expect(keptMicros(foldOrder([paidFact(largest, { lines })]))).toBe(largest)
  })
})

test('a cancelled order keeps nothing of lines, shipping and tax', () => {
  const state = foldOrder([paid, refundedFact('1', 1n), cancelledFact])
  expect(state).toMatchObject({ keptShippingMicros: 0n, keptTaxMicros: 0n })
  expect(state.lines.map((line) => [line.keptMicros, line.keptQuantity])).toEqual([
    [0n, 0],
    [0n, 0],
  ])
})
