// Bad input to every address: a 4xx with a stable code, nothing written, never a 5xx.

import { connect } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { problemTable } from '#domain/problem-table.ts'
import { wrongEverywhere, wrongFields, type Json } from './hostile-bodies.ts'
import { serveRelayer, type ServedRelayer } from './served-relayer.ts'

const policy = {
  version: 1,
  currency: 'USD',
  attribution: { model: 'last-click', windowDays: 30 },
  reward: { kind: 'percent', bps: 800 },
  perOrderCap: '10.00',
  holdSeconds: 3_600,
}

const bodies = {
  retailer: { name: 'Tea' },
  connection: { platform: 'standard', currency: 'USD' },
  program: { name: 'Friends', shopUrl: 'https://tea.example/', policy },
  flatProgram: {
    name: 'Friends',
    shopUrl: 'https://tea.example/',
    policy: { ...policy, reward: { kind: 'flat', amount: '2.00' } },
  },
  pool: { minHoldSeconds: 3_600, rewardCap: '10.00', rateCapacity: '100.00', ratePerDay: '100.00' },
  deposit: { amount: '5.00' },
  person: { handle: 'mia', payee: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8' },
} satisfies Record<string, Json>

type Shop = { apiKey: string; programId: string; connectionId: string; secret: string; webhookUrl: string }

let relayer: ServedRelayer
let shop: Shop
let other: Shop
let signInToken = ''
let linkCode = ''
let before: Record<string, number>
let keys = 0

beforeAll(async () => {
  relayer = await serveRelayer()
  shop = await makeShop()
  other = await makeShop()
  const joined = await create(`/v1/programs/${shop.programId}/recommenders`, bodies.person)
  signInToken = joined['signInToken'] as string
  linkCode = (joined['link'] as { code: string }).code
  before = await relayer.rowCounts()
})

afterAll(() => relayer?.stop())

async function makeShop(): Promise<Shop> {
  const retailer = await create('/v1/retailers', bodies.retailer, relayer.operatorKey)
  const apiKey = retailer['apiKey'] as string
  const connection = await create('/v1/connections', bodies.connection, apiKey)
  const program = await create('/v1/programs', bodies.program, apiKey)
  await create(`/v1/programs/${program['programId'] as string}/pool`, bodies.pool, apiKey)
  return { ...connection, ...program, apiKey } as Shop
}

async function create(path: string, body: Json, key?: string): Promise<Record<string, unknown>> {
  const response = await send('POST', path, { body: JSON.stringify(body), ...(key === undefined ? {} : { key }) })
  expect(response.status, await response.clone().text()).toBeLessThan(300)
  return (await response.json()) as Record<string, unknown>
}

type Sent = { body?: string | Uint8Array<ArrayBuffer>; key?: string; headers?: Record<string, string> }

function send(method: string, path: string, { body, key, headers }: Sent = {}): Promise<Response> {
  return fetch(new URL(path, relayer.url), {
    method,
    redirect: 'manual',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'POST' ? { 'idempotency-key': `hostile-${keys++}` } : {}),
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  })
}

/** What an answer gives away: 'refused' when it is a problem with a known code, a status in the 400s and no inside. */
async function verdictOf(response: Response): Promise<string> {
  const text = await response.text()
  const type = response.headers.get('content-type') ?? ''
  if (!type.startsWith('application/problem+json')) return `${response.status} ${type}`
  const { code, status } = JSON.parse(text) as { code: string; status: number }
  if (status !== response.status || status < 400 || status > 499) return `${response.status} ${code}`
  if (!(code in problemTable) || code === 'internal_error') return `${response.status} ${code}`
  return /\bat .*\.ts|node_modules|stack|select |insert /i.test(text) ? `${response.status} tells ${text}` : 'refused'
}

async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { code: string }).code
}

const posts: readonly { name: string; path: () => string; key: () => string | undefined; good: () => Json }[] = [
  { name: 'a retailer', path: () => '/v1/retailers', key: () => relayer.operatorKey, good: () => bodies.retailer },
  { name: 'a connection', path: () => '/v1/connections', key: () => shop.apiKey, good: () => bodies.connection },
  { name: 'a program', path: () => '/v1/programs', key: () => shop.apiKey, good: () => bodies.program },
  { name: 'a flat program', path: () => '/v1/programs', key: () => shop.apiKey, good: () => bodies.flatProgram },
  { name: 'a pool', path: () => `/v1/programs/${shop.programId}/pool`, key: () => shop.apiKey, good: () => bodies.pool },
  {
    name: 'a deposit',
    path: () => `/v1/programs/${shop.programId}/pool/deposits`,
    key: () => shop.apiKey,
    good: () => bodies.deposit,
  },
  {
    name: 'a person',
    path: () => `/v1/programs/${shop.programId}/recommenders`,
    key: () => undefined,
    good: () => ({ ...bodies.person, email: 'mia@example.com' }),
  },
  { name: 'a link', path: () => '/v1/links', key: () => signInToken, good: () => ({ programId: shop.programId }) },
]

describe.each(posts)('a POST for $name', ({ path, key, good }) => {
  test('refuses every bad body, and writes nothing', async () => {
    const taken: Record<string, string> = {}
    const optional = ['without email']
    for (const { name, body } of [...wrongEverywhere(good()), ...wrongFields(good())]) {
      if (optional.includes(name)) continue
      const apiKey = key()
      const verdict = await verdictOf(await send('POST', path(), { body, ...(apiKey === undefined ? {} : { key: apiKey }) }))
      if (verdict !== 'refused') taken[name] = verdict
    }
    expect(taken).toEqual({})
    expect(await relayer.rowCounts()).toEqual(before)
  })
})

describe('a key', () => {
  const wrongKeys = () => ['', 'x', 'vp_test_', `${shop.apiKey}x`, shop.apiKey.slice(0, -1), other.secret, 'a'.repeat(8_000)]

  test('that is wrong is refused before anything else is looked at', async () => {
    for (const { path } of posts.slice(0, 6)) {
      for (const wrong of wrongKeys()) {
        expect((await send('POST', path(), { key: wrong, body: '{' })).status).toBe(401)
      }
    }
    for (const path of ['/v1/orders', '/v1/rewards', '/v1/work', '/v1/me', `/v1/programs/${shop.programId}/pool`]) {
      expect(await codeOf(await send('GET', path))).toBe('credentials_missing')
      expect(await codeOf(await send('GET', path, { key: 'wrong' }))).toBe('credentials_invalid')
      expect((await send('GET', `${path}?api_key=${shop.apiKey}`)).status).toBe(401)
    }
  })

  test('of another kind opens nothing', async () => {
    expect((await send('POST', '/v1/retailers', { key: shop.apiKey, body: JSON.stringify(bodies.retailer) })).status).toBe(401)
    expect((await send('GET', '/v1/me', { key: shop.apiKey })).status).toBe(401)
    expect((await send('GET', '/v1/orders', { key: signInToken })).status).toBe(401)
    expect((await send('GET', '/v1/orders', { key: relayer.operatorKey })).status).toBe(401)
    expect(await relayer.rowCounts()).toEqual(before)
  })

  test("of another shop gets the same answer for this shop's things as for things that never were", async () => {
    const never = `${shop.programId.slice(0, 5)}${'2'.repeat(16)}`
    for (const [mine, unknown] of [
      [`/v1/programs/${shop.programId}/pool`, `/v1/programs/${never}/pool`],
      [`/v1/orders/${shop.programId}`, `/v1/orders/${never}`],
      [`/v1/rewards/${shop.programId}`, '/v1/rewards/x'],
    ] as const) {
      const answers = await Promise.all([mine, unknown].map((path) => send('GET', path, { key: other.apiKey })))
      const [first, second] = await Promise.all(answers.map(async (answer) => ({ status: answer.status, text: await answer.text() })))
      expect(first).toEqual(second)
      expect(first?.status).toBe(404)
    }
    const deposit = await send('POST', `/v1/programs/${shop.programId}/pool/deposits`, {
      key: other.apiKey,
      body: JSON.stringify(bodies.deposit),
    })
    expect(await codeOf(deposit)).toBe('not_found')
    expect(await relayer.rowCounts()).toEqual(before)
  })
})

describe('a path or query', () => {
  test.each([
    '/v1/orders?limit=0', '/v1/orders?limit=-1', '/v1/orders?limit=101', '/v1/orders?limit=1e2', '/v1/orders?limit=1&limit=2',
    '/v1/orders?limit[]=1', '/v1/orders?after=x', '/v1/orders?after=%00', '/v1/orders?unknown=1', '/v1/orders?__proto__=1',
    '/v1/rewards?after=' + 'a'.repeat(3_000), '/v1/work?x=1', '/v1/orders/%00', '/v1/orders/%E0%A4%A', '/v1/orders/..%2f..',
    '/v1/rewards/' + 'a'.repeat(3_000), '/v1/programs/__proto__/pool', '/v1/programs/constructor/pool', '/v1/nothing', '/v1',
    '/v1/', '/v2/orders', '/%', '/.env', '/r/__proto__', '/r/' + 'a'.repeat(13), '/r/%00', '/r/x/qr.svg', '/r/%2e%2e/qr.svg',
    '/me/%00', '/shop/%00', '/join/%00', '/join/x', '/me/' + '2'.repeat(44), '/shop/' + '2'.repeat(33), '/assets/site.css',
  ])('%s is refused', async (path) => {
    expect(await verdictOf(await send('GET', path, { key: shop.apiKey }))).toBe('refused')
  })

  test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('is not for %s', async (method) => {
    for (const path of ['/', '/v1/orders', '/v1/links', '/hooks/standard/x', '/r/x', '/join/x', '/me', '/me/x', '/shop', '/healthz']) {
      const response = await send(method, path, { key: shop.apiKey })
      expect(response.headers.get('allow')).not.toBeNull()
      expect({ path, status: response.status, code: await codeOf(response) }).toEqual({ path, status: 405, code: 'method_not_allowed' })
    }
  })
})

describe('a form', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const good = 'handle=kim&payee=0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC&email=&ticket=0123456789abcdef0123456789abcdef'

  test.each([
    ['nothing', ''],
    ['no ticket', 'handle=kim&payee=0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'],
    ['a field twice', `${good}&handle=lou`],
    ['an unknown field', `${good}&admin=1`],
    ['NUL', good.replace('kim', 'k%00m')],
    ['half a character', good.replace('kim', '%ED%A0%BD')],
    ['__proto__', `${good}&__proto__=1`],
    ['bytes that are not encoded', good.replace('kim', 'kím')],
    ['too many bytes', good.replace('kim', 'k'.repeat(20_000))],
    ['an address that is none', good.replace('0x3C', '0x')],
    ['the zero address', good.replace(/0x\w{40}/, `0x${'0'.repeat(40)}`)],
    ["somebody's address", good.replace(/0x\w{40}/, bodies.person.payee)],
    ["somebody's name", good.replace('kim', 'mia')],
  ])('with %s is refused', async (_name, body) => {
    const response = await send('POST', `/join/${shop.programId}`, { body, headers: form })
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
    expect(await relayer.rowCounts()).toEqual(before)
  })

  test.each(['/me', '/shop', `/join/${'2'.repeat(21)}`])('at %s is refused for what is wrong in it', async (path) => {
    for (const body of ['', 'link=x', 'key=x', 'link=%00', 'key=%00', `link=${'a'.repeat(20_000)}`, 'key=1&key=2']) {
      const response = await send('POST', path, { body, headers: form })
      expect([400, 401, 404, 413]).toContain(response.status)
    }
    expect((await send('POST', path, { body: '{}', headers: { 'content-type': 'multipart/form-data' } })).status).toBeGreaterThanOrEqual(400)
    expect(await relayer.rowCounts()).toEqual(before)
  })
})

describe('a webhook', () => {
  const sale = () =>
    JSON.stringify({
      type: 'order.paid',
      timestamp: new Date().toISOString(),
      data: { id: '1', currency: 'USD', total: '9.00', subtotal: '9.00', landing_site: `/?ref=${linkCode}` },
    })

  function signed(body: string, { secret = shop.secret, at = new Date(), id = 'message' } = {}): Record<string, string> {
    return {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    }
  }

  const deliver = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>, path?: string) =>
    send('POST', path ?? `/hooks/standard/${shop.connectionId}`, { body, headers })

  test('without the right signature is refused in the same words, whatever is wrong with it', async () => {
    const body = sale()
    const good = signed(body)
    const refusals = [
      await deliver(body, {}),
      await deliver(body, signed(body, { secret: other.secret })),
      await deliver(`${body} `, good),
      await deliver(body, { ...good, 'webhook-id': 'another' }),
      await deliver(body, { ...good, 'webhook-signature': 'v1,' }),
      await deliver(body, { ...good, 'webhook-signature': 'x'.repeat(5_000) }),
      await deliver(body, { ...good, 'webhook-timestamp': 'now' }),
      await deliver(body, good, `/hooks/standard/${other.connectionId}`),
      await deliver(body, good, `/hooks/standard/${shop.connectionId.slice(0, 5)}${'2'.repeat(16)}`),
      await deliver(body, good, '/hooks/standard/x'),
      await deliver(body, good, `/hooks/shopify/${shop.connectionId}`),
      await deliver(body, { 'x-shopify-hmac-sha256': 'AAAA' }, `/hooks/shopify/${shop.connectionId}`),
    ]
    const answers = await Promise.all(refusals.map((refusal) => refusal.text()))
    expect(refusals.map(({ status }) => status)).toEqual(Array(refusals.length).fill(401))
    expect(new Set(answers).size).toBe(1)
    expect(JSON.parse(answers[0] ?? '')).toMatchObject({ code: 'signature_invalid' })
    expect(await relayer.rowCounts()).toEqual(before)
  })

  test.each([-301_000, 301_000, -86_400_000])('signed %d ms from now is stale', async (milliseconds) => {
    const body = sale()
    const at = new Date(Date.now() + milliseconds)
    expect(await codeOf(await deliver(body, signed(body, { at })))).toBe('timestamp_stale')
    expect(await relayer.rowCounts()).toEqual(before)
  })

  test('over the limit is refused unread', async () => {
    const body = `{"a":"${'x'.repeat(1_100_000)}"}`
    expect(await codeOf(await deliver(body, signed(body)))).toBe('body_too_large')
    expect(await relayer.rowCounts()).toEqual(before)
  })

  test('with the right signature over a body that cannot be read is refused all the same', async () => {
    const order = { id: '1', currency: 'USD', total: '9.00', subtotal: '9.00' }
    const paid = (data: Json) => JSON.stringify({ type: 'order.paid', timestamp: new Date().toISOString(), data })
    const taken: Record<string, string> = {}
    for (const [index, body] of [
      '', '{', 'null', '[]', '{}', '{"type":"order.paid"}', '{"type":"order.paid","__proto__":{}}',
      paid({}), paid({ ...order, id: null }), paid({ ...order, id: 'a\0' }), paid({ ...order, subtotal: 9 }),
      paid({ ...order, subtotal: '-9.00' }), paid({ ...order, subtotal: '9.0000001' }), paid({ ...order, subtotal: '10.00' }),
      paid({ ...order, total: '9'.repeat(40), subtotal: '9'.repeat(40) }), paid({ ...order, currency: 'dollars' }),
      paid({ ...order, total: '9999999999999.999999', subtotal: '9999999999999.999999' }),
    ].entries()) {
      const verdict = await verdictOf(await deliver(body, signed(body, { id: `bad-${index}` })))
      if (verdict !== 'refused') taken[body.slice(0, 80)] = verdict
    }
    expect(taken).toEqual({})
    expect(await relayer.rowCounts()).toEqual(before)
  })
})

describe('a connection', () => {
  /** Writes raw bytes and answers the first line that comes back; empty when the server just hangs up. */
  function raw(request: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(relayer.url)
      const socket = connect(Number(port), hostname, () => socket.write(request))
      let answer = ''
      socket.on('data', (chunk) => (answer += chunk.toString()))
      socket.on('error', reject)
      socket.on('close', () => resolve(answer.split('\r\n')[0] ?? ''))
    })
  }

  test.each([
    ['no HTTP', 'hello\r\n\r\n', /^HTTP\/1\.1 400/],
    ['two lengths', 'POST /v1/links HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello', /^HTTP\/1\.1 400/],
    ['a length and chunks', 'POST /v1/links HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', /^HTTP\/1\.1 400/],
    ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`, /^HTTP\/1\.1 431/],
    ['a path of 16 kB', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, /^HTTP\/1\.1 431/],
  ])('with %s is closed, and the server stays', async (_name, request, expected) => {
    expect(await raw(request)).toMatch(expected)
    expect((await send('GET', '/healthz')).status).toBe(200)
  })
})

test('after all of it, a good request is still answered', async () => {
  expect(await relayer.rowCounts()).toEqual(before)
  expect((await send('GET', '/readyz')).status).toBe(200)
  expect((await send('GET', `/v1/programs/${shop.programId}/pool`, { key: shop.apiKey })).status).toBe(200)
  expect((await send('GET', `/r/${linkCode}`)).status).toBe(302)
})
