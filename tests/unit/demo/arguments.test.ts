import { expect, test } from 'vitest'
import { readArguments } from '../../../scripts/demo/arguments.ts'

test.each([
  [[], { json: false, seed: 1 }],
  [['--json'], { json: true, seed: 1 }],
  [['--seed', '7', '--json'], { json: true, seed: 7 }],
  [['--seed=4294967295'], { json: false, seed: 4_294_967_295 }],
  [['--seed', '0'], { json: false, seed: 0 }],
])('%j is understood', (args, run) => {
  expect(readArguments(args)).toEqual({ run })
})

test.each([
  [['--seed', '4294967296']],
  [['--seed', '-1']],
  [['--seed', '1.5']],
  [['--seed', 'abc']],
  [['--seed', '']],
  [['--seed']],
  [['--json=yes']],
  [['--colour']],
  [['extra']],
])('%j is refused in one sentence', (args) => {
  const read = readArguments(args)
  expect(read).toHaveProperty('wrong')
  expect('wrong' in read && read.wrong).toMatch(/^[^\n]+\.$/)
})

test('help is help', () => {
  expect(readArguments(['--help'])).toEqual({ help: true })
})
