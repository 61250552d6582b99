// One query to Shopify's GraphQL Admin interface: with a token, renewed once when it is refused, and with an eye on what it
// costs (https://shopify.dev/docs/apps/build/apis/graphql-admin/rate-limits).

import { SECOND_MS } from '#domain/time.ts'
import { ShopApiFailure, type CredentialsOf, type ShopFetch } from '#ports/shop-api.ts'
import { graphAnswer, type GraphAnswer } from '#schema/commerce/shopify-graphql.ts'
import { readAnswer, refuseStatus, throttled } from '../shop-answers.ts'
import { SHOPIFY_API_VERSION } from './shopify-queries.ts'
import type { ShopifyTokens } from './shopify-token.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { ShopResponse } from '#ports/shop-api.ts'
import type { z } from 'zod'

/** What one query costs when Shopify does not say, and what it restores in a second: half of everything, and the least. */
const COST_UNKNOWN = 500
const RESTORED_UNKNOWN = 50

const UNAUTHORIZED = 401

const SENTENCES = {
  unknown: "Shopify does not take the app's token any more. Is the app still installed?",
  forbidden: 'Shopify does not let the app read orders. Give it the scope read_orders.',
  missing: 'There is no Shopify shop at this address.',
}

export type GraphQuery<T> = {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly schema: z.ZodType<T>
}

export type GraphData<T> = {
  readonly data: T
  /** How long until a query like this one can run again, in milliseconds. */
  readonly waitMs: number
}

export type GraphDeps = { readonly shopFetch: ShopFetch; readonly tokens: ShopifyTokens }

/** A query that is too dear for Shopify to begin with. */
export class QueryTooDear extends Error {
  override readonly name = 'QueryTooDear'
}

/** Asks, with a new token after a refused one. Throws {@link ShopApiFailure}, and {@link QueryTooDear}. */
export async function askShopify<T>(
  deps: GraphDeps,
  credentials: CredentialsOf<'shopify'>,
  { query, variables, schema }: GraphQuery<T>,
  now: Instant,
): Promise<GraphData<T>> {
  const post = async (): Promise<{ response: ShopResponse; token: string }> => {
    const token = await deps.tokens.token(credentials, now)
    const response = await deps.shopFetch({
      method: 'POST',
      url: `${credentials.address}/admin/api/${SHOPIFY_API_VERSION}/graphql.json`,
      headers: { 'Content-Type': 'application/json', 'X-Shopify-Access-Token': token },
      body: JSON.stringify({ query, variables }),
    })
    return { response, token }
  }
  let { response, token } = await post()
  if (response.status === UNAUTHORIZED) {
    deps.tokens.forget(credentials, token)
    ;({ response, token } = await post())
    if (response.status === UNAUTHORIZED) deps.tokens.forget(credentials, token)
  }
  refuseStatus(response, SENTENCES)
  const answer = readAnswer(graphAnswer, response)
  refuseErrors(answer)
  const waitMs = waitAfter(answer)
  const result = schema.safeParse(answer.data)
  if (result.success) return { data: result.data, waitMs }
  const [issue] = result.error.issues
  const place = (issue?.path ?? []).join('.').slice(0, 80)
  const sentence = `Shopify's answer does not have the form of its version ${SHOPIFY_API_VERSION} at ${place || 'data'}.`
  throw new ShopApiFailure('unavailable', sentence, { cause: result.error })
}

/**
 * Errors come beside the data, with status 200. Fields that the app may not see are null, with ACCESS_DENIED: what is personal
 * may be withheld, and the order is read without it.
 */
function refuseErrors(answer: GraphAnswer): void {
  const codes = (answer.errors ?? []).map(({ extensions }) => extensions?.code ?? '')
  if (codes.includes('THROTTLED')) throw throttled(waitAfter(answer))
  if (codes.includes('MAX_COST_EXCEEDED')) throw new QueryTooDear()
  const isWithheld = codes.every((code) => code === 'ACCESS_DENIED')
  const hasData =
    typeof answer.data === 'object' && answer.data !== null && !Object.values(answer.data).includes(null)
  if (isWithheld && (hasData || codes.length === 0)) return
  if (isWithheld) throw new ShopApiFailure('refused', SENTENCES.forbidden)
  throw new ShopApiFailure('unavailable', 'Shopify could not answer the question for orders.')
}

/** Points that are missing for a query of the same cost, at the rate in which Shopify restores them. */
function waitAfter({ errors, extensions }: GraphAnswer): number {
  const cost = extensions?.cost
  const needed = cost?.requestedQueryCost ?? COST_UNKNOWN
  const status = cost?.throttleStatus
  if (!status) return errors ? Math.ceil((needed * SECOND_MS) / RESTORED_UNKNOWN) : 0
  return Math.ceil((Math.max(needed - status.currentlyAvailable, 0) * SECOND_MS) / status.restoreRate)
}
