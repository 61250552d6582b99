// What `npm run bench:gas` takes from its command line, and what it refuses in one sentence.

import { expect, test } from 'vitest'
import { readArguments } from '../../../scripts/bench-gas/arguments.ts'

const ALL = ['sorted', 'arrival', 'small', 'maxPayees', 'worstSettleGas', 'usdc', 'firstCredit', 'baselines']

test.each([
  [[], { json: false, groups: ALL, afterwards: undefined }],
  [['--json'], { json: true, groups: ALL, afterwards: undefined }],
  [['--only', 'small,sorted'], { json: false, groups: ['sorted', 'small'], afterwards: undefined }],
  [['--check', '--only=usdc'], { json: false, groups: ['usdc'], afterwards: 'check' }],
  [['--save', '--json'], { json: true, groups: ALL, afterwards: 'save' }],
])('%j is understood', (args, run) => {
  expect(readArguments(args)).toEqual({ run })
})

test.each([
  [['--only', 'sorted,large']],
  [['--only', '']],
  [['--only']],
  [['--save', '--check']],
  [['--save', '--only', 'sorted']],
  [['--json=yes']],
  [['--fast']],
  [['sorted']],
])('%j is refused in one sentence', (args) => {
  expect(readArguments(args)).toEqual({ wrong: expect.stringMatching(/^[^\n]+\.$/) as unknown })
})

test.each([['--help'], ['-h']])('%s is help', (arg) => {
  expect(readArguments([arg])).toEqual({ help: true })
})
