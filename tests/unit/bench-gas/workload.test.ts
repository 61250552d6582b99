// The sales that the gas bench carries are those that its page describes, in every run.

import { size } from 'viem/utils'
import { expect, test } from 'vitest'
import {
  arrivalBatches,
  personAt,
  SALES,
  salesOf,
  sortedBatches,
  type Batch,
  type Sale,
} from '../../../scripts/bench-gas/workload.ts'

const sales = salesOf({ people: 1_000 })

function peopleOf(batch: Batch): number {
  return new Set(batch.sales.map(({ person }) => person)).size
}

function names(some: readonly Sale[]): string[] {
  return some.map(({ person, tag, micros }) => `${person} ${tag} ${micros}`).toSorted()
}

test('are 10 000, ten for each of a thousand people', () => {
  expect(SALES).toBe(10_000)
  expect(sales).toHaveLength(10_000)
  const perPerson = [...Map.groupBy(sales, ({ person }) => person).values()].map((some) => some.length)
  expect(perPerson).toEqual(Array.from({ length: 1_000 }, () => 10))
})

test('carry rewards of 0.05 to 5.00 units, nearly all of three bytes without a zero in front', () => {
  expect(sales.every(({ micros }) => micros >= 50_000n && micros <= 5_000_000n)).toBe(true)
  expect(sales.filter(({ micros }) => micros > 0xffffn).length).toBeGreaterThan(9_900)
})

test('are the same in every run', () => {
  expect(personAt(0)).toBe('0xD00e41EF7483E774d6EEFAb8C9c26cA657e074f4')
  expect(sales[0]).toEqual({ person: 0, tag: '0x91f196331755', micros: 439_851n })
})

test('are sorted into four batches of 250 people', () => {
  const batches = sortedBatches(sales)
  expect(batches.map((batch) => [batch.sales.length, peopleOf(batch)])).toEqual(
    Array.from({ length: 4 }, () => [2_500, 250]),
  )
  // 250 heads of 21 bytes and 2 500 records of 11; 250 entries of 26.
  expect(batches.map(({ records, netList }) => [size(records), size(netList)])).toEqual(
    Array.from({ length: 4 }, () => [32_750, 6_500]),
  )
})

test('arrive in twenty batches of 500 that name many people each, and none is lost', () => {
  const batches = arrivalBatches(sales)
  expect(batches.map((batch) => batch.sales.length)).toEqual(Array.from({ length: 20 }, () => 500))
  expect(Math.min(...batches.map(peopleOf))).toBeGreaterThan(350)
  expect(names(batches.flatMap((batch) => batch.sales))).toEqual(names(sales))
})
