// The steps of every request to the JSON API, over a real socket: who asks → body → key → form → once → answer.

import express from 'express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Problem } from '#domain/problem.ts'
import { operator } from '#domain/access/permission.ts'
import { operatorAccess } from '#http/access.ts'
import { answerProblem, refuseUnknownRoutes } from '#http/answer-problem.ts'
import { defaultLimits, type HttpContext } from '#http/context.ts'
import { getEndpoint, postEndpoint } from '#http/endpoint.ts'
import { listen, type Listening } from '#http/listen.ts'
import { refuseOtherMethods } from '#http/refuse-other-methods.ts'
import { countedInMemory } from './counted-in-memory.ts'
import { keptInMemory } from './kept-in-memory.ts'

const idempotency = keptInMemory()
const logged: unknown[] = []
let answered = 0
let hold: Promise<void> = Promise.resolve()
let failWith: Error | undefined

const context = {
  deps: {
    idempotency,
    rateLimits: countedInMemory(),
    random: { bytes: (length: number) => new Uint8Array(length).fill(7) },
    log: { error: (...line: unknown[]) => logged.push(line) },
  },
  permissions: { 'POST /v1/things/:id': operator, 'GET /v1/things/:id': operator },
  checkOperatorKey: (key: string) => key === 'right',
  publicUrl: 'http://shop.test',
  limits: { ...defaultLimits, jsonBodyBytes: 1_000 },
} as unknown as HttpContext

let server: Listening

beforeAll(async () => {
  const app = express()
  app.set('query parser', false)
  const router = express.Router()
  const params = z.object({ id: z.string().regex(/^[a-z]+$/) })
  postEndpoint({
    path: '/v1/things/:id',
    summary: 'Makes a thing.',
    answers: z.object({ id: z.string(), amount: z.string(), total: z.string() }),
    statuses: [201],
    access: operatorAccess,
    params,
    query: z.strictObject({}),
    body: () => z.strictObject({ amount: z.string() }),
    keyScope: (who) => ({ retailerId: 'abcde', principal: who.kind }),
    answer: async (_context, input) => {
      answered += 1
      await hold
      if (failWith) throw failWith
      return { status: 201, body: { id: input.params.id, amount: input.body.amount, total: 5n } }
    },
  }).mount(router, context)
  getEndpoint({
    path: '/v1/things/:id',
    summary: 'Reads a thing.',
    answers: z.object({ id: z.string(), limit: z.string().optional() }),
    access: operatorAccess,
    params,
    query: z.strictObject({ limit: z.string().optional() }),
    answer: async (_context, { params: { id }, query }) => ({ status: 200, body: { id, ...query } }),
  }).mount(router, context)
  refuseOtherMethods(router, '/v1/things/:id', ['GET', 'POST'])
  app.use(router, refuseUnknownRoutes, answerProblem(context))
  server = await listen(app, { host: '127.0.0.1', port: 0 })
})

afterAll(() => server.close())

type Sent = { method?: string; path?: string; headers?: Record<string, string>; body?: string }

const RIGHT = { authorization: 'Bearer right', 'content-type': 'application/json' }

async function send({ method = 'POST', path = '/v1/things/tea', headers = {}, body }: Sent) {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: JSON.parse(text || '{}') as Record<string, unknown>,
  }
}

const post = (key: string, body = '{"amount":"1"}') =>
  send({ headers: { ...RIGHT, 'idempotency-key': key }, body })

test('an endpoint that has no row in the table of permissions is not mounted', () => {
  const endpoint = getEndpoint({
    path: '/v1/unheard-of',
    summary: 'Reads what nobody may.',
    answers: z.object({}),
    access: operatorAccess,
    params: z.object({}),
    query: z.object({}),
    answer: async () => ({ status: 200, body: {} }),
  })
  expect(() => endpoint.mount(express.Router(), context)).toThrow('A-1: GET /v1/unheard-of has a row')
})

describe('a request that is refused', () => {
  test.each<[string, Sent, number, string]>([
    ['without a key', { body: '{' }, 401, 'credentials_missing'],
    [
      'with a wrong key',
      { headers: { ...RIGHT, authorization: 'Bearer wrong' }, body: '{' },
      401,
      'credentials_invalid',
    ],
    ['for an id that cannot be', { path: '/v1/things/A1', headers: RIGHT, body: '{' }, 404, 'not_found'],
    [
      'with a path that cannot be decoded',
      { path: '/v1/things/%E0%A4%A', headers: RIGHT },
      400,
      'input_invalid',
    ],
    ['with a query it does not take', { path: '/v1/things/tea?x=1', headers: RIGHT }, 400, 'input_invalid'],
    [
      'without a content type',
      { headers: { authorization: 'Bearer right' } },
      415,
      'content_type_unsupported',
    ],
    [
      'as a form',
      { headers: { ...RIGHT, 'content-type': 'text/plain' }, body: '{}' },
      415,
      'content_type_unsupported',
    ],
    [
      'compressed',
      { headers: { ...RIGHT, 'content-encoding': 'gzip' }, body: 'x' },
      415,
      'content_type_unsupported',
    ],
    ['too large', { headers: RIGHT, body: `{"amount":"${'1'.repeat(1_000)}"}` }, 413, 'body_too_large'],
    ['cut off', { headers: RIGHT, body: '{"amount":' }, 400, 'body_malformed'],
    [
      'without an Idempotency-Key',
      { headers: RIGHT, body: '{"amount":"1"}' },
      400,
      'idempotency_key_missing',
    ],
    [
      'with an Idempotency-Key of two words',
      { headers: { ...RIGHT, 'idempotency-key': 'a b' }, body: '{"amount":"1"}' },
      400,
      'idempotency_key_invalid',
    ],
    [
      'with an Idempotency-Key of 256 characters',
      { headers: { ...RIGHT, 'idempotency-key': 'a'.repeat(256) }, body: '{"amount":"1"}' },
      400,
      'idempotency_key_invalid',
    ],
    ['as a list', { headers: { ...RIGHT, 'idempotency-key': 'k' }, body: '[]' }, 400, 'input_invalid'],
    ['as null', { headers: { ...RIGHT, 'idempotency-key': 'k' }, body: 'null' }, 400, 'input_invalid'],
    [
      'with a field too many',
      { headers: { ...RIGHT, 'idempotency-key': 'k' }, body: '{"amount":"1","x":1}' },
      400,
      'input_invalid',
    ],
    ['by another method', { method: 'DELETE', headers: RIGHT }, 405, 'method_not_allowed'],
    ['at another address', { path: '/v1/nothing', headers: RIGHT, body: '{}' }, 404, 'not_found'],
  ])('%s', async (_name, sent, status, code) => {
    const before = answered
    const answer = await send(sent)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    expect(answer.json).toMatchObject({ type: `http://shop.test/errors#${code}`, status, code })
    expect(answered).toBe(before)
    expect(idempotency.begun.size).toBe(0)
  })

  test('says which methods an address takes', async () => {
    const answer = await send({ method: 'PUT', headers: RIGHT })
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS')
    const options = await send({ method: 'OPTIONS', headers: RIGHT })
    expect({ status: options.status, allow: options.headers.get('allow') }).toEqual({
      status: 204,
      allow: 'GET, HEAD, POST, OPTIONS',
    })
  })

  test('for want of a key says how to give one', async () => {
    expect((await send({})).headers.get('www-authenticate')).toBe('Bearer')
  })
})

describe('a request that is answered', () => {
  test('once under its key: a repeat gets the same bytes and says so', async () => {
    const first = await post('once')
    const before = answered
    const again = await post('once')
    expect(first.status).toBe(201)
    expect(first.text).toBe('{"id":"tea","amount":"1","total":"5"}')
    expect(first.headers.get('idempotency-replayed')).toBeNull()
    expect({ status: again.status, text: again.text }).toEqual({ status: 201, text: first.text })
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(answered).toBe(before)
  })

  test('is a conflict under the key of another body, and of another address', async () => {
    await post('shared')
    expect((await post('shared', '{"amount":"2"}')).json['code']).toBe('idempotency_key_reused')
    const elsewhere = await send({
      path: '/v1/things/coffee',
      headers: { ...RIGHT, 'idempotency-key': 'shared' },
      body: '{"amount":"1"}',
    })
    expect({ status: elsewhere.status, code: elsewhere.json['code'] }).toEqual({
      status: 422,
      code: 'idempotency_key_reused',
    })
  })

  test('is in flight until the first is done', async () => {
    const gate = Promise.withResolvers<void>()
    hold = gate.promise
    const before = answered
    const first = post('slow')
    await expect.poll(() => answered).toBe(before + 1)
    const second = await post('slow')
    gate.resolve()
    hold = Promise.resolve()
    expect({ status: second.status, code: second.json['code'] }).toEqual({
      status: 409,
      code: 'idempotency_key_in_flight',
    })
    expect(second.headers.get('retry-after')).toBe('2')
    expect((await first).status).toBe(201)
  })

  test('with a problem gives the key back', async () => {
    failWith = new Problem('chain_unavailable')
    const refused = await post('later')
    failWith = undefined
    expect({ status: refused.status, retryAfter: refused.headers.get('retry-after') }).toEqual({
      status: 503,
      retryAfter: '2',
    })
    expect((await post('later')).status).toBe(201)
  })

  test('with a failure of ours tells nothing but its number, and logs it', async () => {
    failWith = new Error('secret at /srv/app.ts')
    const failed = await post('failing')
    failWith = undefined
    expect(failed.status).toBe(500)
    expect(failed.json).toMatchObject({ code: 'internal_error', facts: { failure: '070707070707' } })
    expect(failed.text).not.toMatch(/secret|srv|\.ts|stack/)
    expect(JSON.stringify(logged)).toContain('070707070707')
  })

  test('when it reads', async () => {
    const read = await send({ method: 'GET', path: '/v1/things/tea?limit=5', headers: RIGHT })
    expect({ status: read.status, json: read.json }).toEqual({ status: 200, json: { id: 'tea', limit: '5' } })
    const twice = await send({ method: 'GET', path: '/v1/things/tea?limit=5&limit=6', headers: RIGHT })
    expect(twice.json['code']).toBe('input_invalid')
  })
})
