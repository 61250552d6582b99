// A door in front of a testnet's RPC address: while it is shut, nobody gets an answer there.

import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

export type RpcGate = {
  readonly url: string
  /** Breaks every request, those under way too. */
  shut(): void
  open(): void
  close(): Promise<void>
}

/** Opens a gate on a free port that passes requests on to `rpcUrl`. */
export async function openRpcGate(rpcUrl: string): Promise<RpcGate> {
  let isShut = false
  const server = createServer((asked, answer) => {
    if (isShut) {
      asked.socket.destroy()
      return
    }
    const { method, headers } = asked
    const passed = request(rpcUrl, { ...(method === undefined ? {} : { method }), headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers)
      answered.pipe(answer)
    })
    passed.on('error', () => answer.destroy())
    asked.pipe(passed)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    shut() {
      isShut = true
      server.closeAllConnections()
    },
    open() {
      isShut = false
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
}
