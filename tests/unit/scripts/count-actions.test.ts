// What the invariant tests' histories were made of: read wrongly, idle histories would look busy.

import { expect, test } from 'vitest'
import {
  countActions,
  findSeldom,
  renderActions,
  type SuiteResult,
} from '../../../scripts/test/count-actions.ts'

const suite = (metrics: Record<string, { calls: bigint; discards: bigint }>): SuiteResult => ({
  testResults: [{ kind: {} }, { kind: { calls: 0n, metrics } }],
})

test('adds up the calls that happened, without the discarded ones', () => {
  const counts = countActions([
    suite({ 'project/tests/A.t.sol:Calm.pays': { calls: 12n, discards: 2n } }),
    suite({
      'project/tests/A.t.sol:Calm.pays': { calls: 5n, discards: 0n },
      'project/tests/B.t.sol:Wild.pays': { calls: 7n, discards: 7n },
      'project/tests/B.t.sol:Wild.burns': { calls: 100n, discards: 0n },
    }),
  ])

  expect(renderActions(counts)).toBe(
    [
      '  Calls in random histories  Calm  Wild',
      '  burns                         -   100',
      '  pays                         15     0',
      '  together                     15   100',
      '',
    ].join('\n'),
  )
})

test('prints nothing when no history was played', () => {
  expect(renderActions(countActions([suite({})]))).toBe('')
})

test('names an action that happened in less than one of 500 calls', () => {
  const counts = countActions([
    suite({
      'A.t.sol:Calm.pays': { calls: 9_982n, discards: 0n },
      'A.t.sol:Calm.vetoes': { calls: 19n, discards: 0n },
      'A.t.sol:Calm.amends': { calls: 21n, discards: 0n },
    }),
  ])

  expect(findSeldom(counts)).toEqual(['Calm.vetoes happened in 19 of 10022 calls.'])
})

test('does not judge a handful of calls', () => {
  const counts = countActions([suite({ 'A.t.sol:Calm.pays': { calls: 4_999n, discards: 4_999n } })])

  expect(findSeldom(counts)).toEqual([])
})
