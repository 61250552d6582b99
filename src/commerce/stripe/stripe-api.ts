// Stripe's events, read from its list of them: the very bodies that webhooks bring, for thirty days
// (https://docs.stripe.com/api/events/list). The list gives the newest first.

import { nextSweep, type PullCursor } from '#domain/pull-cursor.ts'
import { DAY_MS, SECOND_MS } from '#domain/time.ts'
import { type CredentialsOf, type ReadShopOrder, type ShopApi, type ShopFetch } from '#ports/shop-api.ts'
import { stripeEventsPage } from '#schema/commerce/pulled-lists.ts'
import { STRIPE_EVENT_TYPES } from './decode-stripe-event.ts'
import { messageBody, readAnswer, refuseStatus } from '../shop-answers.ts'
import { readStripeOrder } from './stripe-order.ts'

/** Events of a page: the most that Stripe gives. */
const EVENTS_PER_PAGE = 100

/** Events are listed some seconds after they are dated; ten minutes are read again in each sweep. */
const OVERLAP_MS = 600 * SECOND_MS

/** How far back the list goes. */
const HISTORY_MS = 30 * DAY_MS

/** Statuses of an answer to a place that is no longer there. */
const GONE: readonly number[] = [400, 404]

const SENTENCES = {
  unknown: 'Stripe does not know this key.',
  forbidden:
    'Stripe does not let this key read events. Give it the permission Read on Events, or on all of Core.',
  missing: "This is not the address of Stripe's interface.",
}

/** Reads pages of events through `shopFetch`. */
export function createStripeApi(
  shopFetch: ShopFetch,
): ShopApi<'stripe'> & { readonly readOrder: ReadShopOrder<'stripe'> } {
  return {
    readOrder: (credentials, asked) => readStripeOrder(shopFetch, credentials, asked),
    pull: async (credentials, { cursor, now }) => {
      const response = await shopFetch({
        method: 'GET',
        url: eventsUrl(credentials, cursor, now),
        headers: { Authorization: `Bearer ${credentials.apiKey}` },
      })
      // An event that a sweep was interrupted at may have left the list since: the sweep begins again.
      if (cursor.place !== null && GONE.includes(response.status))
        return { messages: [], cursor: { ...cursor, place: null }, isCaughtUp: false }
      refuseStatus(response, SENTENCES)
      const { data, has_more: hasMore } = readAnswer(stripeEventsPage, response)
      const newest = Math.max(cursor.newest, ...data.map(({ created }) => created * SECOND_MS))
      const read = { ...cursor, newest }
      const oldest = data.at(-1)
      const isCaughtUp = !hasMore || oldest === undefined
      return {
        messages: data.toReversed().map((event) => ({ headers: {}, rawBody: messageBody(event) })),
        cursor: isCaughtUp ? nextSweep(read, { now, overlapMs: OVERLAP_MS }) : { ...read, place: oldest.id },
        isCaughtUp,
      }
    },
  }
}

function eventsUrl({ address }: CredentialsOf<'stripe'>, { since, place }: PullCursor, now: number): string {
  const from = Math.max(since, now - HISTORY_MS)
  const query = new URLSearchParams({
    limit: `${EVENTS_PER_PAGE}`,
    'created[gte]': `${Math.floor(from / SECOND_MS)}`,
  })
  for (const type of STRIPE_EVENT_TYPES) query.append('types[]', type)
  if (place !== null) query.set('starting_after', place)
  return `${address}/v1/events?${query.toString()}`
}
