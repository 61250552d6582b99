// Queries and wrong fields.

import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Problem } from '#domain/problem.ts'
import { checkInput, readQuery } from '#http/check-input.ts'
import { pointerTo } from '#schema/wrong-fields.ts'

function problemOf(action: () => unknown): Problem {
  try {
    action()
  } catch (error) {
    if (error instanceof Problem) return error
  }
  throw new Error('no problem was thrown')
}

describe('a query', () => {
  test('is one value a name, decoded', () => {
    expect(readQuery('/v1/orders?limit=5&after=a%20b')).toEqual({ limit: '5', after: 'a b' })
    expect(readQuery('/v1/orders')).toEqual({})
  })

  test('that gives a name twice is refused with that name', () => {
    const problem = problemOf(() => readQuery('/v1/orders?limit=1&limit=2'))
    expect(problem.code).toBe('input_invalid')
    expect(problem.facts).toEqual({ fields: [{ field: '/limit', reason: 'is given twice' }] })
  })

  test('cannot reach a prototype', () => {
    expect(problemOf(() => readQuery('/?__proto__=1')).code).toBe('input_invalid')
  })
})

describe('checked input', () => {
  const schema = z.strictObject({ policy: z.strictObject({ bps: z.int() }) })

  test('names each wrong field by its pointer', () => {
    const { code, facts } = problemOf(() => checkInput(schema, { policy: { bps: '800' } }))
    expect(code).toBe('input_invalid')
    expect(facts).toMatchObject({ fields: [{ field: '/policy/bps' }] })
  })

  test('names a field that it does not take', () => {
    const { facts } = problemOf(() => checkInput(schema, { policy: { bps: 1, bonus: 2 }, 'a/b': 3 }))
    expect(facts['fields']).toEqual([
      { field: '/policy/bonus', reason: 'is not a field that belongs here' },
      { field: '/a~1b', reason: 'is not a field that belongs here' },
    ])
  })

  test('says in words of the house what the schema does not say itself', () => {
    const form = z.object({
      title: z.string().max(80),
      words: z.array(z.string()).min(1),
      count: z.int().max(6),
      name: z.string(),
      percent: z.union([
        z.literal('').optional(),
        z.string().regex(/^[0-9]+$/, 'is a percentage such as 10'),
      ]),
    })
    const { facts } = problemOf(() =>
      checkInput(form, { title: 'x'.repeat(81), words: [], count: 7, percent: 'a lot' }),
    )
    expect(facts['fields']).toEqual([
      { field: '/title', reason: 'must be at most 80 characters' },
      { field: '/words', reason: 'must be at least 1 entries' },
      { field: '/count', reason: 'must be at most 6' },
      { field: '/name', reason: 'is missing' },
      { field: '/percent', reason: 'is a percentage such as 10' },
    ])
  })

  test('names at most ten fields', () => {
    const many = z.array(z.int())
    const { facts } = problemOf(() =>
      checkInput(
        many,
        Array.from({ length: 50 }, () => 'x'),
      ),
    )
    expect(facts['fields']).toHaveLength(10)
  })

  test('has pointers as RFC 6901 writes them', () => {
    expect(pointerTo(['a/b', '~'])).toBe('/a~1b/~0')
  })
})
