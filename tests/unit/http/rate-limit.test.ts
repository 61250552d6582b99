// How often somebody may ask, and what every answer says of it, over a real socket.

import express from 'express'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Problem } from '#domain/problem.ts'
import { openOrPerson, operator } from '#domain/access/permission.ts'
import { anyoneOrRecommenderAccess, operatorAccess } from '#http/access.ts'
import { answerProblem } from '#http/answer-problem.ts'
import { defaultLimits, type HttpContext } from '#http/context.ts'
import { getEndpoint, postEndpoint } from '#http/endpoint.ts'
import { listen, type Listening } from '#http/listen.ts'
import { admitRequest } from '#http/rate-limit.ts'
import { networkOf } from '#http/network-of.ts'
import { countedInMemory } from './counted-in-memory.ts'
import { keptInMemory } from './kept-in-memory.ts'

let rateLimits = countedInMemory()

const context = {
  deps: {
    idempotency: keptInMemory(),
    rateLimits: { count: (...counted: Parameters<typeof rateLimits.count>) => rateLimits.count(...counted) },
  },
  permissions: { 'GET /v1/things': operator, 'GET /v1/open': openOrPerson, 'POST /v1/open': openOrPerson },
  checkOperatorKey: (key: string) => key === 'right',
  publicUrl: 'http://shop.test',
  limits: { ...defaultLimits, keyRequestsPerMinute: 3, openRequestsPerMinute: 2, openPostsPerMinute: 1 },
} as unknown as HttpContext

let server: Listening

beforeAll(async () => {
  const app = express()
  app.set('query parser', false)
  const router = express.Router()
  const common = {
    params: z.object({}),
    query: z.strictObject({}),
    answers: z.object({}),
    summary: 'Is there.',
  }
  const answer = async () => ({ status: 200, body: {} })
  getEndpoint({ ...common, path: '/v1/things', access: operatorAccess, answer }).mount(router, context)
  getEndpoint({ ...common, path: '/v1/open', access: anyoneOrRecommenderAccess, answer }).mount(
    router,
    context,
  )
  postEndpoint({
    ...common,
    path: '/v1/open',
    access: anyoneOrRecommenderAccess,
    body: () => z.strictObject({}),
    keyScope: () => ({ retailerId: 'abcde', principal: 'public' }),
    answer,
  }).mount(router, context)
  app.use(router, answerProblem(context))
  server = await listen(app, { host: '127.0.0.1', port: 0 })
})

afterAll(() => server.close())

beforeEach(() => {
  rateLimits = countedInMemory()
})

let keys = 0

async function send(method: 'GET' | 'POST', path: string, key?: string) {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method,
    headers: {
      'idempotency-key': `k${keys++}`,
      'content-type': 'application/json',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    },
    ...(method === 'POST' ? { body: '{}' } : {}),
  })
  const json = (await response.json()) as Record<string, unknown>
  return { status: response.status, headers: response.headers, json }
}

describe('somebody with a key', () => {
  test('is told how often they may ask, and what is left', async () => {
    const { headers } = await send('GET', '/v1/things', 'right')
    expect(headers.get('ratelimit-policy')).toBe('"key";q=3;w=60')
    expect(headers.get('ratelimit')).toBe('"key";r=2;t=60')
  })

  test('may ask as often as that and no oftener, and is told when again', async () => {
    const statuses = []
    for (let asked = 0; asked < 3; asked++) statuses.push((await send('GET', '/v1/things', 'right')).status)
    const refused = await send('GET', '/v1/things', 'right')
    expect(statuses).toEqual([200, 200, 200])
    expect({ status: refused.status, code: refused.json['code'], facts: refused.json['facts'] }).toEqual({
      status: 429,
      code: 'rate_limited',
      facts: { retryAfterSeconds: 60 },
    })
    expect(refused.headers.get('retry-after')).toBe('60')
    expect(refused.headers.get('ratelimit')).toBe('"key";r=0;t=60')
  })
})

describe('the keys of one shop', () => {
  /** What a request with a key is told: the limit that it is shown, what is left of it, and whether it is refused. */
  async function askWith(retailerId: string, keyId: string): Promise<string> {
    const headers = new Map<string, string>()
    const response = { set: (name: string, value: string) => headers.set(name, value) }
    const key = { kind: 'retailer', retailerId, keyId, scopes: ['read'] } as const
    const exchange = { request: {}, response } as unknown as Parameters<typeof admitRequest>[2]
    const told = await admitRequest(context, key, exchange).then(
      () => 'let in',
      (error: unknown) => (error instanceof Problem ? error.code : String(error)),
    )
    return `${keyId} ${told} ${headers.get('RateLimit-Policy')} ${headers.get('RateLimit')}`
  }

  test('may ask as often as two of them, however many they are', async () => {
    const told: string[] = []
    for (const key of ['a', 'a', 'a', 'a', 'b', 'b', 'c', 'd']) told.push(await askWith('shop1', key))
    expect(told).toEqual([
      'a let in "key";q=3;w=60 "key";r=2;t=60',
      'a let in "key";q=3;w=60 "key";r=1;t=60',
      'a let in "key";q=3;w=60 "key";r=0;t=60',
      // Refused for itself, and no burden on the others.
      'a rate_limited "key";q=3;w=60 "key";r=0;t=60',
      'b let in "key";q=3;w=60 "key";r=2;t=60',
      'b let in "key";q=3;w=60 "key";r=1;t=60',
      'c let in "shop";q=6;w=60 "shop";r=0;t=60',
      'd rate_limited "shop";q=6;w=60 "shop";r=0;t=60',
    ])
    expect(await askWith('shop2', 'e')).toBe('e let in "key";q=3;w=60 "key";r=2;t=60')
  })
})

describe('somebody without a right key', () => {
  test('is counted by their network, and not with those who have one', async () => {
    await send('GET', '/v1/open')
    await send('GET', '/v1/things', 'right')
    expect([...rateLimits.counts]).toEqual([
      ['open 127.0.0.1', 1],
      ['key operator', 1],
    ])
  })

  test('may try two keys that are nobody’s in a minute, and not three', async () => {
    const codes = []
    for (const key of ['wrong1', 'wrong2', 'wrong3'])
      codes.push((await send('GET', '/v1/things', key)).json['code'])
    expect(codes).toEqual(['credentials_invalid', 'credentials_invalid', 'rate_limited'])
  })

  test('may write less often than read', async () => {
    expect((await send('POST', '/v1/open')).status).toBe(200)
    expect((await send('POST', '/v1/open')).status).toBe(429)
    expect((await send('GET', '/v1/open')).status).toBe(200)
  })
})

describe('addresses', () => {
  test.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2:a::'],
    ['2001:db8::1', '2001:db8:0:0:9::'],
  ])('of one household count together: %s and %s', (one, other) => {
    expect(networkOf(one)).toBe(networkOf(other))
  })

  test('of two households count apart', () => {
    expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'))
    expect(networkOf('192.0.2.1')).not.toBe(networkOf('192.0.2.2'))
  })
})
