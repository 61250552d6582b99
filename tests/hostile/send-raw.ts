// Sends a request without the good manners of `fetch`: any method, any header that Node can write.

import { request as requestHttp, type Agent } from 'node:http'

export type RawRequest = {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer> | undefined
}

export type RawAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly text: string
}

/** The answer; `hung-up` when the server closed the connection on what is no HTTP, `unsendable` when Node cannot write it. */
export function sendRaw(
  agent: Agent,
  url: string,
  { method, path, headers, body }: RawRequest,
): Promise<RawAnswer | 'hung-up' | 'unsendable'> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    try {
      const sent = requestHttp(
        { agent, hostname, port, method, path, headers: { ...headers } },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', () => resolve('hung-up'))
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: Object.fromEntries(
                Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
              ),
              text: Buffer.concat(chunks).toString('utf8'),
            }),
          )
        },
      )
      sent.on('error', () => resolve('hung-up'))
      sent.on('continue', () => undefined)
      if (body !== undefined) sent.write(body)
      sent.end()
    } catch {
      resolve('unsendable')
    }
  })
}
