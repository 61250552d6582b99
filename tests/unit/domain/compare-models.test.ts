// The five models side by side, on three orders worked out by hand.

import { expect, test } from 'vitest'
import { compareModels, type ComparedOrder } from '#domain/compare-models.ts'
import { foldOrder } from '#domain/fold-order.ts'
import { person, touch } from './attributed.ts'
import { PAID_AT, paidFact, refundedFact, tenPercent } from './facts.ts'

import type { Touch } from '#domain/attribution.ts'
import type { OrderFact } from '#domain/order-facts.ts'

const DAY_MS = 86_400_000

/** Met a week apart each, the last one a day before the payment. */
function met(people: string): readonly Touch[] {
  return people.split('').map((name, i) =>
    touch(`${i}`, PAID_AT - DAY_MS - (people.length - 1 - i) * 7 * DAY_MS, {
      recommenderId: name,
      code: name,
    }),
  )
}

function order(people: string, ...facts: readonly OrderFact[]): ComparedOrder {
  const [paid] = facts
  if (paid?.kind !== 'paid') throw new Error('begins with the payment')
  return {
    context: {
      programId: 'program',
      policy: tenPercent,
      policyHash: '0x01',
      paid,
      touches: met(people),
      people: new Map(people.split('').map((name) => [name, person(name)])),
      campaigns: new Map(),
      customer: { isNew: true, isFirstOrder: true },
      verdicts: [],
    },
    state: foldOrder(facts),
    laterVersions: [],
  }
}

test('each model splits the same pots, and none pays more than another', () => {
  // Pots of 1.00, of 0.50 after a refund, and of nothing.
  const figures = compareModels([
    order('ABC', paidFact(10_000_000n)),
    order('AC', paidFact(10_000_000n), refundedFact('1', 5_000_000n)),
    order('', paidFact(10_000_000n)),
  ])
  expect(
    figures.map(({ model, credited, totalMicros, people }) => [
      model,
      credited,
      totalMicros,
      people.map(({ recommenderId, orders, micros }) => `${recommenderId} ${orders} ${micros}`).join(', '),
    ]),
  ).toEqual([
    ['last-click', 2, 1_500_000n, 'C 2 1500000'],
    ['first-click', 2, 1_500_000n, 'A 2 1500000'],
    // 0.333334 + 0.25, since the one met last is first in line for what is left over; 0.333333 + 0.25; 0.333333.
    ['linear', 2, 1_500_000n, 'C 2 583334, A 2 583333, B 1 333333'],
    // Of seven parts 4, 2 and 1, then of three parts 2 and 1: 0.571429 + 0.333333, 0.285714, 0.142857 + 0.166667.
    ['time-decay', 2, 1_500_000n, 'C 2 904762, A 2 309524, B 1 285714'],
    // 0.40 + 0.25, 0.40 + 0.25, 0.20.
    ['position', 2, 1_500_000n, 'A 2 650000, C 2 650000, B 1 200000'],
  ])
})
