// A platform's API as a server of its own on this machine: requests are read, counted, and answered by a handler, or
// spoilt as a test asks.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type PlatformRequest = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type PlatformAnswer = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Text as it is, anything else as JSON. */
  readonly body: unknown
}

/** What a test may do to the next requests; each is used up by one request. */
export type ApiFault =
  /** As the platform says that there were too many. */
  | { readonly kind: 'rate-limited'; readonly retryAfterSeconds?: number }
  | { readonly kind: 'server-error'; readonly status: number }
  /** Part of an answer, then nothing. */
  | { readonly kind: 'cut-off' }
  | { readonly kind: 'not-json' }
  /** Sent elsewhere, as a hijacked name would. */
  | { readonly kind: 'redirect'; readonly location: string }

export type PlatformServer = {
  readonly url: string
  /** Every request that came, in order. */
  readonly requests: readonly PlatformRequest[]
  /** Spoils the next requests, one each, in this order. */
  readonly spoil: (...faults: readonly ApiFault[]) => void
  readonly close: () => Promise<void>
}

export type PlatformHandlers = {
  readonly answer: (request: PlatformRequest) => PlatformAnswer
  /** How this platform says that there were too many requests. */
  readonly rateLimited: (retryAfterSeconds: number | undefined) => PlatformAnswer
}

/** Listens on a free port of 127.0.0.1. */
export async function openPlatformServer(handlers: PlatformHandlers): Promise<PlatformServer> {
  const requests: PlatformRequest[] = []
  const faults: ApiFault[] = []
  const respond = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(message)
    requests.push(request)
    const fault = faults.shift()
    if (fault?.kind === 'cut-off') cutOff(response)
    else write(response, fault === undefined ? handlers.answer(request) : spoilt(handlers, fault))
  }
  const server = createServer((message, response) => {
    void respond(message, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    spoil: (...more) => void faults.push(...more),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function readRequest(message: IncomingMessage): Promise<PlatformRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  const url = new URL(message.url ?? '/', 'http://127.0.0.1')
  const headers = Object.entries(message.headers).map(([name, value]) => [name, String(value)] as const)
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString('utf8'),
  }
}

function spoilt(handlers: PlatformHandlers, fault: Exclude<ApiFault, { kind: 'cut-off' }>): PlatformAnswer {
  switch (fault.kind) {
    case 'rate-limited':
      return handlers.rateLimited(fault.retryAfterSeconds)
    case 'server-error':
      return { status: fault.status, body: '<html>Something went wrong</html>' }
    case 'not-json':
      return { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Maintenance</html>' }
    case 'redirect':
      return { status: 302, headers: { location: fault.location }, body: '' }
  }
}

function write(response: ServerResponse, { status, headers = {}, body }: PlatformAnswer): void {
  const isText = typeof body === 'string'
  const type = isText ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8'
  response.writeHead(status, { 'content-type': type, ...headers })
  response.end(isText ? body : JSON.stringify(body))
}

function cutOff(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '4096' })
  response.write('{"data":')
  response.socket?.destroy()
}
