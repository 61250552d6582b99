import { describe, expect, test } from 'vitest'
import { invariant, InvariantError } from '#domain/invariant.ts'
import { problemTable } from '#domain/problem-table.ts'
import { Problem } from '#domain/problem.ts'

describe('a problem', () => {
  test('has the sentence of its code, its facts, whether to try again, and where it is explained', () => {
    const cause = new Error('ECONNREFUSED')
    const problem = new Problem('chain_unavailable', { tried: 3 }, { cause })
    expect(problem).toBeInstanceOf(Error)
    expect(problem.name).toBe('Problem')
    expect(problem.message).toBe('The chain does not answer at the moment.')
    expect(problem.facts).toEqual({ tried: 3 })
    expect(problem.retry).toBe('later')
    expect(problem.docs).toBe('docs/reference/errors.md#chain_unavailable')
    expect(problem.cause).toBe(cause)
  })

  test('has no facts unless they are given', () => {
    expect(new Problem('not_found').facts).toEqual({})
    expect(new Problem('not_found').retry).toBe('never')
  })
})

test.each(Object.entries(problemTable))('%s is one plain sentence', (code, { sentence, retry }) => {
  expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/)
  expect(sentence).toMatch(/^[A-Z].+\.$/)
  expect(sentence.slice(0, -1)).not.toContain('. ')
  expect(['never', 'later']).toContain(retry)
})

test('an invariant that holds says nothing, and one that does not ends with its rule', () => {
  expect(() => invariant(1, 'L-1: it holds')).not.toThrow()
  for (const broken of [false, 0, '', null, undefined]) {
    expect(() => invariant(broken, 'L-1: it holds')).toThrow(new InvariantError('L-1: it holds'))
  }
  expect(new InvariantError('rule').name).toBe('InvariantError')
})
