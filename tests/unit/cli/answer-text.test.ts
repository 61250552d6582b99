// Answers as lines: what a reader of a terminal sees of any answer.

import { expect, test } from 'vitest'
import { answerLines } from '#cli/answer-text.ts'

test('names and values stand on lines of their own, parts indented below theirs', () => {
  expect(answerLines({ state: 'running', reach: { visits: 3, declaredReach: null } })).toEqual([
    'state: running',
    'reach:',
    '  visits: 3',
    '  declaredReach: –',
  ])
})

test('rows of a list begin with a dash, and an empty list says so', () => {
  expect(answerLines({ data: [{ a: 1, b: 2 }, { a: 3 }], more: [] })).toEqual([
    'data:',
    '  - a: 1',
    '    b: 2',
    '  - a: 3',
    'more:',
    '  none',
  ])
})
