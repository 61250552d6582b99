// Tokens of Shopify's client credentials grant: good for a day, asked for anew before they end and when one is refused
// (https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/client-credentials-grant).

import { SECOND_MS } from '#domain/time.ts'
import { ShopApiFailure, type CredentialsOf, type ShopFetch } from '#ports/shop-api.ts'
import { shopifyToken } from '#schema/commerce/shopify-graphql.ts'
import { readAnswer, refuseStatus } from '../shop-answers.ts'

import type { Instant } from '#domain/order-facts.ts'

/** A token is renewed this long before it ends, in milliseconds: five minutes, longer than any clock errs. */
const RENEW_BEFORE_MS = 300 * SECOND_MS

/** Tokens kept in memory: one a shop; the oldest is asked for again when there are more. */
const TOKENS_MAX = 1_000

/** Status of an OAuth refusal: the credentials themselves are wrong (RFC 6749, section 5.2). */
const BAD_REQUEST = 400

const SENTENCES = {
  unknown: "Shopify does not know this app's client id and secret.",
  forbidden: 'Shopify does not let this app read the shop. Install it in the shop first.',
  missing: 'There is no Shopify shop at this address.',
}

type Token = { readonly value: string; readonly endsAt: Instant; readonly secret: string }

export type ShopifyTokens = {
  /** A token that is good for some minutes at least. */
  readonly token: (credentials: CredentialsOf<'shopify'>, now: Instant) => Promise<string>
  /** Makes the next call ask for a new one, if `token` is still the one that is kept. */
  readonly forget: (credentials: CredentialsOf<'shopify'>, token: string) => void
}

/** Tokens by shop and app, in this process's memory alone. */
export function createShopifyTokens(shopFetch: ShopFetch): ShopifyTokens {
  const kept = new Map<string, Token>()
  const keyOf = ({ address, clientId }: CredentialsOf<'shopify'>) => `${address}\n${clientId}`
  return {
    async token(credentials, now) {
      const key = keyOf(credentials)
      const known = kept.get(key)
      // Whoever knows the client id alone is given no token that somebody else's secret has opened.
      if (known?.secret === credentials.clientSecret && known.endsAt > now + RENEW_BEFORE_MS)
        return known.value
      const asked = await askForToken(shopFetch, credentials, now)
      kept.delete(key)
      kept.set(key, asked)
      const [oldest] = kept.keys()
      if (kept.size > TOKENS_MAX && oldest !== undefined) kept.delete(oldest)
      return asked.value
    },
    forget(credentials, token) {
      const key = keyOf(credentials)
      if (kept.get(key)?.value === token) kept.delete(key)
    },
  }
}

async function askForToken(
  shopFetch: ShopFetch,
  { address, clientId, clientSecret }: CredentialsOf<'shopify'>,
  now: Instant,
): Promise<Token> {
  const response = await shopFetch({
    method: 'POST',
    url: `${address}/admin/oauth/access_token`,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }).toString(),
  })
  if (response.status === BAD_REQUEST) throw new ShopApiFailure('refused', SENTENCES.unknown)
  refuseStatus(response, SENTENCES)
  const { access_token: value, expires_in: seconds } = readAnswer(shopifyToken, response)
  return { value, endsAt: now + seconds * SECOND_MS, secret: clientSecret }
}
