// What the client does with one request: what it sends, when it repeats it, and what it throws.

import { describe, expect, test, vi } from 'vitest'
import { createRequester, etagOf } from '#sdk/requester.ts'
import { retryDelayMs } from '#sdk/retry-delay.ts'
import { VouchpennyError } from '#sdk/vouchpenny-error.ts'
import { problem, sdkServer, THING, type Told } from './sdk-server.ts'

const POST = { method: 'POST', path: '/v1/things', body: { a: 1 } } as const
const GET = { method: 'GET', path: '/v1/things', query: { limit: '2' } } as const

async function errorOf(work: Promise<unknown>): Promise<VouchpennyError> {
  const error = await work.catch((thrown: unknown) => thrown)
  if (error instanceof VouchpennyError) return error
  throw new Error('nothing was thrown')
}

describe('a request', () => {
  test('carries the key, and what is asked for in the address', async () => {
    const { requester, asked } = sdkServer({ body: { name: 'Tea' } })
    expect(await requester.request(GET, THING)).toEqual({ name: 'Tea' })
    expect(asked).toEqual([
      {
        method: 'GET',
        url: 'https://rewards.example/v1/things?limit=2',
        headers: { Accept: 'application/json', Authorization: 'Bearer vp_test_key' },
        body: undefined,
      },
    ])
  })

  test('carries an Idempotency-Key of its own when it writes, or the one that is given', async () => {
    const { requester, asked } = sdkServer({ body: { name: 'Tea' } })
    await requester.request(POST, THING)
    await requester.request(POST, THING)
    await requester.request(POST, THING, { idempotencyKey: 'order-1', ifMatch: '"v1"' })
    const keys = asked.map(({ headers }) => headers['Idempotency-Key'])
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/)
    expect(keys[1]).not.toBe(keys[0])
    expect(asked[2]).toMatchObject({
      headers: { 'Idempotency-Key': 'order-1', 'If-Match': '"v1"', 'Content-Type': 'application/json' },
      body: '{"a":1}',
    })
  })

  test('keeps the ETag of an answer beside it', async () => {
    const { requester } = sdkServer({ body: { name: 'Tea' }, headers: { ETag: '"v7"' } })
    const thing = await requester.request(GET, THING)
    expect(etagOf(thing)).toBe('"v7"')
    expect(etagOf({ ...thing })).toBeUndefined()
  })
})

describe('is repeated', () => {
  const GOOD: Told = { body: { name: 'Tea' } }

  test.each([
    ['after a network that failed', new TypeError('fetch failed')],
    ['after too many requests', problem('rate_limited', 429, 'later')],
    ['while the store is away', problem('storage_unavailable', 503, 'later')],
    ['while a proxy finds nobody', { status: 502, body: '<html></html>' }],
    ['while the first one still runs', problem('idempotency_key_in_flight', 409, 'later')],
  ])('%s, under the same Idempotency-Key', async (_name, failure) => {
    const { requester, asked, waited } = sdkServer(failure, failure, GOOD)
    expect(await requester.request(POST, THING)).toEqual({ name: 'Tea' })
    const keys = new Set(asked.map(({ headers }) => headers['Idempotency-Key']))
    expect({ requests: asked.length, keys: keys.size, waits: waited.length }).toEqual({
      requests: 3,
      keys: 1,
      waits: 2,
    })
  })

  test('after as long as the server asks for', async () => {
    const failure = { ...problem('rate_limited', 429, 'later'), headers: { 'Retry-After': '7' } }
    const { requester, waited } = sdkServer(failure, GOOD)
    await requester.request(GET, THING)
    expect(waited).toEqual([7_000])
  })

  test('four times, and then its last refusal is thrown', async () => {
    const { requester, asked } = sdkServer(problem('storage_unavailable', 503, 'later'))
    expect(await errorOf(requester.request(GET, THING))).toMatchObject({ code: 'storage_unavailable' })
    expect(asked).toHaveLength(5)
  })

  test('not where the server asks for more patience than there is', async () => {
    const failure = { ...problem('rate_limited', 429, 'later'), headers: { 'Retry-After': '61' } }
    const { requester, asked } = sdkServer(failure, GOOD)
    expect(await errorOf(requester.request(GET, THING))).toMatchObject({
      code: 'rate_limited',
      retry: 'later',
    })
    expect(asked).toHaveLength(1)
  })

  test.each([
    ['a refusal', problem('pool_terms_invalid', 422)],
    ['a fault of the server', problem('internal_error', 500, 'later')],
  ])('not after %s', async (_name, failure) => {
    const { requester, asked } = sdkServer(failure, GOOD)
    await errorOf(requester.request(POST, THING))
    expect(asked).toHaveLength(1)
  })

  test('after an answer that was cut off, under the same Idempotency-Key', async () => {
    const { options, asked } = sdkServer(GOOD)
    const { fetch: whole } = options
    const cutFirst = async (url: URL | string | Request, init?: RequestInit): Promise<Response> => {
      const response = await whole!(url, init)
      return asked.length === 1 ? new Response(cutOff('{"na')) : response
    }
    const requester = createRequester({ ...options, fetch: cutFirst })
    expect(await requester.request(POST, THING)).toEqual({ name: 'Tea' })
    const keys = asked.map(({ headers }) => headers['Idempotency-Key'])
    expect(keys).toHaveLength(2)
    expect(keys[1]).toBe(keys[0])
  })

  test('not once the caller has given it up', async () => {
    const { requester, asked } = sdkServer(new Error('aborted'), GOOD)
    const signal = AbortSignal.abort()
    expect(await errorOf(requester.request(GET, THING, { signal }))).toMatchObject({
      code: 'server_unreachable',
    })
    expect(asked).toHaveLength(1)
  })
})

/** A body that breaks off after `text`. */
function cutOff(text: string): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: (controller) => controller.error(new TypeError('terminated')),
    start: (controller) => controller.enqueue(new TextEncoder().encode(text)),
  })
}

describe('a download', () => {
  test('takes as long as it takes once its head has come', async () => {
    const { options } = sdkServer({ body: {} })
    let given: AbortSignal | null | undefined
    const keepSignal = (_url: URL | string | Request, init?: RequestInit): Promise<Response> => {
      given = init?.signal
      return Promise.resolve(new Response('a,b'))
    }
    vi.useFakeTimers()
    // The platform's own timer of signals is not among those: here its time is up at once.
    const timer = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort())
    try {
      const requester = createRequester({ ...options, fetch: keepSignal, timeoutMs: 50 })
      const body = await requester.download(GET)
      vi.advanceTimersByTime(60_000)
      expect(given?.aborted).toBe(false)
      expect(await new Response(body).text()).toBe('a,b')
    } finally {
      timer.mockRestore()
      vi.useRealTimers()
    }
  })

  test('is given up when nothing comes', async () => {
    const { options } = sdkServer({ body: {} })
    vi.useFakeTimers()
    try {
      const silent = (_url: URL | string | Request, init?: RequestInit): Promise<Response> =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(new Error('aborted')))
        })
      const requester = createRequester({ ...options, fetch: silent, timeoutMs: 50, retries: 0 })
      const error = errorOf(requester.download(GET))
      vi.advanceTimersByTime(51)
      expect((await error).code).toBe('server_unreachable')
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('throws', () => {
  test('the code, sentence, status and facts of a refusal', async () => {
    const { requester } = sdkServer(problem('pool_terms_invalid', 422))
    expect(await errorOf(requester.request(POST, THING))).toMatchObject({
      name: 'VouchpennyError',
      message: 'A sentence.',
      code: 'pool_terms_invalid',
      status: 422,
      retry: 'never',
      facts: { reason: 'tea' },
    })
  })

  test.each<[string, Told]>([
    ['a page', { body: '<html></html>' }],
    ['an answer of another form', { body: { hello: 'world' } }],
    ['a redirect', { status: 302, body: '' }],
  ])('answer_unexpected for %s', async (_name, told) => {
    const { requester } = sdkServer(told)
    const { code, message } = await errorOf(requester.request(GET, THING))
    expect({ code, message }).toEqual({
      code: 'answer_unexpected',
      message: `What answers at https://rewards.example is not a Vouchpenny server (status ${told.status ?? 200}).`,
    })
  })

  test('server_unreachable where nobody answers', async () => {
    const { requester } = sdkServer(new TypeError('fetch failed'))
    expect(await errorOf(requester.request(GET, THING))).toMatchObject({
      code: 'server_unreachable',
      status: undefined,
      retry: 'later',
    })
  })
})

describe('the wait before a repetition', () => {
  const chance = (value: number) => ({ now: () => Date.parse('2026-01-01T00:00:00Z'), random: () => value })

  test('doubles, half of it chance', () => {
    expect([0, 1, 2, 3].map((attempt) => retryDelayMs(attempt, null, chance(0)))).toEqual([
      125, 250, 500, 1_000,
    ])
    expect([0, 1, 2, 3].map((attempt) => retryDelayMs(attempt, null, chance(1)))).toEqual([
      250, 500, 1_000, 2_000,
    ])
  })

  test('never exceeds a minute', () => {
    expect(retryDelayMs(30, null, chance(1))).toBe(60_000)
  })

  test.each([
    ['0', 0],
    ['60', 60_000],
    ['61', undefined],
    ['Thu, 01 Jan 2026 00:00:05 GMT', 5_000],
    ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
    ['soon', 125],
  ])('is what Retry-After %s says', (header, milliseconds) => {
    expect(retryDelayMs(0, header, chance(0))).toBe(milliseconds)
  })
})
