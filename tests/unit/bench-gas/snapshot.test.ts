// The saved figures are those that docs/reference/gas.md shows, keep what the design promises, and are compared to the
// last unit of gas.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Figures } from '../../../scripts/bench-gas/figures.ts'
import { renderFigures } from '../../../scripts/bench-gas/render.ts'
import { compareFigures, PAGE_FILE, readSnapshot, withTables } from '../../../scripts/bench-gas/snapshot.ts'

const saved = readSnapshot()

test('the page shows the saved figures', () => {
  const page = readFileSync(PAGE_FILE, 'utf8')
  expect(withTables(page, saved), 'run `npm run bench:gas -- --save`').toBe(page)
})

test('a page without the marks is refused', () => {
  expect(() => withTables('# Gas', saved)).toThrow('lacks')
})

test('figures are shown rounded, in groups of three digits', () => {
  expect(renderFigures({ small: { one: 129_388.5, ten: 23_840, hundred: 999.4 } })).toBe(
    [
      '| a batch with a settle of its own | gas per sale |',
      '| -------------------------------- | -----------: |',
      '| 1 sale                           |      129 389 |',
      '| 10 sales                         |       23 840 |',
      '| 100 sales                        |          999 |',
    ].join('\n'),
  )
})

test('a sale costs no more than promised', () => {
  const { sorted, arrival, worstSettleGas } = saved
  expect(sorted.held).toBeLessThanOrEqual(1_700)
  expect(sorted.fresh).toBeLessThanOrEqual(3_400)
  expect(sorted.fifth).toBeLessThanOrEqual(1_300)
  expect(sorted.none).toBeLessThanOrEqual(1_200)
  expect(arrival.held).toBeLessThanOrEqual(4_300)
  expect(arrival.none).toBeLessThanOrEqual(3_250)
  expect(worstSettleGas).toBeLessThan(16_777_216)
})

test('a figure that differs by the smallest step is named', () => {
  expect(compareFigures(saved, saved)).toEqual([])
  const { sorted } = saved
  const measured: Partial<Figures> = { sorted: { ...sorted, fresh: sorted.fresh + 0.0001 } }
  expect(compareFigures(measured, saved)).toEqual([
    `sorted.fresh is ${sorted.fresh + 0.0001}, not ${sorted.fresh} as before.`,
  ])
})

test('a figure that was never saved is named', () => {
  const { small, ...others } = saved
  expect(compareFigures({ small }, others as Figures)).toContain(
    `small.one is ${small.one}, not saved as before.`,
  )
})
