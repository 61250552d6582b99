// Bad input to every address: a 4xx with a stable code, nothing written, never a 5xx.

import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wrongEverywhere, wrongFields, type Json } from './hostile-bodies.ts'
import {
  codeOf,
  goodBodies,
  makeHostileWorld,
  verdictOf,
  type HostileWorld,
  type Shop,
} from './hostile-world.ts'
import type { ServedRelayer } from './served-relayer.ts'

let relayer: ServedRelayer
let shop: Shop
let other: Shop
let signInToken: string
let linkCode: string
let send: HostileWorld['send']
let expectNothingWritten: HostileWorld['expectNothingWritten']

beforeAll(async () => {
  ;({ relayer, shop, other, signInToken, linkCode, send, expectNothingWritten } = await makeHostileWorld())
})

afterAll(() => relayer?.stop())

const posts: readonly {
  name: string
  path: () => string
  key: () => string | undefined
  good: () => Json
}[] = [
  {
    name: 'a retailer',
    path: () => '/v1/retailers',
    key: () => relayer.operatorKey,
    good: () => goodBodies.retailer,
  },
  {
    name: 'a connection',
    path: () => '/v1/connections',
    key: () => shop.apiKey,
    good: () => goodBodies.connection,
  },
  { name: 'a program', path: () => '/v1/programs', key: () => shop.apiKey, good: () => goodBodies.program },
  {
    name: 'a flat program',
    path: () => '/v1/programs',
    key: () => shop.apiKey,
    good: () => goodBodies.flatProgram,
  },
  {
    name: 'a pool',
    path: () => `/v1/programs/${shop.programId}/pool`,
    key: () => shop.apiKey,
    good: () => goodBodies.pool,
  },
  {
    name: 'a deposit',
    path: () => `/v1/programs/${shop.programId}/pool/deposits`,
    key: () => shop.apiKey,
    good: () => goodBodies.deposit,
  },
  {
    name: 'a person',
    path: () => `/v1/programs/${shop.programId}/recommenders`,
    key: () => undefined,
    good: () => ({ ...goodBodies.person, email: 'mia@example.com' }),
  },
  {
    name: 'a link',
    path: () => '/v1/links',
    key: () => signInToken,
    good: () => ({ programId: shop.programId }),
  },
]

describe.each(posts)('a POST for $name', ({ path, key, good }) => {
  test('refuses every bad body, and writes nothing', async () => {
    const taken: Record<string, string> = {}
    const optional = ['without email']
    for (const { name, body } of [...wrongEverywhere(good()), ...wrongFields(good())]) {
      if (optional.includes(name)) continue
      const verdict = await verdictOf(await send('POST', path(), { body, key: key() }))
      if (verdict !== 'refused') taken[name] = verdict
    }
    expect(taken).toEqual({})
    await expectNothingWritten()
  })
})

describe('a key', () => {
  const wrongKeys = () => [
    '',
    'x',
    'vp_test_',
    `${shop.apiKey}x`,
    shop.apiKey.slice(0, -1),
    other.secret,
    'a'.repeat(8_000),
  ]

  test('that is wrong is refused before anything else is looked at', async () => {
    for (const { path } of posts.slice(0, 6)) {
      for (const wrong of wrongKeys()) {
        expect((await send('POST', path(), { key: wrong, body: '{' })).status).toBe(401)
      }
    }
    for (const path of [
      '/v1/orders',
      '/v1/rewards',
      '/v1/work',
      '/v1/me',
      `/v1/programs/${shop.programId}/pool`,
    ]) {
      expect(await codeOf(await send('GET', path))).toBe('credentials_missing')
      expect(await codeOf(await send('GET', path, { key: 'wrong' }))).toBe('credentials_invalid')
      expect((await send('GET', `${path}?api_key=${shop.apiKey}`)).status).toBe(401)
    }
  })

  test('of another kind opens nothing', async () => {
    expect(
      (await send('POST', '/v1/retailers', { key: shop.apiKey, body: JSON.stringify(goodBodies.retailer) }))
        .status,
    ).toBe(403)
    expect((await send('GET', '/v1/me', { key: shop.apiKey })).status).toBe(403)
    expect((await send('GET', '/v1/orders', { key: signInToken })).status).toBe(403)
    expect((await send('GET', '/v1/orders', { key: relayer.operatorKey })).status).toBe(403)
    await expectNothingWritten()
  })

  test("of another shop gets the same answer for this shop's things as for things that never were", async () => {
    const never = `${shop.programId.slice(0, 5)}${'2'.repeat(16)}`
    for (const [mine, unknown] of [
      [`/v1/programs/${shop.programId}/pool`, `/v1/programs/${never}/pool`],
      [`/v1/orders/${shop.programId}`, `/v1/orders/${never}`],
      [`/v1/rewards/${shop.programId}`, '/v1/rewards/x'],
    ] as const) {
      const answers = await Promise.all(
        [mine, unknown].map((path) => send('GET', path, { key: other.apiKey })),
      )
      const [first, second] = await Promise.all(
        answers.map(async (answer) => ({ status: answer.status, text: await answer.text() })),
      )
      expect(first).toEqual(second)
      expect(first?.status).toBe(404)
    }
    const deposit = await send('POST', `/v1/programs/${shop.programId}/pool/deposits`, {
      key: other.apiKey,
      body: JSON.stringify(goodBodies.deposit),
    })
    expect(await codeOf(deposit)).toBe('not_found')
    await expectNothingWritten()
  })
})

describe('a path or query', () => {
  test.each([
    '/v1/orders?limit=0',
    '/v1/orders?limit=-1',
    '/v1/orders?limit=101',
    '/v1/orders?limit=1e2',
    '/v1/orders?limit=1&limit=2',
    '/v1/orders?limit[]=1',
    '/v1/orders?after=x',
    '/v1/orders?after=%00',
    '/v1/orders?unknown=1',
    '/v1/orders?__proto__=1',
    '/v1/work?x=1',
    '/v1/orders/%00',
    '/v1/orders/%E0%A4%A',
    '/v1/orders/..%2f..',
    '/v1/programs/__proto__/pool',
    '/v1/programs/constructor/pool',
    '/v1/nothing',
    '/v1',
    '/v1/',
    '/v2/orders',
    '/%',
    '/.env',
    '/r/__proto__',
    '/r/%00',
    '/r/x/qr.svg',
    '/r/%2e%2e/qr.svg',
    '/r/aaaaaaaaaaaaa/qr.svg',
    '/me/%00',
    '/shop/%00',
    '/join/%00',
    '/join/x',
    '/assets/site.css',
  ])('%s is refused', async (path) => {
    expect(await verdictOf(await send('GET', path, { key: shop.apiKey }))).toBe('refused')
  })

  test('of any length, or of an id that never was, is refused', async () => {
    const long = 'a'.repeat(3_000)
    const paths = [
      `/v1/rewards?after=${long}`,
      `/v1/rewards/${long}`,
      `/r/${long}`,
      `/r/${'2'.repeat(13)}`,
      `/me/${'2'.repeat(44)}`,
      `/shop/${'2'.repeat(33)}`,
      `/join/${'2'.repeat(21)}`,
    ]
    const verdicts: string[] = []
    for (const path of paths) verdicts.push(await verdictOf(await send('GET', path, { key: shop.apiKey })))
    expect(verdicts).toEqual(paths.map(() => 'refused'))
  })

  test.each(['PUT', 'PATCH', 'DELETE'])('is not for %s', async (method) => {
    for (const path of [
      '/',
      '/v1/orders',
      '/v1/links',
      '/hooks/standard/x',
      '/r/x',
      '/join/x',
      '/me',
      '/me/x',
      '/shop',
      '/healthz',
    ]) {
      const response = await send(method, path, { key: shop.apiKey })
      expect(response.headers.get('allow')).not.toBeNull()
      expect({ path, status: response.status, code: await codeOf(response) }).toEqual({
        path,
        status: 405,
        code: 'method_not_allowed',
      })
    }
  })
})

describe('a connection', () => {
  /** Writes raw bytes and answers the first line that comes back; empty when the server just hangs up. */
  function raw(request: string): Promise<string> {
    return new Promise((resolve) => {
      const { hostname, port } = new URL(relayer.url)
      const socket = connect(Number(port), hostname, () => socket.write(request))
      let answer = ''
      socket.on('data', (chunk) => (answer += chunk.toString()))
      // A server that hangs up while it is still being written to resets the connection.
      socket.on('error', () => undefined)
      socket.on('close', () => resolve(answer.split('\r\n')[0] ?? ''))
    })
  }

  test.each([
    ['no HTTP', 'hello\r\n\r\n', /^HTTP\/1\.1 400/],
    [
      'two lengths',
      'POST /v1/links HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello',
      /^HTTP\/1\.1 400/,
    ],
    [
      'a length and chunks',
      'POST /v1/links HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      /^HTTP\/1\.1 400/,
    ],
    [
      'headers without end',
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`,
      /^HTTP\/1\.1 431|^$/,
    ],
    ['a path of 16 kB', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, /^HTTP\/1\.1 431/],
  ])('with %s is closed, and the server stays', async (_name, request, expected) => {
    expect(await raw(request)).toMatch(expected)
    expect((await send('GET', '/healthz')).status).toBe(200)
  })
})

test('after all of it, a good request is still answered', async () => {
  await expectNothingWritten()
  expect((await send('GET', '/readyz')).status).toBe(200)
  expect((await send('GET', `/v1/programs/${shop.programId}/pool`, { key: shop.apiKey })).status).toBe(200)
  expect((await send('GET', `/r/${linkCode}`)).status).toBe(302)
})
