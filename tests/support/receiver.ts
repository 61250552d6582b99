// A shop's own server that takes our webhooks: checks each with the receivers' library and keeps what it says.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

export type Heard = { readonly id: string; readonly isGenuine: boolean; readonly body: HeardBody }

type HeardBody = {
  readonly type: string
  readonly timestamp: string
  readonly data: Readonly<Record<string, unknown>>
}

export type Receiver = {
  readonly url: string
  readonly heard: readonly Heard[]
  /** The secret that webhooks are checked with from here on. */
  useSecret(secret: string): void
  /** Statuses of the next answers; 204 after them. */
  answerNext(...statuses: readonly number[]): void
  stop(): Promise<void>
}

/** Listens on a free port of this machine. */
export async function startReceiver(): Promise<Receiver> {
  const heard: Heard[] = []
  const statuses: number[] = []
  let webhook: Webhook | undefined
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    request.on('end', () => {
      const headers = request.headers as Record<string, string>
      heard.push({
        id: headers['webhook-id'] ?? '',
        isGenuine: isGenuine(webhook, text, headers),
        body: JSON.parse(text) as HeardBody,
      })
      response.writeHead(statuses.shift() ?? 204).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    heard,
    useSecret: (secret) => {
      webhook = new Webhook(secret)
    },
    answerNext: (...next) => void statuses.push(...next),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function isGenuine(webhook: Webhook | undefined, text: string, headers: Record<string, string>): boolean {
  try {
    webhook?.verify(text, headers)
    return webhook !== undefined
  } catch {
    return false
  }
}
