// Answers that are named by a tag, and changes that are bound to what was read, over a real socket.

import express, { type Request } from 'express'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { operator } from '#domain/access/permission.ts'
import { operatorAccess } from '#http/access.ts'
import { answerProblem } from '#http/answer-problem.ts'
import { defaultLimits, type HttpContext } from '#http/context.ts'
import { conditionalChange } from '#http/conditional-change.ts'
import { getEndpoint, postEndpoint } from '#http/endpoint.ts'
import { listen, type Listening } from '#http/listen.ts'
import { countedInMemory } from './counted-in-memory.ts'
import { keptInMemory } from './kept-in-memory.ts'

let thingName = 'tea'

const context = {
  deps: { idempotency: keptInMemory(), rateLimits: countedInMemory() },
  permissions: {
    'POST /v1/things/:id/name': operator,

    'GET /v1/things/:id': operator,
  },
  checkOperatorKey: (key: string) => key === 'right',
  publicUrl: 'http://shop.test',
  limits: defaultLimits,
} as unknown as HttpContext

let server: Listening

beforeAll(async () => {
  const app = express()
  app.set('query parser', false)
  app.disable('etag')
  const router = express.Router()
  const params = z.object({ id: z.string() })
  const common = { access: operatorAccess, params, query: z.strictObject({}) }
  const answers = z.object({ id: z.string(), name: z.string() })
  postEndpoint({
    ...common,
    path: '/v1/things/:id/name',
    summary: 'Names a thing.',
    answers,
    body: () => z.strictObject({ name: z.string() }),
    keyScope: () => ({ retailerId: 'abcde', principal: 'caller' }),
    conditions: 'required',
    answer: async (_context, { params: { id }, body, asRead }) => {
      asRead?.({ id, name: thingName })
      thingName = body.name
      return { status: 200, body: { id, name: thingName } }
    },
  }).mount(router, context)
  getEndpoint({
    ...common,
    path: '/v1/things/:id',
    summary: 'Reads a thing.',
    answers,
    answer: async (_context, { params: { id } }) => ({ status: 200, body: { id, name: thingName } }),
  }).mount(router, context)
  app.use(router, answerProblem(context))
  server = await listen(app, { host: '127.0.0.1', port: 0 })
})

afterAll(() => server.close())

beforeEach(() => {
  thingName = 'tea'
})

async function send(method: string, path: string, headers: Record<string, string>, body?: object) {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method,
    headers: { authorization: 'Bearer right', 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const json = JSON.parse(text || '{}') as Record<string, unknown>
  return { status: response.status, headers: response.headers, text, json }
}

describe('a thing that was read', () => {
  const read = (headers: Record<string, string> = {}) => send('GET', '/v1/things/tea', headers)
  const rename = (key: string, name: string, headers: Record<string, string> = {}) =>
    send('POST', '/v1/things/tea/name', { 'idempotency-key': key, ...headers }, { name })
  const tag = async () => (await read()).headers.get('etag') ?? ''

  test('is not sent again to who has it', async () => {
    const etag = await tag()
    expect(etag).toMatch(/^"[\w-]{22}"$/)
    const again = await read({ 'if-none-match': `"other", W/${etag}` })
    expect({ status: again.status, text: again.text, etag: again.headers.get('etag') }).toEqual({
      status: 304,
      text: '',
      etag,
    })
    expect((await read({ 'if-none-match': '"other"' })).status).toBe(200)
  })

  test('is changed with its tag, and then that tag changes nothing any more', async () => {
    const etag = await tag()
    expect((await rename('n1', 'green', { 'if-match': etag })).status).toBe(200)
    const late = await rename('n2', 'black', { 'if-match': etag })
    expect({ status: late.status, code: late.json['code'] }).toEqual({
      status: 412,
      code: 'precondition_failed',
    })
    expect((await read()).json['name']).toBe('green')
  })

  test('is changed by a repeat of the same request once: it gets the first answer', async () => {
    const etag = await tag()
    await rename('n3', 'white', { 'if-match': etag })
    const again = await rename('n3', 'white', { 'if-match': etag })
    expect({ status: again.status, replayed: again.headers.get('idempotency-replayed') }).toEqual({
      status: 200,
      replayed: 'true',
    })
  })

  test('is not changed without a tag where one is needed, nor with a weak one', async () => {
    const bare = await rename('n4', 'blue')
    expect({ status: bare.status, code: bare.json['code'] }).toEqual({
      status: 428,
      code: 'precondition_required',
    })
    const weak = await rename('n5', 'blue', { 'if-match': `W/${await tag()}` })
    expect(weak.status).toBe(412)
    expect((await rename('n6', 'red', { 'if-match': '*' })).status).toBe(200)
  })

  test('is told with its tag when it is changed, so that it can be changed again', async () => {
    const first = await rename('n7', 'one', { 'if-match': await tag() })
    const told = first.headers.get('etag') ?? ''
    expect(told).toBe(await tag())
    const second = await rename('n8', 'two', { 'if-match': told })
    expect(second.status).toBe(200)
    // The repeat of the first is told what it was told then.
    const again = await rename('n7', 'one', { 'if-match': '"other"' })
    expect([again.status, again.headers.get('etag')]).toEqual([200, told])
  })
})

test('a condition that an endpoint passes over is its fault', () => {
  const asking = { headers: { 'if-match': '"read"' } } as unknown as Request
  expect(() => conditionalChange('optional', asking).expectChecked()).toThrow('holds it against')
  const silent = { headers: {} } as unknown as Request
  expect(() => conditionalChange('optional', silent).expectChecked()).not.toThrow()
  // What binds changes to nothing looks at no condition.
  expect(() => conditionalChange('none', asking).expectChecked()).not.toThrow()
})
