// Stands between a command and its server, and at one request gives the command Ctrl-C: after the server has done what it
// was asked, and before the command hears of it, which is the worst moment.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type CuttingProxy = {
  readonly url: string
  /** The next POST to a path that ends so is carried out, and then `cut` is called in place of an answer. */
  cutAt(pathEnd: string, cut: () => void): void
  /** From here on nothing answers, as when a server has gone. */
  stop(): Promise<void>
}

/** Listens on a free port of this machine and passes everything on to `target`. */
export async function startCuttingProxy(target: string): Promise<CuttingProxy> {
  let next: { readonly pathEnd: string; readonly cut: () => void } | undefined
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      void (async () => {
        const { method = 'GET', url = '/', headers } = request
        const sent = { authorization: '', 'content-type': '', 'idempotency-key': '' }
        for (const name of Object.keys(sent) as (keyof typeof sent)[])
          sent[name] = String(headers[name] ?? '')
        const body = method === 'GET' ? undefined : Buffer.concat(chunks)
        const given = Object.entries(sent).filter(([, value]) => value !== '')
        const answer = await fetch(target + url, {
          method,
          headers: given,
          ...(body === undefined ? {} : { body }),
        })
        const text = await answer.text()
        if (method === 'POST' && next !== undefined && url.endsWith(next.pathEnd)) {
          const { cut } = next
          next = undefined
          request.socket.once('close', () => response.destroy())
          cut()
          return
        }
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
        response.end(text)
      })()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cutAt: (pathEnd, cut) => void (next = { pathEnd, cut }),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
