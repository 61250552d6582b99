// A simulated Stripe account: the list of events with its cursors, keys and rate limit, and webhooks signed by Stripe's own
// library, sent again for three days with a new signature each time.

import { Stripe } from 'stripe'
import {
  openPlatformServer,
  type PlatformAnswer,
  type PlatformRequest,
  type PlatformServer,
} from './platform-server.ts'
import { openSaleBook, type SaleBook } from './sale-book.ts'
import {
  stripeCharge,
  stripeDispute,
  stripePaymentIntent,
  stripeRefund,
  stripeSession,
} from './stripe-bodies.ts'
import { virtualClock, type VirtualClock } from './virtual-clock.ts'
import { openWebhookPost, type WebhookPost } from './webhook-post.ts'
import type { NewRefund, NewSale, Sale, SaleDispute, SaleRefund } from './sale.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/**
 * At once, then after five and thirty minutes, two, five and ten hours, then each twelve hours for three days
 * (docs.stripe.com, "Process undelivered events", "Automatic retries"). The time-out is not published: ten seconds.
 */
const STRIPE_POST = {
  timeoutMs: 10_000,
  isReceived: (status: number) => status >= 200 && status < 300,
  retryDelaysMs: [
    5 * MINUTE_MS,
    30 * MINUTE_MS,
    2 * HOUR_MS,
    5 * HOUR_MS,
    10 * HOUR_MS,
    12 * HOUR_MS,
    12 * HOUR_MS,
    12 * HOUR_MS,
    12 * HOUR_MS,
  ],
  givesUpAfter: Number.POSITIVE_INFINITY,
}

/** Events can be listed for thirty days. */
const EVENTS_KEPT_MS = 30 * DAY_MS

/** Objects of one page, and how many there are when none are asked for. */
const LIMIT_MAX = 100
const LIMIT = 10

type StripeEvent = {
  readonly id: string
  readonly object: 'event'
  readonly api_version: string
  readonly created: number
  readonly livemode: boolean
  readonly pending_webhooks: number
  readonly request: { readonly id: null; readonly idempotency_key: null }
  readonly type: string
  readonly data: { readonly object: object }
}

export type StripeServer = PlatformServer & {
  /** A restricted key that may read events. */
  readonly apiKey: string
  readonly clock: VirtualClock
  readonly book: Pick<SaleBook, 'all' | 'find'>
  readonly webhooks: WebhookPost
  /** Makes a webhook endpoint; resolves with its signing secret, which Stripe makes and the shop pastes. */
  readonly subscribe: (url: string) => string
  readonly sell: (sale: NewSale) => Sale
  /** A payment that was pending went through. */
  readonly pay: (sale: Sale) => void
  readonly refund: (sale: Sale, refund: NewRefund) => SaleRefund
  readonly dispute: (sale: Sale, amount: string) => SaleDispute
  readonly closeDispute: (sale: Sale, dispute: SaleDispute, state: 'won' | 'lost') => void
}

export function openStripeServer({
  clock = virtualClock(),
  signedAt = Date.now,
}: {
  readonly clock?: VirtualClock
  /** Whose time signatures carry: a relayer judges them by its own wall clock. */
  readonly signedAt?: () => number
} = {}): Promise<StripeServer> {
  const apiKey = `rk_test_${'51H'.repeat(8)}`
  const book = openSaleBook(clock, 300_000)
  const webhooks = openWebhookPost(STRIPE_POST, clock)
  const events: StripeEvent[] = []
  let endpoints = 0

  const tell = (type: string, object: object): void => {
    const event: StripeEvent = {
      id: `evt_${`${events.length + 1}`.padStart(24, '0')}`,
      object: 'event',
      api_version: '2026-10-29.basil',
      created: Math.floor(clock.now() / 1000),
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      type,
      data: { object },
    }
    events.push(event)
    webhooks.send({ id: event.id, topic: type, body: JSON.stringify(event, null, 2) })
  }
  const tellPaid = (sale: Sale, type: string): void => {
    tell(type, stripeSession(sale))
    tell('payment_intent.succeeded', stripePaymentIntent(sale))
    tell('charge.succeeded', stripeCharge(sale))
  }

  return openPlatformServer({
    answer: (request) => answerApi(request, { apiKey, events, clock, sales: book.all }),
    rateLimited: () => ({
      status: 429,
      headers: { 'stripe-rate-limited-reason': 'global-rate' },
      body: {
        error: { code: 'rate_limit', message: 'Request rate limit exceeded.', type: 'invalid_request_error' },
      },
    }),
  }).then((server) => ({
    ...server,
    apiKey,
    clock,
    book,
    webhooks,
    subscribe: (url) => {
      const secret = `whsec_${String((endpoints += 1)).padStart(32, 'a')}`
      webhooks.subscribe(url, ({ body }) =>
        Promise.resolve({
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
          'stripe-signature': Stripe.webhooks.generateTestHeaderString({
            payload: body,
            secret,
            timestamp: Math.floor(signedAt() / 1000),
          }),
        }),
      )
      return secret
    },
    sell: (wanted) => {
      const sale = book.sell(wanted)
      if (sale.paidAt === null) tell('checkout.session.completed', stripeSession(sale))
      else tellPaid(sale, 'checkout.session.completed')
      return sale
    },
    pay: (sale) => {
      book.pay(sale)
      tellPaid(sale, 'checkout.session.async_payment_succeeded')
    },
    refund: (sale, wanted) => {
      const refund = book.refund(sale, wanted)
      tell('refund.created', stripeRefund(sale, refund))
      tell('charge.refunded', stripeCharge(sale))
      return refund
    },
    dispute: (sale, amount) => {
      const dispute = book.dispute(sale, amount)
      tell('charge.dispute.created', stripeDispute(sale, dispute))
      return dispute
    },
    closeDispute: (sale, dispute, state) => {
      book.closeDispute(sale, dispute, state)
      tell('charge.dispute.closed', stripeDispute(sale, dispute))
    },
  }))
}

type Account = {
  readonly apiKey: string
  readonly events: readonly StripeEvent[]
  readonly clock: VirtualClock
  readonly sales: () => readonly Sale[]
}

function answerApi({ method, path, query, headers }: PlatformRequest, account: Account): PlatformAnswer {
  const basic = `Basic ${Buffer.from(`${account.apiKey}:`).toString('base64')}`
  if (![`Bearer ${account.apiKey}`, basic].includes(headers['authorization'] ?? '')) {
    return refusal(401, { message: 'Invalid API Key provided.' })
  }
  const kept = account.events.filter(({ created }) => created * 1000 > account.clock.now() - EVENTS_KEPT_MS)
  if (method === 'GET' && path === '/v1/events') return listEvents(kept, query)
  const object = method === 'GET' ? readObject(path, query, account.sales()) : undefined
  if (object) return object
  const single = kept.find(({ id }) => path === `/v1/events/${id}`)
  return single
    ? { status: 200, body: single }
    : refusal(404, { message: `Unrecognized request URL (${method}: ${path}).` })
}

/** Single objects are kept for good; lists of a payment's sessions and disputes. */
function readObject(
  path: string,
  query: URLSearchParams,
  sales: readonly Sale[],
): PlatformAnswer | undefined {
  const [, paymentId] = /^\/v1\/payment_intents\/(pi_\d+)$/.exec(path) ?? []
  const named = paymentId ?? query.get('payment_intent')
  const sale = sales.find(({ saleId, paidAt }) => `pi_${saleId}` === named && paidAt !== null)
  const list = (data: readonly object[]): PlatformAnswer => ({
    status: 200,
    body: { object: 'list', url: path, has_more: false, data },
  })
  if (path === '/v1/checkout/sessions') return list(sale ? [stripeSession(sale)] : [])
  if (path === '/v1/disputes') return list((sale?.disputes ?? []).map((one) => stripeDispute(sale!, one)))
  if (paymentId === undefined) return undefined
  if (!sale) return refusal(404, { message: `No such payment_intent: '${paymentId}'`, param: 'intent' })
  const intent = stripePaymentIntent(sale)
  return {
    status: 200,
    body:
      query.get('expand[]') === 'latest_charge' ? { ...intent, latest_charge: stripeCharge(sale) } : intent,
  }
}

/** Newest first; `starting_after` goes on to older ones, `ending_before` to newer ones. */
function listEvents(events: readonly StripeEvent[], query: URLSearchParams): PlatformAnswer {
  const limit = Number(query.get('limit') ?? LIMIT)
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= LIMIT_MAX)) {
    return refusal(400, { message: 'This value must be between 1 and 100.', param: 'limit' })
  }
  const types = [...query.getAll('types[]'), ...query.getAll('type')]
  const rows = events.toReversed().filter((event) => isAsked(event, types, query))
  const after = query.get('starting_after')
  const before = query.get('ending_before')
  const named = after ?? before
  const at = rows.findIndex(({ id }) => id === named)
  if (named !== null && at < 0) {
    return refusal(400, {
      message: `No such event: '${named}'`,
      param: after === null ? 'ending_before' : 'starting_after',
    })
  }
  const rest = named === null ? rows : after === null ? rows.slice(0, at) : rows.slice(at + 1)
  const data = before === null ? rest.slice(0, limit) : rest.slice(-limit)
  return {
    status: 200,
    body: { object: 'list', url: '/v1/events', has_more: rest.length > data.length, data },
  }
}

function isAsked({ type, created }: StripeEvent, types: readonly string[], query: URLSearchParams): boolean {
  if (types.length > 0 && !types.includes(type)) return false
  const bound = (name: string, fallback: number): number => Number(query.get(`created[${name}]`) ?? fallback)
  return (
    created >= bound('gte', 0) &&
    created > bound('gt', -1) &&
    created <= bound('lte', Number.MAX_SAFE_INTEGER) &&
    created < bound('lt', Number.MAX_SAFE_INTEGER)
  )
}

function refusal(
  status: number,
  error: { readonly message: string; readonly param?: string },
): PlatformAnswer {
  return { status, body: { error: { ...error, type: 'invalid_request_error' } } }
}
