// A simulated WooCommerce shop: the REST API version 3 with keys and pages, and webhooks as `class-wc-webhook.php` sends
// them: signed over the body, no retries, switched off after more than five failures in a row, and an unsigned ping first.

import { createHmac } from 'node:crypto'
import {
  openPlatformServer,
  type PlatformAnswer,
  type PlatformRequest,
  type PlatformServer,
} from './platform-server.ts'
import { openSaleBook, type SaleBook } from './sale-book.ts'
import { virtualClock, type VirtualClock } from './virtual-clock.ts'
import { openWebhookPost, type WebhookPost } from './webhook-post.ts'
import { orderStatus, wooOrder, wooRefund } from './woo-bodies.ts'
import type { NewRefund, NewSale, Sale, SaleRefund } from './sale.ts'

/** One minute for an answer; 200 to 302 is success; nothing is ever sent again; the sixth failure in a row is the last. */
const WOO_POST = {
  timeoutMs: 60_000,
  isReceived: (status: number) => status >= 200 && status <= 302,
  retryDelaysMs: [],
  givesUpAfter: 6,
}

/** Most elements of one page, and how many there are when none are asked for. */
const PER_PAGE_MAX = 100
const PER_PAGE = 10

export type WooServer = PlatformServer & {
  readonly consumerKey: string
  readonly consumerSecret: string
  readonly clock: VirtualClock
  readonly book: Pick<SaleBook, 'all' | 'find'>
  readonly webhooks: WebhookPost
  /** Sends the ping; when it is answered with 200, the webhook is saved under this secret. Resolves with whether it was. */
  readonly subscribe: (url: string, secret: string) => Promise<boolean>
  readonly sell: (sale: NewSale) => Sale
  readonly pay: (sale: Sale) => void
  readonly refund: (sale: Sale, refund: NewRefund) => SaleRefund
  readonly cancel: (sale: Sale) => void
  /** Into the bin: its webhook carries the number alone, and the API lists it among those of the bin. */
  readonly remove: (sale: Sale) => void
  /** Out of the bin again. */
  readonly restore: (sale: Sale) => void
  /** Out of the bin and gone; the same webhook. */
  readonly destroy: (sale: Sale) => void
}

export async function openWooServer({
  clock = virtualClock(),
}: { readonly clock?: VirtualClock } = {}): Promise<WooServer> {
  const consumerKey = `ck_${'a1b2c3d4'.repeat(5)}`
  const consumerSecret = `cs_${'e5f60718'.repeat(5)}`
  const book = openSaleBook(clock, 20_000)
  const webhooks = openWebhookPost(WOO_POST, clock)
  const gone = new Set<number>()
  let messages = 0

  const tell = (topic: string, body: object): void =>
    webhooks.send({ id: `woo-${(messages += 1)}`, topic, body: JSON.stringify(body) })
  const tellOrder = (topic: string, sale: Sale): void => tell(topic, wooOrder(sale))
  const expected = `Basic ${Buffer.from(`${consumerKey}:${consumerSecret}`).toString('base64')}`

  const server = await openPlatformServer({
    answer: (request) =>
      request.headers['authorization'] === expected
        ? answerRest(
            request,
            book.all().filter(({ saleId }) => !gone.has(saleId)),
          )
        : refusal(401, 'woocommerce_rest_cannot_view', 'Sorry, you cannot list resources.'),
    // WooCommerce itself has no limit; hosts in front of it do.
    rateLimited: (retryAfterSeconds) => ({
      status: 429,
      headers: retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
      body: '<html>Too Many Requests</html>',
    }),
  })
  return {
    ...server,
    consumerKey,
    consumerSecret,
    clock,
    book,
    webhooks,
    subscribe: async (url, secret) => {
      const ping = await fetch(url, {
        method: 'POST',
        body: new URLSearchParams({ webhook_id: '7' }),
        redirect: 'manual',
      })
      if (ping.status !== 200) return false
      webhooks.subscribe(url, (message) => Promise.resolve(wooHeaders(message, secret, clock)))
      return true
    },
    sell: (wanted) => {
      const sale = book.sell(wanted)
      tellOrder('order.created', sale)
      // Payment changes the order once more, as gateways do.
      if (sale.paidAt !== null) tellOrder('order.updated', sale)
      return sale
    },
    pay: (sale) => {
      book.pay(sale)
      tellOrder('order.updated', sale)
    },
    refund: (sale, wanted) => {
      const refund = book.refund(sale, wanted)
      tellOrder('order.updated', sale)
      return refund
    },
    cancel: (sale) => {
      book.cancel(sale)
      tellOrder('order.updated', sale)
    },
    remove: (sale) => {
      book.remove(sale)
      tell('order.deleted', { id: sale.saleId })
    },
    restore: (sale) => {
      book.restore(sale)
      tellOrder('order.restored', sale)
    },
    destroy: (sale) => {
      gone.add(sale.saleId)
      tell('order.deleted', { id: sale.saleId })
    },
  }
}

function wooHeaders(
  { topic, body }: { readonly topic: string; readonly body: string },
  secret: string,
  clock: VirtualClock,
): Record<string, string> {
  const [resource = '', event = ''] = topic.split('.')
  return {
    'content-type': 'application/json',
    'user-agent': 'WooCommerce/10.3.0 Hookshot (WordPress/6.8)',
    'x-wc-webhook-source': 'https://shop.example/',
    'x-wc-webhook-topic': topic,
    'x-wc-webhook-resource': resource,
    'x-wc-webhook-event': event,
    'x-wc-webhook-signature': createHmac('sha256', secret).update(body).digest('base64'),
    'x-wc-webhook-id': '7',
    // One number for all deliveries of a second, as the real one is.
    'x-wc-webhook-delivery-id': createHmac('md5', 'salt').update(`7${clock.now()}`).digest('hex'),
  }
}

function answerRest({ method, path, query }: PlatformRequest, sales: readonly Sale[]): PlatformAnswer {
  const [, orderId, refunds] = /^\/wp-json\/wc\/v3\/orders(?:\/(\d+))?(\/refunds)?$/.exec(path) ?? []
  if (!path.startsWith('/wp-json/wc/v3/orders') || method !== 'GET') {
    return refusal(404, 'rest_no_route', 'No route was found matching the URL and request method.')
  }
  if (orderId === undefined) return listOrders(sales, query)
  const sale = sales.find(({ saleId }) => saleId === Number(orderId))
  if (!sale) return refusal(404, 'woocommerce_rest_shop_order_invalid_id', 'Invalid ID.')
  if (refunds === undefined) return { status: 200, body: wooOrder(sale) }
  return paged(
    sale.refunds.map((refund) => wooRefund(sale, refund)),
    query,
  )
}

function listOrders(sales: readonly Sale[], query: URLSearchParams): PlatformAnswer {
  const orderby = query.get('orderby') ?? 'date'
  const status = query.get('status') ?? 'any'
  if (!['date', 'id', 'modified'].includes(orderby)) {
    return refusal(400, 'rest_invalid_param', 'Invalid parameter(s): orderby')
  }
  const after = instantOf(query.get('modified_after'))
  const before = instantOf(query.get('modified_before'))
  if (after === 'malformed' || before === 'malformed') {
    return refusal(400, 'rest_invalid_param', 'Invalid parameter(s): modified_after')
  }
  const place = (sale: Sale): number => (orderby === 'modified' ? sale.updatedAt : sale.createdAt)
  // All but the bin, or one of the statuses.
  const isListed = (sale: Sale): boolean =>
    status === 'any' ? sale.deletedAt === null : orderStatus(sale) === status
  const rows = sales
    .filter(isListed)
    .filter(
      ({ updatedAt }) =>
        (after === undefined || updatedAt > after) && (before === undefined || updatedAt < before),
    )
    .toSorted((a, b) => place(a) - place(b) || a.saleId - b.saleId)
  return paged((query.get('order') === 'asc' ? rows : rows.toReversed()).map(wooOrder), query)
}

/** ISO 8601, with or without a zone; the shop's own zone is UTC. */
function instantOf(text: string | null): number | 'malformed' | undefined {
  if (text === null) return undefined
  const milliseconds = Date.parse(/Z|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`)
  return Number.isNaN(milliseconds) ? 'malformed' : milliseconds
}

function paged(rows: readonly object[], query: URLSearchParams): PlatformAnswer {
  const perPage = Number(query.get('per_page') ?? PER_PAGE)
  const page = Number(query.get('page') ?? 1)
  if (!(perPage >= 1 && perPage <= PER_PAGE_MAX && page >= 1)) {
    return refusal(400, 'rest_invalid_param', 'Invalid parameter(s): per_page')
  }
  return {
    status: 200,
    headers: {
      'x-wp-total': String(rows.length),
      'x-wp-totalpages': String(Math.ceil(rows.length / perPage)),
    },
    body: rows.slice((page - 1) * perPage, page * perPage),
  }
}

function refusal(status: number, code: string, message: string): PlatformAnswer {
  return { status, body: { code, message, data: { status } } }
}
