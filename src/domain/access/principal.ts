// Who can ask for something, and what an API key can be allowed.

import type { RecommenderId, RetailerId } from '../ids.ts'

/** What an API key may be allowed, narrowest first; `admin` is all of them and keys as well. */
export const SCOPES = [
  /** Reads whatever is the shop's. */
  'read',
  /** Orders: connections, deliveries, reviews, test orders, buyers; countersigns. */
  'orders',
  /** Programs: policies, campaigns, products, discount codes, stories, deals. */
  'programs',
  /** Who takes part, and on which terms. */
  'people',
  /** Pools: opens, fills, empties. */
  'pools',
  /** What the shop is told, and where. */
  'webhooks',
  /** Everything, with keys, wallets and sessions. */
  'admin',
] as const

export type Scope = (typeof SCOPES)[number]

export type Operator = { readonly kind: 'operator' }

/** A program that acts for a shop, by an API key or by the session of a wallet. */
export type Retailer = {
  readonly kind: 'retailer'
  readonly retailerId: RetailerId
  /** The key's or the session's id. */
  readonly keyId: string
  readonly scopes: readonly Scope[]
  /** With a session: which. */
  readonly sessionId?: string
}

/** Somebody at the shop, in a browser. */
export type Shop = { readonly kind: 'shop'; readonly retailerId: RetailerId }

/** A person who recommends, by a sign-in link or a session. */
export type Recommender = {
  readonly kind: 'recommender'
  readonly recommenderId: RecommenderId
  /** With a session: which. */
  readonly sessionId?: string
}

export type Anyone = { readonly kind: 'anyone' }

export type Principal = Operator | Retailer | Shop | Recommender | Anyone

export type Role = Principal['kind']

/** Every role, the least first. */
export const ROLES: readonly Role[] = ['anyone', 'recommender', 'shop', 'retailer', 'operator']
