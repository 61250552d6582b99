import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createHttpClient,
  forEachAtOnce,
  REQUESTS_AT_ONCE,
  StoryFault,
} from '../../../scripts/demo/story/http-client.ts'

let server: Server
let url = ''
const seen: { path: string; key: string | undefined; auth: string | undefined; body: string }[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const path = request.url ?? ''
      const { authorization: auth } = request.headers
      seen.push({ path, key: request.headers['idempotency-key'] as string | undefined, auth, body })
      if (path === '/moved') response.writeHead(302, { location: 'https://elsewhere.example/' }).end()
      else if (path === '/refused') response.writeHead(401).end('{"code":"signature_invalid"}')
      else response.writeHead(200).end('{"fine":true}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

test('counts every status and never follows a redirect', async () => {
  const http = createHttpClient({ url, keyPrefix: 'test' })
  const moved = await http.send({ path: '/moved' })
  expect(moved.status).toBe(302)
  expect(moved.headers.get('location')).toBe('https://elsewhere.example/')
  await http.send({ path: '/refused' })
  await http.api({ path: '/fine' })
  await http.api({ path: '/fine' })
  expect(http.statuses()).toEqual({ 200: 2, 302: 1, 401: 1 })
})

test('sends every POST with an idempotency key of its own', async () => {
  const http = createHttpClient({ url, keyPrefix: 'keys' })
  await http.api({ method: 'POST', path: '/a', bearer: 'secret', json: { x: 1 } })
  await http.api({ method: 'POST', path: '/b', json: {} })
  await http.api({ path: '/c' })
  expect(seen.slice(-3)).toEqual([
    { path: '/a', key: 'keys-0', auth: 'Bearer secret', body: '{"x":1}' },
    { path: '/b', key: 'keys-1', auth: undefined, body: '{}' },
    { path: '/c', key: undefined, auth: undefined, body: '' },
  ])
})

test('says in one sentence what was refused', async () => {
  const http = createHttpClient({ url, keyPrefix: 'test' })
  const refused = http.api({ method: 'POST', path: '/refused', json: {} })
  await expect(refused).rejects.toThrow(StoryFault)
  await expect(refused).rejects.toThrow('POST /refused answered 401: {"code":"signature_invalid"}')
})

test('says in one sentence that nobody answered', async () => {
  const http = createHttpClient({ url: 'http://127.0.0.1:1', keyPrefix: 'test' })
  await expect(http.send({ path: '/x' })).rejects.toThrow(/^GET \/x got no answer: [^\n]+\.$/)
  await expect(http.send({ path: '/x' })).rejects.toThrow(StoryFault)
})

test('runs no more than its bound at once and keeps the order of results', async () => {
  let running = 0
  let most = 0
  const items = Array.from({ length: 100 }, (_, i) => i)
  const results = await forEachAtOnce(items, async (item) => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setImmediate(resolve))
    running--
    return item * 2
  })
  expect(most).toBe(REQUESTS_AT_ONCE)
  expect(results).toEqual(items.map((item) => item * 2))
})
