// Reading from a shop's own hosts, on a local server that stands for the internet, and every way inwards that is barred.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fetchOwn } from '#intake/fetch-own.ts'
import type { PinningDeps } from '#intake/pinned-connection.ts'
import { isPublicAddress } from '#intake/public-address.ts'
import { createReadProductPage } from '#intake/read-product-page.ts'

/** The one address that counts as public here; the server listens on it. */
const INTERNET = '127.0.0.1'

let server: Server
let port: number
let seen: IncomingMessage[] = []
let reachedAt: (string | undefined)[] = []
let answer: (request: IncomingMessage, response: ServerResponse) => void

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request)
    reachedAt.push(request.socket.localAddress)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, INTERNET, resolve))
  ;({ port } = server.address() as AddressInfo)
})

afterAll(() => server.close())

beforeEach(() => {
  seen = []
  reachedAt = []
  answer = (_request, response) =>
    response.setHeader('Content-Type', 'text/html; charset=utf-8').end('<title>Cup</title>')
})

const shopUrl = () => `http://tea.example:${port}/`
const at = (path: string, host = 'tea.example') => `http://${host}:${port}${path}`

/** A resolver that knows these names, and a look at what it was asked. */
function network(
  names: Record<string, readonly string[]>,
  isPublic: PinningDeps['isPublicAddress'] = (address) => address === INTERNET,
) {
  const asked: string[] = []
  const deps: PinningDeps = {
    resolve: async (host) => {
      asked.push(host)
      const addresses = names[host]
      if (!addresses) throw new Error('not found')
      return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    },
    isPublicAddress: isPublic,
  }
  return { deps, asked }
}

const tea = () =>
  network({ 'tea.example': [INTERNET], 'www.tea.example': [INTERNET], 'img.tea.example': [INTERNET] })

const read = (deps: PinningDeps, address: string, part: object = {}) =>
  fetchOwn(deps, {
    address,
    shopUrl: shopUrl(),
    types: ['text/html'],
    maxBytes: 1_000,
    isCutAllowed: false,
    ...part,
  })

const refused = (reason: string) => ({ code: 'product_page_unreadable', facts: { reason } })

describe('a document', () => {
  test('is read from the address that was checked, under the name of the host', async () => {
    const { deps, asked } = tea()
    const { address, bytes } = await read(deps, at('/cup'))
    expect(new TextDecoder().decode(bytes)).toBe('<title>Cup</title>')
    expect(address).toBe(at('/cup'))
    expect(asked).toEqual(['tea.example'])
    expect(seen[0]?.headers).toMatchObject({ host: `tea.example:${port}`, 'accept-encoding': 'identity' })
    expect(seen[0]?.headers['cookie']).toBeUndefined()
    expect(seen[0]?.headers['referer']).toBeUndefined()
  })

  test("is followed to another of the shop's own hosts", async () => {
    answer = (request, response) => {
      if (request.headers.host?.startsWith('www.'))
        response.setHeader('Content-Type', 'text/html').end('moved')
      else response.writeHead(301, { location: at('/new', 'www.tea.example') }).end()
    }
    const { deps, asked } = tea()
    expect((await read(deps, at('/cup'))).address).toBe(at('/new', 'www.tea.example'))
    expect(asked).toEqual(['tea.example', 'www.tea.example'])
  })

  test('is left alone behind its limit, or refused, as is asked', async () => {
    answer = (_request, response) => response.setHeader('Content-Type', 'text/html').end('x'.repeat(100_000))
    const { deps } = tea()
    expect((await read(deps, at('/'), { isCutAllowed: true })).bytes).toHaveLength(1_000)
    await expect(read(deps, at('/'))).rejects.toMatchObject(refused('is too large'))
  })
})

describe('barred is', () => {
  const inwards = 'has a host that is not on the open internet'

  test.each([
    ['this machine', '127.0.0.1'],
    ['this machine, in IPv6', '::1'],
    ['this machine, written as IPv6', '::ffff:127.0.0.1'],
    ['the network at home', '192.168.1.1'],
    ["the cloud's own service", '169.254.169.254'],
    ["the cloud's own service, in IPv6", 'fd00:ec2::254'],
  ])('a name that leads to %s', async (_, address) => {
    const { deps } = network({ 'tea.example': [address] }, isPublicAddress)
    await expect(read(deps, at('/'))).rejects.toMatchObject(refused(inwards))
    expect(seen).toEqual([])
  })

  test('a name of which one address among many leads inwards', async () => {
    const { deps } = network({ 'tea.example': [INTERNET, '10.0.0.1'] })
    await expect(read(deps, at('/'))).rejects.toMatchObject(refused(inwards))
    expect(seen).toEqual([])
  })

  test('an address that is a number', async () => {
    const { deps } = network({ '127.0.0.1': ['127.0.0.1'] }, isPublicAddress)
    const local = `http://127.0.0.1:${port}/`
    await expect(read(deps, local, { shopUrl: local })).rejects.toMatchObject(refused(inwards))
    const whole = `http://2130706433:${port}/`
    await expect(read(deps, whole, { shopUrl: whole })).rejects.toMatchObject(refused(inwards))
    expect(seen).toEqual([])
  })

  test('a name that changes its mind after it was checked', async () => {
    let times = 0
    const deps: PinningDeps = {
      resolve: async () => [{ address: times++ === 0 ? INTERNET : '127.0.0.2', family: 4 }],
      isPublicAddress: (address) => address === INTERNET,
    }
    await read(deps, at('/'))
    expect(reachedAt).toEqual([INTERNET])
    expect(times).toBe(1)
  })

  test('a redirect to another host, inwards, or to another kind of address', async () => {
    const { deps } = network(
      { 'tea.example': [INTERNET], 'in.tea.example': ['127.0.0.1'] },
      (address) => address === INTERNET,
    )
    const inner = network({ 'tea.example': [INTERNET], 'in.tea.example': ['10.0.0.1'] })
    for (const [location, reason] of [
      ['http://evil.example/', "is not on the shop's own hosts"],
      ['file:///etc/passwd', "is not on the shop's own hosts"],
      [`http://tea.example:${port + 1}/`, "is not on the shop's own hosts"],
      [`http://user@tea.example:${port}/`, "is not on the shop's own hosts"],
      ['http://[', 'leads nowhere'],
    ] as const) {
      answer = (_request, response) => response.writeHead(302, { location }).end()
      await expect(read(deps, at('/'))).rejects.toMatchObject(refused(reason))
    }
    answer = (_request, response) => response.writeHead(302, { location: at('/', 'in.tea.example') }).end()
    await expect(read(inner.deps, at('/'))).rejects.toMatchObject(refused(inwards))
  })

  test('a redirect without end', async () => {
    answer = (_request, response) => response.writeHead(302, { location: '/again' }).end()
    await expect(read(tea().deps, at('/'))).rejects.toMatchObject(refused('leads on and on'))
    expect(seen).toHaveLength(4)
  })

  test.each<[string, (response: ServerResponse) => void]>([
    [
      'another kind of document',
      (response) => response.setHeader('Content-Type', 'application/json').end('{}'),
    ],
    ['a document of no kind', (response) => response.end('x')],
    [
      'a packed document',
      (response) =>
        response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end('x'),
    ],
    ['an error', (response) => response.writeHead(500, { 'content-type': 'text/html' }).end('x')],
  ])('%s', async (_, respond) => {
    answer = (_request, response) => respond(response)
    await expect(read(tea().deps, at('/'))).rejects.toMatchObject(
      refused('is no document of the kind that is read'),
    )
  })

  test('what breaks off, and a name that is not found', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'content-length': '50' }).write('x')
      response.socket?.destroySoon()
    }
    await expect(read(tea().deps, at('/'))).rejects.toMatchObject(refused('breaks off'))
    await expect(read(network({}).deps, at('/'))).rejects.toMatchObject(
      refused('has a host that is not found'),
    )
  })

  test("another shop's address, without asking anybody", async () => {
    const { deps, asked } = tea()
    await expect(read(deps, at('/', 'evil.example'))).rejects.toMatchObject(
      refused("is not on the shop's own hosts"),
    )
    expect(asked).toEqual([])
  })
})

describe("a product's page", () => {
  const page = (picture: string) =>
    `<title>Cup</title><meta property="og:image" content="${picture}"><meta property="product:price:amount" content="12.50"><meta property="product:price:currency" content="USD">`

  const readPage = (picture: string) => {
    answer = (request, response) => {
      if (request.url === '/cup') response.setHeader('Content-Type', 'text/html').end(page(picture))
      else if (request.url === '/cup.png') response.setHeader('Content-Type', 'image/png').end('picture')
      else response.writeHead(404).end()
    }
    return createReadProductPage(tea().deps)({ address: at('/cup'), shopUrl: shopUrl() })
  }

  test('gives title, price, and the picture from the same shop', async () => {
    const found = await readPage('//img.tea.example:' + port + '/cup.png')
    expect(found).toMatchObject({
      address: at('/cup'),
      title: 'Cup',
      price: { amount: '12.50', currency: 'USD' },
    })
    expect(new TextDecoder().decode(found.picture ?? undefined)).toBe('picture')
  })

  test.each(['http://evil.example/cup.png', '/missing.png', 'data:image/png;base64,AA==', 'http://['])(
    'is good without the picture at %s',
    async (picture) => {
      expect((await readPage(picture)).picture).toBeNull()
    },
  )

  test('without a title is refused', async () => {
    answer = (_request, response) => response.setHeader('Content-Type', 'text/html').end('<p>hello')
    const reading = createReadProductPage(tea().deps)({ address: at('/cup'), shopUrl: shopUrl() })
    await expect(reading).rejects.toMatchObject(refused('has no title'))
  })
})
