// Reads a simulated shop as the relayer does, from a cursor until nothing is left.

import { createShopApis } from '#commerce/shop-apis.ts'
import { firstCursor, type PullCursor } from '#domain/pull-cursor.ts'
import { createShopFetch } from '#intake/shop-fetch.ts'
import type { WebhookRequest } from '#ports/commerce.ts'
import type { ShopApi, ShopCredentials } from '#ports/shop-api.ts'

/** Requests go to this machine alone. */
export const localFetch = createShopFetch({
  allowsLoopback: true,
  resolve: (host) => Promise.resolve([{ address: host === 'localhost' ? '127.0.0.1' : host, family: 4 }]),
  isPublicAddress: () => false,
})

/** Pages after which a reading that does not end is given up. */
const PAGES_MAX = 500

export type Pulled = {
  readonly messages: readonly WebhookRequest[]
  readonly cursor: PullCursor
  readonly pages: number
}

/** A reader with its own tokens; `each` runs after every page, while the shop goes on. */
export function shopReader(credentials: ShopCredentials) {
  const apis = createShopApis(localFetch)
  const api = apis[credentials.platform] as ShopApi
  return async (
    from: PullCursor | number,
    now: number,
    each: (page: number) => void = () => undefined,
  ): Promise<Pulled> => {
    const messages: WebhookRequest[] = []
    let cursor = typeof from === 'number' ? firstCursor(from) : from
    for (let page = 1; page <= PAGES_MAX; page++) {
      const read = await api.pull(credentials, { cursor, now })
      messages.push(...read.messages)
      ;({ cursor } = read)
      if (read.isCaughtUp) return { messages, cursor, pages: page }
      each(page)
    }
    throw new Error(`not caught up after ${PAGES_MAX} pages`)
  }
}

/** Bodies as JSON. */
export function bodiesOf(messages: readonly WebhookRequest[]): readonly Record<string, unknown>[] {
  return messages.map(
    ({ rawBody }) => JSON.parse(new TextDecoder().decode(rawBody)) as Record<string, unknown>,
  )
}
