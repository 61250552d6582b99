// WooCommerce's orders, read through its REST interface, version 3, by when they were last changed. Each order holds its
// refunds, so nothing else has to be asked for (https://woocommerce.github.io/woocommerce-rest-api-docs/#list-all-orders).

import { nextSweep, type PullCursor } from '#domain/pull-cursor.ts'
import { SECOND_MS } from '#domain/time.ts'
import {
  ShopApiFailure,
  type CredentialsOf,
  type FindShopOrder,
  type ShopApi,
  type ShopFetch,
} from '#ports/shop-api.ts'
import { gmtWithZone, wooListedOrder, wooOrdersPage, wooRefusal } from '#schema/commerce/pulled-lists.ts'
import { messageBody, readAnswer, refuseStatus } from '../shop-answers.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { WebhookRequest } from '#ports/commerce.ts'
import type { ShopResponse } from '#ports/shop-api.ts'
import type { z } from 'zod'

/** Orders of a page: the most that WordPress gives. */
const ORDERS_PER_PAGE = 100

/** An order becomes visible when what changed it is done; two minutes are read again in each sweep. */
const OVERLAP_MS = 120 * SECOND_MS

/** Most pages of orders that were changed in one second, by a bulk edit say. */
const PAGES_MAX = 1_000

const NOT_FOUND = 404

const SENTENCES = {
  unknown: 'WooCommerce does not know this consumer key and secret.',
  forbidden: 'WooCommerce does not let this key read orders. Give it the permission Read.',
  missing:
    'There is no REST interface of WooCommerce at this address. Permalinks must be other than "Plain" in the settings.',
}

/** What WooCommerce answers of an order that is neither there nor in the bin. */
const NO_SUCH_ORDER = 'woocommerce_rest_shop_order_invalid_id'

/**
 * Reads pages of orders through `shopFetch`; the key goes into the header of TLS connections only. The list of all orders
 * leaves out the bin, so that is asked for beside it: an order in it says when it was put there.
 */
export function createWooApi(
  shopFetch: ShopFetch,
): ShopApi<'woocommerce'> & { readonly find: FindShopOrder<'woocommerce'> } {
  return {
    pull: async (credentials, { cursor, now }) => {
      const page = pageOf(cursor)
      const standing = await readList(shopFetch, credentials, { cursor, page, status: 'any' })
      const binned = await readList(shopFetch, credentials, { cursor, page, status: 'trash' })
      const orders = [...standing.orders, ...binned.orders].toSorted(
        (a, b) => changedAt(a.date_modified_gmt) - changedAt(b.date_modified_gmt),
      )
      const newest = Math.max(cursor.newest, ...orders.map((order) => changedAt(order.date_modified_gmt)))
      const read = { ...cursor, newest }
      const readUntil = Math.min(standing.readUntil, binned.readUntil)
      const isCaughtUp = readUntil === Infinity
      return {
        messages: orders.map(messageOf),
        cursor: isCaughtUp
          ? nextSweep(read, { now, overlapMs: OVERLAP_MS })
          : nextPage(read, { page, readUntil }),
        isCaughtUp,
      }
    },
    find: async (credentials, externalOrderId) => {
      const response = await shopFetch({
        method: 'GET',
        url: `${credentials.address}/wp-json/wc/v3/orders/${encodeURIComponent(externalOrderId)}`,
        headers: { Authorization: basicOf(credentials) },
      })
      if (response.status === NOT_FOUND && readAnswer(wooRefusal, response).code === NO_SUCH_ORDER)
        return 'gone'
      refuseStatus(response, SENTENCES)
      return messageOf(readAnswer(wooListedOrder, response))
    },
  }
}

/** A page of one list, and up to which change it was read: without end when nothing follows. */
async function readList(
  shopFetch: ShopFetch,
  credentials: CredentialsOf<'woocommerce'>,
  asked: { readonly cursor: PullCursor; readonly page: number; readonly status: 'any' | 'trash' },
): Promise<{ readonly orders: z.output<typeof wooOrdersPage>; readonly readUntil: Instant }> {
  const response = await shopFetch({
    method: 'GET',
    url: ordersUrl(credentials, asked),
    headers: { Authorization: basicOf(credentials) },
  })
  refuseStatus(response, SENTENCES)
  const orders = readAnswer(wooOrdersPage, response)
  if (orders.length === 0 || isLastPage(response, asked.page, orders.length)) {
    return { orders, readUntil: Infinity }
  }
  return { orders, readUntil: Math.max(...orders.map((order) => changedAt(order.date_modified_gmt))) }
}

/**
 * The next page begins at the newest change of this one, since pages by number shift while orders change; what an earlier
 * sweep saw may be ahead of it. Only where all of a page was changed in one second is the next number asked for.
 */
function nextPage(
  cursor: PullCursor,
  { page, readUntil }: { readonly page: number; readonly readUntil: Instant },
): PullCursor {
  if (readUntil > cursor.since) return { since: readUntil, newest: cursor.newest, place: null }
  if (page >= PAGES_MAX)
    throw new ShopApiFailure(
      'unavailable',
      'WooCommerce names more orders changed in one second than can be read.',
    )
  return { ...cursor, place: `${page + 1}` }
}

/** A plugin may give fewer orders than were asked for, so WordPress's own count of pages comes first. */
function isLastPage({ headers }: ShopResponse, page: number, count: number): boolean {
  const pages = headers['x-wp-totalpages'] ?? ''
  return /^\d{1,9}$/.test(pages) ? page >= Number(pages) : count < ORDERS_PER_PAGE
}

function pageOf({ place }: PullCursor): number {
  return place === null ? 1 : Number(place)
}

/** `modified_after` leaves out the instant itself, so a second earlier is asked for. */
function ordersUrl(
  { address }: CredentialsOf<'woocommerce'>,
  {
    cursor: { since },
    page,
    status,
  }: { readonly cursor: PullCursor; readonly page: number; readonly status: 'any' | 'trash' },
): string {
  const query = new URLSearchParams({
    status,
    modified_after: new Date(since - SECOND_MS).toISOString().slice(0, 19),
    dates_are_gmt: 'true',
    orderby: 'modified',
    order: 'asc',
    per_page: `${ORDERS_PER_PAGE}`,
    page: `${page}`,
  })
  return `${address}/wp-json/wc/v3/orders?${query.toString()}`
}

function basicOf({ consumerKey, consumerSecret }: CredentialsOf<'woocommerce'>): string {
  return `Basic ${new TextEncoder().encode(`${consumerKey}:${consumerSecret}`).toBase64()}`
}

function messageOf(order: { readonly [field: string]: unknown }): WebhookRequest {
  return { headers: { 'x-wc-webhook-topic': 'order.updated' }, rawBody: messageBody(order) }
}

function changedAt(gmt: string): Instant {
  return Date.parse(gmtWithZone(gmt))
}
