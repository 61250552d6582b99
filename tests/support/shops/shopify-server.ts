// A simulated Shopify store: tokens by client credentials, the GraphQL Admin API's orders with cost and throttling, and
// webhooks signed by Shopify's own library, retried eight times over four hours.

// Gives Shopify's library Node's own cryptography.
// oxlint-disable-next-line import/no-unassigned-import -- importing it is how it is chosen.
import '@shopify/shopify-api/adapters/node'
import { createSHA256HMAC } from '@shopify/shopify-api/runtime'
import type { GraphArguments } from './graphql-parse.ts'
import { answerQuery } from './graphql-select.ts'
import {
  openPlatformServer,
  type PlatformAnswer,
  type PlatformRequest,
  type PlatformServer,
} from './platform-server.ts'
import { openSaleBook, type SaleBook } from './sale-book.ts'
import { queryRoot } from './shopify-root.ts'
import { restDispute, restOrder, restRefund } from './shopify-rest.ts'
import { virtualClock, type VirtualClock } from './virtual-clock.ts'
import { openWebhookPost, type WebhookPost } from './webhook-post.ts'
import type { NewRefund, NewSale, Sale, SaleDispute, SaleRefund } from './sale.ts'

const MINUTE_MS = 60_000

/**
 * Five seconds in all for an answer; eight more attempts within four hours, further apart each time; the subscription is
 * removed after eight failures in a row (shopify.dev, "Webhooks: deliver through HTTPS"). The exact steps are not
 * published: these double up to four hours.
 */
const SHOPIFY_POST = {
  timeoutMs: 5_000,
  isReceived: (status: number) => status >= 200 && status < 300,
  retryDelaysMs: [1, 2, 4, 8, 16, 32, 64, 113].map((minutes) => minutes * MINUTE_MS),
  givesUpAfter: 9,
}

/** A client-credentials token lives a day, less a second ("Client credentials grant"). */
const TOKEN_SECONDS = 86_399

/** Bucket of a standard store, and what flows back each second ("API rate limits", calculated query costs). */
const BUCKET = 2_000
const RESTORED_PER_SECOND = 100

/** One query may not ask for more. */
const QUERY_COST_MAX = 1_000

export type ShopifyServer = PlatformServer & {
  readonly host: string
  readonly clientId: string
  /** Also what webhooks are signed with. */
  readonly clientSecret: string
  readonly clock: VirtualClock
  readonly book: Pick<SaleBook, 'all' | 'find'>
  readonly webhooks: WebhookPost
  /** Subscribes the topics that rewards are computed from. */
  readonly subscribe: (url: string) => void
  readonly sell: (sale: NewSale) => Sale
  readonly pay: (sale: Sale) => void
  readonly refund: (sale: Sale, refund: NewRefund) => SaleRefund
  readonly cancel: (sale: Sale) => void
  readonly dispute: (sale: Sale, amount: string) => SaleDispute
  readonly closeDispute: (sale: Sale, dispute: SaleDispute, state: 'won' | 'lost') => void
  /** Sends any topic, such as a privacy one. */
  readonly tell: (topic: string, body: object) => void
  /** Whether the app may read disputes; it may unless a test says no. */
  readonly allowDisputes: (isAllowed: boolean) => void
  /** All tokens given out so far stop working. */
  readonly revokeTokens: () => void
}

export async function openShopifyServer({
  clock = virtualClock(),
  host = 'blue-mugs.myshopify.com',
}: { readonly clock?: VirtualClock; readonly host?: string } = {}): Promise<ShopifyServer> {
  const clientId = 'c1a2b3d4e5f60718293a4b5c6d7e8f90'
  const clientSecret = `shpss_${'0123456789abcdef'.repeat(2)}`
  const book = openSaleBook(clock, 5_000_000_000_000)
  const webhooks = openWebhookPost(SHOPIFY_POST, clock)
  const tokens = openTokens(clock, { clientId, clientSecret })
  const bucket = openBucket(clock)
  let messages = 0
  let readsDisputes = true

  const tell = (topic: string, body: object): void =>
    webhooks.send({
      id: `b54557e4-bdd9-4b37-8a5f-${`${(messages += 1)}`.padStart(12, '0')}`,
      topic,
      body: JSON.stringify(body),
    })
  const tellOrder = (topic: string, sale: Sale): void => tell(topic, restOrder(sale, host))

  const server = await openPlatformServer({
    answer: (request) => {
      if (request.method === 'POST' && request.path === '/admin/oauth/access_token')
        return tokens.grant(request)
      if (request.method === 'POST' && /^\/admin\/api\/\d{4}-\d{2}\/graphql\.json$/.test(request.path)) {
        return tokens.isValid(request.headers['x-shopify-access-token'])
          ? answerGraph(request, { book, bucket, readsDisputes })
          : {
              status: 401,
              body: {
                errors: '[API] Invalid API key or access token (unrecognized login or wrong password)',
              },
            }
      }
      return { status: 404, body: { errors: 'Not Found' } }
    },
    rateLimited: () => ({ status: 200, body: throttled(QUERY_COST_MAX, bucket.status()) }),
  })
  return {
    ...server,
    host,
    clientId,
    clientSecret,
    clock,
    book,
    webhooks,
    tell,
    revokeTokens: tokens.revokeAll,
    allowDisputes: (isAllowed) => void (readsDisputes = isAllowed),
    subscribe: (url) =>
      webhooks.subscribe(url, async (message) => ({
        'content-type': 'application/json',
        'x-shopify-topic': message.topic,
        'x-shopify-shop-domain': host,
        'x-shopify-api-version': '2026-10',
        'x-shopify-webhook-id': message.id,
        'x-shopify-hmac-sha256': await createSHA256HMAC(clientSecret, message.body),
      })),
    sell: (wanted) => {
      const sale = book.sell(wanted)
      tellOrder('orders/create', sale)
      if (sale.paidAt !== null) tellOrder('orders/paid', sale)
      return sale
    },
    pay: (sale) => {
      book.pay(sale)
      tellOrder('orders/paid', sale)
    },
    refund: (sale, wanted) => {
      const refund = book.refund(sale, wanted)
      tell('refunds/create', restRefund(sale, refund))
      tellOrder('orders/updated', sale)
      return refund
    },
    cancel: (sale) => {
      book.cancel(sale)
      tellOrder('orders/cancelled', sale)
    },
    dispute: (sale, amount) => {
      const dispute = book.dispute(sale, amount)
      tell('disputes/create', restDispute(sale, dispute))
      return dispute
    },
    closeDispute: (sale, dispute, state) => {
      book.closeDispute(sale, dispute, state)
      tell('disputes/update', restDispute(sale, dispute))
    },
  }
}

function openTokens(
  clock: VirtualClock,
  client: { readonly clientId: string; readonly clientSecret: string },
) {
  const expiries = new Map<string, number>()
  let given = 0
  return {
    revokeAll: () => expiries.clear(),
    isValid: (token: string | undefined) => (expiries.get(token ?? '') ?? 0) > clock.now(),
    grant: ({ headers, body }: PlatformRequest): PlatformAnswer => {
      const isJson = (headers['content-type'] ?? '').startsWith('application/json')
      const asked = isJson
        ? (JSON.parse(body) as Record<string, unknown>)
        : Object.fromEntries(new URLSearchParams(body))
      if (asked['grant_type'] !== 'client_credentials') {
        return { status: 400, body: { error: 'unsupported_grant_type' } }
      }
      if (asked['client_id'] !== client.clientId || asked['client_secret'] !== client.clientSecret) {
        return { status: 400, body: { error: 'invalid_client' } }
      }
      const token = `shpat_${String((given += 1)).padStart(32, '0')}`
      expiries.set(token, clock.now() + TOKEN_SECONDS * 1000)
      return { status: 200, body: { access_token: token, scope: 'read_orders', expires_in: TOKEN_SECONDS } }
    },
  }
}

type ThrottleStatus = {
  readonly maximumAvailable: number
  readonly currentlyAvailable: number
  readonly restoreRate: number
}

function openBucket(clock: VirtualClock) {
  let available = BUCKET
  let at = clock.now()
  const restore = (): void => {
    available = Math.min(BUCKET, available + ((clock.now() - at) / 1000) * RESTORED_PER_SECOND)
    at = clock.now()
  }
  return {
    /** Whether so many points are there. */
    has: (points: number) => (restore(), available >= points),
    take: (points: number) => void (available -= points),
    status: (): ThrottleStatus => ({
      maximumAvailable: BUCKET,
      currentlyAvailable: available,
      restoreRate: RESTORED_PER_SECOND,
    }),
  }
}

function answerGraph(
  { body }: PlatformRequest,
  {
    book,
    bucket,
    readsDisputes,
  }: {
    readonly book: SaleBook
    readonly bucket: ReturnType<typeof openBucket>
    readonly readsDisputes: boolean
  },
): PlatformAnswer {
  const { query, variables = {} } = JSON.parse(body) as { query: string; variables?: GraphArguments }
  if (!readsDisputes && /\bdisputes\(/.test(query)) {
    const message =
      'Access denied for disputes field. Required access: `read_shopify_payments_disputes` access scope.'
    const denied = { message, path: ['disputes'], extensions: { code: 'ACCESS_DENIED' } }
    return { status: 200, body: { data: { disputes: null }, errors: [denied] } }
  }
  const answer = answerQuery(queryRoot(book), query, variables)
  if ('errors' in answer) return { status: 200, body: answer }
  // Charged for what is answered; real stores ask for the whole page first and give back the rest.
  const cost = answer.objects
  if (cost > QUERY_COST_MAX) {
    const message = `Query cost is ${cost}, which exceeds the single query max cost limit (${QUERY_COST_MAX}).`
    return { status: 200, body: { errors: [{ message, extensions: { code: 'MAX_COST_EXCEEDED', cost } }] } }
  }
  if (!bucket.has(cost)) return { status: 200, body: throttled(cost, bucket.status()) }
  bucket.take(cost)
  const charged = { requestedQueryCost: cost, actualQueryCost: cost, throttleStatus: bucket.status() }
  return { status: 200, body: { data: answer.data, extensions: { cost: charged } } }
}

function throttled(cost: number, throttleStatus: ThrottleStatus): object {
  return {
    errors: [
      {
        message: 'Throttled',
        extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/limits' },
      },
    ],
    extensions: { cost: { requestedQueryCost: cost, actualQueryCost: null, throttleStatus } },
  }
}
