// Disputes of Shopify Payments, read through the GraphQL Admin interface. They change without their order being changed and
// say no instant of it, so all of the last months are read each time; what says the same is one message
// (https://shopify.dev/docs/api/admin-graphql/2026-07/queries/disputes).

import { DAY_MS } from '#domain/time.ts'
import { ShopApiFailure, type CredentialsOf } from '#ports/shop-api.ts'
import { graphDisputesPage, type GraphDispute } from '#schema/commerce/shopify-graphql.ts'
import { messageBody } from '../shop-answers.ts'
import { askShopify, QueryTooDear, type GraphDeps } from './shopify-graphql.ts'
import { DISPUTES_QUERY, SHOPIFY_API_VERSION } from './shopify-queries.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { WebhookRequest } from '#ports/commerce.ts'

/** How far back disputes are read, in milliseconds: 180 days, in which banks open and decide them. */
const READ_BACK_MS = 180 * DAY_MS

/** Pages of disputes of one reading: 500 of them, more than a shop keeps its payments with. */
const PAGES_MAX = 10

const NO_SCOPE =
  'Shopify does not let the app read disputes. Give it the scope read_shopify_payments_disputes, or let Shopify send its event for disputes.'
const NO_ANSWER = 'Shopify did not say which disputes there are; it is asked again at the next reading.'

export type ReadDisputes = {
  readonly messages: readonly WebhookRequest[]
  /** Why there may be disputes that were not read; null when all were, undefined when Shopify wants fewer requests. */
  readonly withheld: string | null | undefined
}

/** Reads the disputes of the last 180 days; orders go on being read whatever becomes of this. */
export async function readDisputes(
  deps: GraphDeps,
  credentials: CredentialsOf<'shopify'>,
  now: Instant,
): Promise<ReadDisputes> {
  const since = new Date(now - READ_BACK_MS).toISOString().slice(0, 10)
  const messages: WebhookRequest[] = []
  let after: string | null = null
  try {
    for (let page = 0; page < PAGES_MAX; page++) {
      const variables: Record<string, unknown> = { after, filter: `initiated_at:>='${since}T00:00:00Z'` }
      const query = { query: DISPUTES_QUERY, variables, schema: graphDisputesPage }
      const { data } = await askShopify(deps, credentials, query, now)
      messages.push(...data.disputes.nodes.filter(({ order }) => order !== null).map(messageOf))
      after = data.disputes.pageInfo.endCursor ?? null
      if (!data.disputes.pageInfo.hasNextPage || after === null) return { messages, withheld: null }
    }
    return { messages, withheld: null }
  } catch (error) {
    if (error instanceof QueryTooDear) return { messages, withheld: NO_ANSWER }
    if (!(error instanceof ShopApiFailure)) throw error
    if (error.kind === 'throttled') return { messages, withheld: undefined }
    return { messages, withheld: error.kind === 'refused' ? NO_SCOPE : NO_ANSWER }
  }
}

/** The body of a `disputes/update` webhook. */
function messageOf(dispute: GraphDispute): WebhookRequest {
  const { legacyResourceId, type, status, initiatedAt, finalizedOn, amount, order } = dispute
  return {
    headers: { 'x-shopify-topic': 'disputes/update', 'x-shopify-api-version': SHOPIFY_API_VERSION },
    rawBody: messageBody({
      id: legacyResourceId,
      order_id: order?.legacyResourceId,
      type: type.toLowerCase(),
      amount: amount.amount,
      currency: amount.currencyCode,
      status: status.toLowerCase(),
      initiated_at: new Date(initiatedAt).toISOString(),
      finalized_on: typeof finalizedOn === 'number' ? new Date(finalizedOn).toISOString() : null,
    }),
  }
}
