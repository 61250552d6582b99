// Which verdicts on mutants a later run may keep.

import { expect, test } from 'vitest'
import type { Verdict } from '../../../scripts/mutate-contracts/judge.ts'
import { createBasis } from '../../../scripts/mutate-contracts/verdicts.ts'
import type { Workshop } from '../../../scripts/mutate-contracts/workshop.ts'

const [CONTRACT, SUITE, OTHER, KIT] = [
  'contracts/A.sol',
  'tests/contracts/A.t.sol',
  'tests/contracts/B.t.sol',
  'tests/contracts/Kit.sol',
]

const KILLED: Verdict = { result: 'killed', code: 'c', by: 'ATest.test_X(): no', suite: SUITE }
const STOPPED: Verdict = { result: 'killed', code: 'c', by: 'It did not end.' }
const SURVIVED: Verdict = { result: 'survived', code: 'c' }
const UNCOMPILABLE: Verdict = { result: 'uncompilable' }

/** A workshop in which some sources or the contract's bytecode are others. */
function workshop(texts: Readonly<Record<string, string>> = {}, creationCode = '0x6001'): Workshop {
  const all = { [CONTRACT]: 'a', [SUITE]: 'import "./Kit.sol";', [OTHER]: 'b', [KIT]: 'k', ...texts }
  return {
    key: JSON.stringify(all) + creationCode,
    quick: {},
    optimised: {},
    tests: { root: '/', solcVersion: '', evmVersion: '', readableFiles: [], seed: '', testGas: 1 },
    sources: new Map(Object.entries(all).map(([file, text]) => [file, { file, bytes: Buffer.from(text) }])),
    artifacts: [{ file: CONTRACT, name: 'A', abi: '[]', creationCode, runtimeCode: '0x' }],
  }
}

/** Whether a verdict on the first workshop still holds in `changed`. */
function isKept(verdict: Verdict, changed: Workshop): boolean {
  return createBasis(workshop())(verdict) === createBasis(changed)(verdict)
}

test('nothing is judged again while nothing changes', () => {
  for (const verdict of [KILLED, STOPPED, SURVIVED, UNCOMPILABLE]) {
    expect(isKept(verdict, workshop())).toBe(true)
  }
})

test('everything is judged again when the bytecode is another', () => {
  for (const verdict of [KILLED, STOPPED, SURVIVED, UNCOMPILABLE]) {
    expect(isKept(verdict, workshop({}, '0x6002'))).toBe(false)
  }
})

test.each([
  ['its suite', SUITE, false],
  ['what its suite imports', KIT, false],
  ['another suite', OTHER, true],
  ['a comment of the contract', CONTRACT, true],
])('a killed mutant when %s changes: kept is %s %s', (_what, file, kept) => {
  const text = file === SUITE ? 'import "./Kit.sol"; // more' : 'changed'
  expect(isKept(KILLED, workshop({ [file]: text }))).toBe(kept)
})

test('a survivor, and one that never ended, are judged again when any test changes', () => {
  const changed = workshop({ [OTHER]: 'more' })
  expect(isKept(SURVIVED, changed)).toBe(false)
  expect(isKept(STOPPED, changed)).toBe(false)
  expect(isKept(UNCOMPILABLE, changed)).toBe(true)
})
