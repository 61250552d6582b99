// Pages of lists: cursors that are nobody's to write, over a real socket, and pages of rows that are at hand.

import express from 'express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { operator } from '#domain/access/permission.ts'
import { operatorAccess } from '#http/access.ts'
import { answerProblem } from '#http/answer-problem.ts'
import { defaultLimits, type HttpContext } from '#http/context.ts'
import { openCursor, sealCursor } from '#http/cursor.ts'
import { getEndpoint } from '#http/endpoint.ts'
import { listen, type Listening } from '#http/listen.ts'
import { pageOfRows, placeOf } from '#http/paging.ts'
import { pageOf } from '#schema/answered.ts'
import { anyPageQuerySchema } from '#schema/page.ts'
import { countedInMemory } from './counted-in-memory.ts'

const ROWS = ['r5', 'r4', 'r3', 'r2', 'r1']

const NEWEST = { place: (row: string) => row, order: 'descending' } as const

const context = {
  deps: { rateLimits: countedInMemory() },
  permissions: { 'GET /v1/lists/:list': operator },
  checkOperatorKey: (key: string) => key === 'right',
  publicUrl: 'http://shop.test',
  limits: defaultLimits,
  cursorKey: new Uint8Array(32).fill(7),
} as unknown as HttpContext

let server: Listening

beforeAll(async () => {
  const app = express()
  app.set('query parser', false)
  const router = express.Router()
  getEndpoint({
    path: '/v1/lists/:list',
    summary: 'Lists rows.',
    answers: pageOf(z.string()),
    access: operatorAccess,
    params: z.object({ list: z.string() }),
    query: anyPageQuerySchema.extend({ state: z.string().optional() }),
    answer: async (_context, { query }) => ({ status: 200, body: pageOfRows(ROWS, NEWEST, query) }),
  }).mount(router, context)
  app.use(router, answerProblem(context))
  server = await listen(app, { host: '127.0.0.1', port: 0 })
})

afterAll(() => server.close())

async function ask(query: string, list = 'numbers') {
  const response = await fetch(`http://127.0.0.1:${server.port}/v1/lists/${list}?${query}`, {
    headers: { authorization: 'Bearer right' },
  })
  const json = (await response.json()) as {
    data: string[]
    page: { next: string | null }
    code?: string
  }
  return { status: response.status, ...json }
}

const nextOf = async (query: string) => (await ask(query)).page.next ?? ''

describe('a list', () => {
  test('is read page by page to its end, also with pages of another size', async () => {
    const first = await ask('limit=2')
    const second = await ask(`limit=1&after=${first.page.next}`)
    const third = await ask(`limit=2&after=${second.page.next}`)
    expect([first.data, second.data, third.data]).toEqual([['r5', 'r4'], ['r3'], ['r2', 'r1']])
    expect(third.page.next).toBeNull()
  })

  test('goes on with no text but the one it gave', async () => {
    const cursor = await nextOf('limit=2')
    const last = cursor.at(-1) === 'A' ? 'B' : 'A'
    const tampered = [
      'r4',
      `${cursor.slice(0, -1)}${last}`,
      `B${cursor.slice(1)}`,
      `${cursor}A`,
      `${cursor}=`,
      cursor.slice(0, 20),
      '',
      'A'.repeat(5_000),
    ]
    for (const after of tampered) {
      const { status, code } = await ask(`limit=2&after=${encodeURIComponent(after)}`)
      expect({ after, status, code }).toEqual({ after, status: 400, code: 'input_invalid' })
    }
  })

  test('does not go on with the cursor of another list, nor with other filters', async () => {
    const cursor = await nextOf('limit=2')
    expect((await ask(`limit=2&after=${cursor}`, 'letters')).status).toBe(400)
    expect((await ask(`limit=2&state=open&after=${cursor}`)).status).toBe(400)
    const filtered = await nextOf('limit=2&state=open')
    expect((await ask(`state=open&limit=2&after=${filtered}`)).data).toEqual(['r3', 'r2'])
  })
})

describe('a cursor', () => {
  const scope = { key: new Uint8Array(32).fill(1), list: '["/v1/orders","abcde",[]]' }

  test('stands for its position, whatever characters it has', () => {
    for (const position of ['a', 'MIA 10 %', 'ü'.repeat(255), '7-12'])
      expect(openCursor(scope, sealCursor(scope, position))).toBe(position)
  })

  test('of another key is none', () => {
    const other = { ...scope, key: new Uint8Array(32).fill(2) }
    expect(() => openCursor(scope, sealCursor(other, 'a'))).toThrow('The input does not have the form')
  })
})

describe('a page of rows', () => {
  const page = (limit: number, after?: string) => pageOfRows(ROWS, NEWEST, { limit, after })

  test('ends the list exactly at its last row', () => {
    expect(page(5)).toEqual({ data: ROWS, page: { next: null } })
    expect(page(4)).toEqual({ data: ['r5', 'r4', 'r3', 'r2'], page: { next: 'r2' } })
    expect(page(4, 'r2')).toEqual({ data: ['r1'], page: { next: null } })
    expect(page(4, 'r1')).toEqual({ data: [], page: { next: null } })
  })

  test('goes on after the place of a row that is gone', () => {
    expect(page(2, 'r35').data).toEqual(['r3', 'r2'])
    expect(page(2, 'r6').data).toEqual(['r5', 'r4'])
  })

  test('is sorted by place, whatever order the rows came in', () => {
    const mixed = ['r2', 'r5', 'r1', 'r4', 'r3']
    const oldest = { ...NEWEST, order: 'ascending' } as const
    expect(pageOfRows(mixed, oldest, { limit: 2, after: 'r2' })).toEqual({
      data: ['r3', 'r4'],
      page: { next: 'r4' },
    })
  })
})

test('places sort by their numbers first, and not by the digits that these begin with', () => {
  expect([placeOf(10, 'a'), placeOf(9, 'b'), placeOf(9, 'a')].toSorted()).toEqual([
    '000000000000009.a',
    '000000000000009.b',
    '000000000000010.a',
  ])
})
