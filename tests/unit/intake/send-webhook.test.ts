// Addresses that webhooks are never sent to, and receivers that behave badly, on local servers that stand for the internet.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWebhookSender } from '#intake/send-webhook.ts'

const strict = createWebhookSender({ isLoopbackAllowed: false })
const local = createWebhookSender({ isLoopbackAllowed: true })

describe('an address that is never sent to, without asking anybody:', () => {
  test.each([
    ['http://tea.example/hook', 'does not begin with https://'],
    ['ftp://tea.example/hook', 'does not begin with https://'],
    ['javascript:alert(1)', 'does not begin with https://'],
    ['tea.example', 'is no web address'],
    ['', 'is no web address'],
    ['https://ana:secret@tea.example/', 'carries a user name or a password'],
    ['https://ana@tea.example/', 'carries a user name or a password'],
    ['https://tea.example/#part', 'carries a fragment, which no server hears of'],
    ['https://tea.example:22/', 'names a port of another service'],
    ['https://tea.example:25/', 'names a port of another service'],
    ['https://tea.example:80/', 'names a port of another service'],
    ['https://tea.example:1023/', 'names a port of another service'],
  ])('%s', (url, reason) => {
    expect(strict.refusal(url)).toBe(reason)
  })

  test.each([
    'https://localhost/',
    'https://localhost./',
    'https://shop.localhost/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://2130706433/',
    'https://0/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://10.0.0.1/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://intranet/',
    'https://db.internal/',
    'https://printer.local/',
    'https://nas.lan/',
    'https://metadata.google.internal/',
    'https://①②⑦.⓪.⓪.①/',
  ])('%s, inside', (url) => {
    expect(strict.refusal(url)).toBe('has a host that is not on the open internet')
  })

  test.each([
    'https://tea.example/hook?shop=1',
    'https://tea.example:443/',
    'https://tea.example:1024/',
    'https://tea.example:8443/',
    'https://93.184.216.34/',
    'https://[2606:2800:220:1::1]/',
  ])('and %s is taken', (url) => {
    expect(strict.refusal(url)).toBeUndefined()
  })

  test.each([
    'http://localhost:3000/hook',
    'https://localhost:3000/',
    'http://127.0.0.1:3000/',
    'http://[::1]:3000/',
  ])('%s is taken where this machine may be named', (url) => {
    expect(local.refusal(url)).toBeUndefined()
    expect(strict.refusal(url)).toBeDefined()
  })

  test.each(['http://tea.example/', 'https://10.0.0.1/', 'http://localhost:25/', 'http://169.254.169.254/'])(
    '%s stays refused there',
    (url) => expect(local.refusal(url)).toBeDefined(),
  )
})

describe('a name that leads inwards', () => {
  const TARGET = { headers: {}, body: '{}' }

  test.each([
    ['this machine', '127.0.0.1', 4],
    ['this machine, written as IPv6', '::ffff:127.0.0.1', 6],
    ["the cloud's own service", '169.254.169.254', 4],
    ["a carrier's network", '100.64.0.1', 4],
  ])('is not connected to: %s', async (_, address, family) => {
    const sender = createWebhookSender({
      isLoopbackAllowed: true,
      resolve: () => Promise.resolve([{ address, family }]),
    })
    expect(await sender.post({ url: 'https://tea.example/', ...TARGET })).toEqual({
      kind: 'failed',
      reason: 'has a host that is not on the open internet',
    })
  })

  test('is not connected to for one address among good ones', async () => {
    const sender = createWebhookSender({
      isLoopbackAllowed: false,
      resolve: () =>
        Promise.resolve([
          { address: '93.184.216.34', family: 4 },
          { address: '10.0.0.1', family: 4 },
        ]),
    })
    expect(await sender.post({ url: 'https://tea.example/', ...TARGET })).toMatchObject({ kind: 'failed' })
  })

  test('is a failure when nobody knows it', async () => {
    const sender = createWebhookSender({
      isLoopbackAllowed: false,
      resolve: () => Promise.reject(new Error('ENOTFOUND')),
    })
    expect(await sender.post({ url: 'https://tea.example/', ...TARGET })).toEqual({
      kind: 'failed',
      reason: 'has a host that is not found',
    })
  })
})

describe('a receiver', () => {
  let server: Server
  let url: string
  let seen: { request: IncomingMessage; body: string }[] = []
  let answer: (request: IncomingMessage, response: ServerResponse) => void
  const sockets = new Set<Socket>()

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = ''
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
      request.on('end', () => {
        seen.push({ request, body })
        answer(request, response)
      })
    })
    server.on('connection', (socket) => sockets.add(socket))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  })

  beforeEach(() => {
    seen = []
  })

  afterAll(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })

  const post = () => local.post({ url, headers: { 'webhook-id': 'evt_1' }, body: '{"a":"ü"}' })

  test('gets the body as it is, with its headers and no others that tell anything', async () => {
    answer = (_request, response) => response.writeHead(204).end()
    expect(await post()).toEqual({ kind: 'answered', status: 204, retryAfter: undefined })
    expect(seen[0]?.body).toBe('{"a":"ü"}')
    expect(seen[0]?.request.headers).toMatchObject({
      'webhook-id': 'evt_1',
      'content-type': 'application/json',
      'content-length': '10',
      'user-agent': 'Vouchpenny-Webhooks/1',
    })
    expect(seen[0]?.request.headers['cookie']).toBeUndefined()
  })

  test('that redirects is not followed', async () => {
    answer = (_request, response) => response.writeHead(302, { location: url }).end()
    expect(await post()).toMatchObject({ kind: 'answered', status: 302 })
    expect(seen).toHaveLength(1)
  })

  test('that asks for patience is heard', async () => {
    answer = (_request, response) => response.writeHead(429, { 'retry-after': '120' }).end()
    expect(await post()).toEqual({ kind: 'answered', status: 429, retryAfter: '120' })
  })

  test('that answers with ten megabytes is cut off, and its status counts', async () => {
    answer = (_request, response) => {
      response.on('error', () => undefined)
      response.writeHead(200).end(Buffer.alloc(10_000_000))
    }
    expect(await post()).toMatchObject({ kind: 'answered', status: 200 })
  })

  test('that never ends its answer is left, and its status counts', async () => {
    answer = (_request, response) => {
      response.writeHead(500)
      response.write('and')
    }
    expect(await post()).toMatchObject({ kind: 'answered', status: 500 })
  })

  test('that hangs up is a failure', async () => {
    answer = (request) => request.socket.destroy()
    expect(await post()).toEqual({ kind: 'failed', reason: 'does not answer' })
  })

  test('that speaks no HTTP is a failure', async () => {
    answer = (request) => request.socket.end('GARBAGE\r\n\r\n')
    expect(await post()).toEqual({ kind: 'failed', reason: 'does not answer' })
  })
})
