// What `npm run mutate:contracts` takes from its command line, and which mutants that chooses.

import { expect, test } from 'vitest'
import { isPartial, readArguments } from '../../../scripts/mutate-contracts/arguments.ts'
import { chooseMutants } from '../../../scripts/mutate-contracts/choose.ts'
import type { Mutant } from '../../../scripts/mutate-contracts/mutants.ts'

const EVERYTHING = { survivors: false, seed: 1 }

const MUTANTS = Array.from({ length: 20 }, (_, index): Mutant => ({
  id: `C.f-${index}`,
  file: index < 15 ? 'contracts/A.sol' : 'contracts/ledger/B.sol',
  line: 1,
  operator: 'constant',
  start: 0,
  end: 0,
  text: '',
  before: '',
  after: '',
}))

test('takes everything without arguments', () => {
  expect(readArguments([])).toEqual({ run: EVERYTHING })
  expect(isPartial(EVERYTHING)).toBe(false)
})

test('takes every option', () => {
  const args = ['--only', 'B.sol', '--survivors', '--sample', '3', '--seed', '7', '--workers', '4']
  const run = { only: 'B.sol', survivors: true, sample: 3, seed: 7, workers: 4 }
  expect(readArguments(args)).toEqual({ run })
  expect(isPartial(run)).toBe(true)
  expect(readArguments(['-h'])).toEqual({ help: true })
})

test.each([
  [['--sample', '0']],
  [['--sample', 'ten']],
  [['--seed', '-1']],
  [['--workers', '1.5']],
  [['--only']],
  [['--quick']],
  [['everything']],
])('refuses %j in one sentence', (args) => {
  expect(readArguments(args)).toEqual({ wrong: expect.stringMatching(/^[^.]+\.$/) as unknown })
})

test('chooses the mutants of one file, of last survivors, or all', () => {
  const none = () => false
  expect(chooseMutants(MUTANTS, EVERYTHING, none)).toEqual(MUTANTS)
  expect(chooseMutants(MUTANTS, { ...EVERYTHING, only: 'B.sol' }, none)).toEqual(MUTANTS.slice(15))
  const third = (id: string) => id === 'C.f-3'
  expect(chooseMutants(MUTANTS, { ...EVERYTHING, survivors: true }, third)).toEqual([MUTANTS[3]])
})

test('chooses the same sample for the same seed, and another for another', () => {
  const sample = (seed: number) =>
    chooseMutants(MUTANTS, { ...EVERYTHING, sample: 5, seed }, () => false).map(({ id }) => id)
  expect(sample(1)).toHaveLength(5)
  expect(sample(1)).toEqual(sample(1))
  expect(sample(1)).not.toEqual(sample(2))
})
