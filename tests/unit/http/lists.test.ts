// Every list of the API comes a page at a time, and goes on from a cursor.

import { expect, test } from 'vitest'
import { z } from 'zod'
import { isPaged } from '#http/paging.ts'
import { endpoints } from '#http/v1/endpoints.ts'

/** Answered whole: figures of the programs that one person joined, which are read together. */
const WHOLE = ['/v1/me/metrics']

const lists = endpoints.filter(
  ({ method, path, described: { answers } }) =>
    method === 'GET' && answers instanceof z.ZodObject && 'data' in answers.shape && !WHOLE.includes(path),
)

test('every list answers where its next page begins, and takes how many and after which', () => {
  expect(lists.length).toBeGreaterThan(25)
  const unpaged = lists.filter(({ described: { answers, query } }) => {
    const takes = query instanceof z.ZodObject ? Object.keys(query.shape) : []
    return !isPaged(answers) || !takes.includes('limit') || !takes.includes('after')
  })
  expect(unpaged.map(({ path }) => path)).toEqual([])
})

test('a page has fifty rows unless it is asked for others, and never more than a hundred', () => {
  for (const { path, described } of lists) {
    const limitOf = (query: object) => (described.query.safeParse(query).data as { limit?: number })?.limit
    expect([path, limitOf({}), limitOf({ limit: '100' })]).toEqual([path, 50, 100])
    expect([path, limitOf({ limit: '101' })]).toEqual([path, undefined])
  }
})
