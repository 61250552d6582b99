// Opens the port, with limits on how long a request may take, and closes it without cutting anybody off.

import type { Application } from 'express'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Longest a whole request may take to arrive, in milliseconds: 30 s, for large webhooks over slow lines. */
const REQUEST_TIMEOUT_MS = 30_000

/** Longest the headers may take to arrive, in milliseconds: 10 s; slower is an attack that holds connections. */
const HEADERS_TIMEOUT_MS = 10_000

/** How long running requests are waited for when closing, in milliseconds. */
const CLOSE_GRACE_MS = 5_000

export type Listening = {
  readonly port: number
  /** Takes no new requests, waits up to 5 s for running ones, then closes all connections. */
  readonly close: () => Promise<void>
}

/** Listens on `host` and `port` (0 takes a free one); rejects with Node's own error, such as EADDRINUSE. */
export async function listen(
  app: Application,
  { host, port }: { host: string; port: number },
): Promise<Listening> {
  const server = createServer(app)
  server.requestTimeout = REQUEST_TIMEOUT_MS
  server.headersTimeout = HEADERS_TIMEOUT_MS
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS)
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
      })
      clearTimeout(cut)
    },
  }
}
