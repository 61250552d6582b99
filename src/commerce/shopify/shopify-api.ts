// Shopify's orders, read through its GraphQL Admin interface by when they were last changed. Refunds, edits and cancellations
// change their order; disputes do not, and are asked for at the end of each sweep.

import { nextSweep, type PullCursor } from '#domain/pull-cursor.ts'
import { SECOND_MS } from '#domain/time.ts'
import {
  ShopApiFailure,
  type CredentialsOf,
  type ReadShopOrder,
  type ShopApi,
  type ShopFetch,
} from '#ports/shop-api.ts'
import {
  graphLinesPage,
  graphOneOrder,
  graphOrdersPage,
  graphRefundPage,
  type GraphOrder,
  type GraphRefund,
} from '#schema/commerce/shopify-graphql.ts'
import { messageBody } from '../shop-answers.ts'
import { NOTE_ATTRIBUTE } from './decode-shopify-webhook.ts'
import { askShopify, QueryTooDear, type GraphData, type GraphDeps } from './shopify-graphql.ts'
import { readDisputes } from './shopify-disputes.ts'
import { shopifyOrderBody } from './shopify-order-body.ts'
import {
  LINES_QUERY,
  ORDER_QUERY,
  ORDERS_PER_PAGE,
  ORDERS_QUERY,
  REFUND_QUERY,
  SHOPIFY_API_VERSION,
} from './shopify-queries.ts'
import { createShopifyTokens } from './shopify-token.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { WebhookRequest } from '#ports/commerce.ts'
import type { z } from 'zod'

/** Shopify's search shows a change some seconds late; two minutes are read again in each sweep. */
const OVERLAP_MS = 120 * SECOND_MS

/**
 * How long an order is left alone until Shopify has worked out how its buyer came, in milliseconds: ten minutes. Paid for
 * without it, an order could not be credited any more.
 */
const JOURNEY_MS = 600 * SECOND_MS

/** Further pages of lines of one order or refund: 60 lines each, and a cart of Shopify holds 500. */
const MORE_PAGES_MAX = 20

/** What an order's number stands behind in GraphQL. */
const ORDER_GID = 'gid://shopify/Order/'

/** Marks a place in a sweep that has left an order for later; the other mark is one that has not. */
const LEFT = 'left:'
const ON = 'on:'

type Asking = {
  readonly deps: GraphDeps
  readonly credentials: CredentialsOf<'shopify'>
  readonly now: Instant
}

/** Reads pages of orders through `shopFetch`; tokens stay in memory. */
export function createShopifyApi(
  shopFetch: ShopFetch,
): ShopApi<'shopify'> & { readonly readOrder: ReadShopOrder<'shopify'> } {
  const deps: GraphDeps = { shopFetch, tokens: createShopifyTokens(shopFetch) }
  return {
    pull: async (credentials, { cursor, now }) => {
      const asking = { deps, credentials, now }
      const { data, waitMs } = await askForOrders(asking, cursor)
      const { nodes, pageInfo } = data.orders
      const ready = nodes.findIndex((order) => isJourneyOpen(order, now))
      const hasLeft = ready >= 0 || cursor.place?.startsWith(LEFT) === true
      const messages: WebhookRequest[] = []
      for (const order of nodes) {
        if (!isJourneyOpen(order, now)) messages.push(messageOf(await wholeOrder(asking, order)))
      }
      // The next sweep begins at the first order that was left, so what was changed later does not count as read.
      const counted = cursor.place?.startsWith(LEFT) ? [] : nodes.slice(0, ready < 0 ? nodes.length : ready)
      const newest = Math.max(cursor.newest, ...counted.map(({ updatedAt }) => updatedAt))
      const read = { ...cursor, newest }
      const place = pageInfo.endCursor ?? null
      const isCaughtUp = !pageInfo.hasNextPage || place === null
      const disputes = isCaughtUp ? await readDisputes(deps, credentials, now) : undefined
      return {
        messages: [...messages, ...(disputes?.messages ?? [])],
        ...(disputes?.withheld === undefined ? {} : { withheld: disputes.withheld }),
        cursor: isCaughtUp
          ? nextSweep(read, { now, overlapMs: OVERLAP_MS })
          : { ...read, place: `${hasLeft ? LEFT : ON}${place}` },
        isCaughtUp,
        ...(waitMs > 0 ? { waitMs } : {}),
      }
    },
    readOrder: async (credentials, { externalOrderId, now }) => {
      if (!/^\d{1,20}$/.test(externalOrderId)) return []
      const asking = { deps, credentials, now }
      const { order } = await ask(
        asking,
        ORDER_QUERY,
        { id: `${ORDER_GID}${externalOrderId}` },
        graphOneOrder,
      )
      if (order === null || isJourneyOpen(order, now)) return []
      return [messageOf(await wholeOrder(asking, order))]
    },
  }
}

/** A page of orders; of one order alone when more are too dear. */
async function askForOrders(
  { deps, credentials, now }: Asking,
  { since, place }: PullCursor,
): Promise<GraphData<z.output<typeof graphOrdersPage>>> {
  const after = place === null ? null : place.slice(place.indexOf(':') + 1)
  const filter = `updated_at:>='${new Date(since).toISOString().slice(0, 19)}Z'`
  const askFor = (count: number) =>
    askShopify(
      deps,
      credentials,
      { query: ORDERS_QUERY, variables: { count, after, filter }, schema: graphOrdersPage },
      now,
    )
  try {
    return await askFor(ORDERS_PER_PAGE)
  } catch (error) {
    if (!(error instanceof QueryTooDear)) throw error
  }
  try {
    return await askFor(1)
  } catch (error) {
    if (!(error instanceof QueryTooDear)) throw error
    throw new ShopApiFailure('unavailable', 'Shopify does not answer questions of this size any more.')
  }
}

/** Whether how the buyer came may still become known, and nothing in the order says it better. */
function isJourneyOpen(
  { customerJourneySummary: journey, createdAt, customAttributes }: GraphOrder,
  now: Instant,
) {
  if (journey?.ready !== false || now >= createdAt + JOURNEY_MS) return false
  return !customAttributes.some(({ key }) => key === NOTE_ATTRIBUTE)
}

function messageOf(order: GraphOrder): WebhookRequest {
  return {
    headers: { 'x-shopify-topic': 'orders/updated', 'x-shopify-api-version': SHOPIFY_API_VERSION },
    rawBody: messageBody(shopifyOrderBody(order)),
  }
}

/** The order with all of its lines and refunds. */
async function wholeOrder(asking: Asking, order: GraphOrder): Promise<GraphOrder> {
  const lines = [...order.lineItems.nodes]
  let { pageInfo } = order.lineItems
  for (let page = 0; pageInfo.hasNextPage && page < MORE_PAGES_MAX; page++) {
    const more = await ask(asking, LINES_QUERY, { id: order.id, after: pageInfo.endCursor }, graphLinesPage)
    if (!more.order) break
    lines.push(...more.order.lineItems.nodes)
    ;({ pageInfo } = more.order.lineItems)
  }
  const refunds: GraphRefund[] = []
  for (const refund of order.refunds) refunds.push(await wholeRefund(asking, refund))
  return { ...order, lineItems: { nodes: lines, pageInfo }, refunds }
}

async function wholeRefund(asking: Asking, refund: GraphRefund): Promise<GraphRefund> {
  const parts = [
    refund.refundLineItems,
    refund.transactions,
    refund.orderAdjustments,
    refund.refundShippingLines,
  ]
  if (parts.every(({ pageInfo }) => !pageInfo.hasNextPage)) return refund
  const first = await ask(asking, REFUND_QUERY, { id: refund.id, after: null }, graphRefundPage)
  if (!first.refund) return refund
  const lines = [...first.refund.refundLineItems.nodes]
  let { pageInfo } = first.refund.refundLineItems
  for (let page = 0; pageInfo.hasNextPage && page < MORE_PAGES_MAX; page++) {
    const more = await ask(
      asking,
      REFUND_QUERY,
      { id: refund.id, after: pageInfo.endCursor },
      graphRefundPage,
    )
    if (!more.refund) break
    lines.push(...more.refund.refundLineItems.nodes)
    ;({ pageInfo } = more.refund.refundLineItems)
  }
  return { ...first.refund, refundLineItems: { nodes: lines, pageInfo } }
}

async function ask<T>(
  { deps, credentials, now }: Asking,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  schema: z.ZodType<T>,
): Promise<T> {
  try {
    return (await askShopify(deps, credentials, { query, variables, schema }, now)).data
  } catch (error) {
    if (!(error instanceof QueryTooDear)) throw error
    throw new ShopApiFailure('unavailable', 'Shopify does not answer questions of this size any more.')
  }
}
