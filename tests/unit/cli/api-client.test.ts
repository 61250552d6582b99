// How the command line talks to a server, and what it ends with when that fails.

import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createApiClient } from '#cli/api-client.ts'
import { CommandEnd, EXIT } from '#cli/exit-codes.ts'

type Seen = {
  method: string | undefined
  url: string | undefined
  headers: IncomingHttpHeaders
  body: string
}

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A server that answers everything alike and keeps what it saw. */
async function serverThatSays(status: number, body: unknown) {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      seen.push({ method: request.method, url: request.url, headers: request.headers, body: text })
      response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, seen, client: createApiClient({ url, key: 'vp_test_key' }) }
}

const answer = z.object({ name: z.string() })

async function endOf(action: Promise<unknown>): Promise<CommandEnd> {
  const end = await action.catch((error: unknown) => error)
  if (end instanceof CommandEnd) return end
  throw new Error('the command went on')
}

const problem = (code: string, status: number) => ({ title: 'A sentence.', status, code, retry: 'never' })

describe('a list', () => {
  /** A list of `count` numbers, newest first, whose cursors are `after-<number>`. */
  async function serverWithList(count: number) {
    const urls: string[] = []
    const server = createServer((request, response) => {
      const { searchParams, pathname } = new URL(request.url ?? '', 'http://list.test')
      urls.push(`${pathname}?${searchParams.toString()}`)
      const start = Number(searchParams.get('after')?.slice('after-'.length) ?? 0)
      const end = Math.min(count, start + Number(searchParams.get('limit')))
      const data = Array.from({ length: end - start }, (_, at) => start + at)
      response.end(
        JSON.stringify({ data, note: 'kept', page: { next: end < count ? `after-${end}` : null } }),
      )
    })
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return { urls, client: createApiClient({ url, key: 'vp_test_key' }) }
  }
  const numbers = z.object({
    data: z.array(z.number()),
    note: z.string(),
    page: z.object({ next: z.string().nullable() }),
  })

  test('is read to its end, a hundred rows at a time', async () => {
    const { client, urls } = await serverWithList(250)
    const { data, note, page } = await client.list('/v1/things?state=open', numbers)
    expect([data.length, data[0], data.at(-1), note, page.next]).toEqual([250, 0, 249, 'kept', null])
    expect(urls).toEqual([
      '/v1/things?state=open&limit=100',
      '/v1/things?state=open&limit=100&after=after-100',
      '/v1/things?state=open&limit=100&after=after-200',
    ])
  })

  test('ends after as many rows as were asked for, and says where it goes on', async () => {
    const { client, urls } = await serverWithList(250)
    const part = await client.list('/v1/things', numbers, { limit: 120 })
    expect([part.data.length, part.page.next]).toEqual([120, 'after-120'])
    expect(urls.at(-1)).toBe('/v1/things?limit=20&after=after-100')
    const rest = await client.list('/v1/things', numbers, { limit: 130, after: 'after-120' })
    expect([rest.data[0], rest.data.length, rest.page.next]).toEqual([120, 130, null])
  })

  test('that ends with a full page is asked no further', async () => {
    const { client, urls } = await serverWithList(100)
    expect((await client.list('/v1/things', numbers)).data).toHaveLength(100)
    expect(urls).toHaveLength(1)
  })
})

describe('a request', () => {
  test('carries the key, and a POST an Idempotency-Key of its own', async () => {
    const { client, seen } = await serverThatSays(201, { name: 'Tea', more: 1 })
    expect(await client.post('/v1/things', { a: 1 }, answer)).toEqual({ name: 'Tea' })
    await client.post('/v1/things', { a: 1 }, answer)
    await client.get('/v1/things', answer)
    expect(seen.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['POST', '/v1/things', '{"a":1}'],
      ['POST', '/v1/things', '{"a":1}'],
      ['GET', '/v1/things', ''],
    ])
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill('Bearer vp_test_key'))
    const [first, second, third] = seen.map(({ headers }) => headers['idempotency-key'])
    expect(first).toMatch(/^[0-9a-f-]{36}$/)
    expect(second).not.toBe(first)
    expect(third).toBeUndefined()
  })
})

describe('a command', () => {
  test.each([
    ['a refusal', problem('pool_terms_invalid', 422), 422, EXIT.refused],
    ['a key that is not known', problem('credentials_invalid', 401), 401, EXIT.configuration],
    ['a store that is away', problem('storage_unavailable', 503), 503, EXIT.unreachable],
    ['a page', '<html></html>', 200, EXIT.unreachable],
    ['another service', { hello: 'world' }, 200, EXIT.unreachable],
    ['a redirect', '', 302, EXIT.unreachable],
  ])('ends on %s', async (_name, body, status, exitCode) => {
    const { client } = await serverThatSays(status, body)
    expect((await endOf(client.get('/v1/things', answer))).exitCode).toBe(exitCode)
  })

  test('repeats the reason with its code and facts', async () => {
    const { client } = await serverThatSays(422, {
      ...problem('pool_terms_invalid', 422),
      facts: { pointer: '/rewardCap' },
    })
    expect((await endOf(client.get('/', answer))).message).toBe(
      'A sentence. (pool_terms_invalid)\n  rewardCap is not taken',
    )
  })

  test('ends where nobody answers', async () => {
    const { url } = await serverThatSays(200, {})
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve))
    const end = await endOf(createApiClient({ url, key: 'k' }).get('/', answer))
    expect({ exitCode: end.exitCode, message: end.message }).toEqual({
      exitCode: EXIT.unreachable,
      message: `No server answers at ${url}.`,
    })
  })
})
