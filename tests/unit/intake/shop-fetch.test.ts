// Requests for a shop's orders leave the house to where they should and to nowhere else.

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createShopFetch, type ShopFetchDeps } from '#intake/shop-fetch.ts'
import { isPublicAddress } from '#intake/public-address.ts'
import { ShopApiFailure } from '#ports/shop-api.ts'

let server: Server
let port: number
let asked: { path: string; headers: NodeJS.Dict<string | string[]>; body: string }[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const path = request.url ?? ''
      asked.push({ path, headers: request.headers, body: Buffer.concat(chunks).toString() })
      if (path === '/slow') return
      if (path === '/large') {
        response.on('error', () => undefined)
        response.end(Buffer.alloc(17 * 1024 * 1024))
        return
      }
      if (path === '/away') response.writeHead(302, { location: 'http://127.0.0.1:1/' })
      response.end('{"ok":true}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ;({ port } = server.address() as AddressInfo)
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const deps = (over: Partial<ShopFetchDeps> = {}): ShopFetchDeps => ({
  resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
  isPublicAddress,
  allowsLoopback: false,
  ...over,
})

const get = (from: ShopFetchDeps, url: string) =>
  createShopFetch(from)({ method: 'GET', url, headers: { Authorization: 'Bearer rk_secret' } })

async function refusal(from: ShopFetchDeps, url: string): Promise<string> {
  const error: unknown = await get(from, url).catch((cause: unknown) => cause)
  expect(error).toBeInstanceOf(ShopApiFailure)
  return (error as ShopApiFailure).message
}

test('a shop of this machine is read where that is allowed', async () => {
  asked = []
  const fetched = await createShopFetch(deps({ allowsLoopback: true }))({
    method: 'POST',
    url: `http://127.0.0.1:${port}/x?y=1`,
    headers: { 'Content-Type': 'application/json' },
    body: '{"a":"ü"}',
  })
  expect([fetched.status, new TextDecoder().decode(fetched.body)]).toEqual([200, '{"ok":true}'])
  expect(asked).toMatchObject([{ path: '/x?y=1', body: '{"a":"ü"}' }])
})

test.each([
  ['http to a host of the internet', () => 'http://shop.example/', 'The shop is not under https.'],
  ['this machine by number', () => `http://127.0.0.1:${port}/`, 'The shop is not under https.'],
  [
    'a name that leads to this machine',
    () => `https://shop.example:${port}/`,
    'The shop has a host that is not on the open internet.',
  ],
])('%s is refused before anything is sent', async (_, url, sentence) => {
  asked = []
  expect(await refusal(deps(), url())).toBe(sentence)
  expect(asked).toEqual([])
})

test('a name of which one address lies inside is refused, also where this machine is allowed', async () => {
  const resolve = () =>
    Promise.resolve([
      { address: '93.184.216.34', family: 4 },
      { address: '169.254.169.254', family: 4 },
    ])
  const sentence = await refusal(deps({ resolve, allowsLoopback: true }), 'https://shop.example/')
  expect(sentence).toBe('The shop has a host that is not on the open internet.')
})

test('localhost that a resolver sends elsewhere is refused', async () => {
  const resolve = () => Promise.resolve([{ address: '10.0.0.1', family: 4 }])
  const sentence = await refusal(deps({ resolve, allowsLoopback: true }), 'http://localhost:1/')
  expect(sentence).toBe('The shop has a host that is not on the open internet.')
})

test('a redirect is an answer and is not followed', async () => {
  const { status } = await get(deps({ allowsLoopback: true }), `http://127.0.0.1:${port}/away`)
  expect(status).toBe(302)
})

test('an answer without end is given up, and one that does not come', async () => {
  const here = deps({ allowsLoopback: true })
  expect(await refusal(here, `http://127.0.0.1:${port}/large`)).toBe(
    'The shop answers with more than can be read at once.',
  )
  expect(await refusal({ ...here, patienceMs: 50 }, `http://127.0.0.1:${port}/slow`)).toBe(
    'The shop did not answer in time.',
  )
})
