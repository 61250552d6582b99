// How often somebody may ask: a key for itself, all keys of a shop together, and whoever has none by the network that the request came from. Every
// answer says what is left (draft-ietf-httpapi-ratelimit-headers-10).

import type { AppDeps } from '#app/deps.ts'
import type { Principal, Retailer } from '#domain/access/principal.ts'
import { Problem } from '#domain/problem.ts'
import type { Request, Response } from 'express'
import { networkOf } from './network-of.ts'

/** The window that is counted, in seconds: one minute. */
const WINDOW_SECONDS = 60

/** Of one API key in a minute: fifty a second, which one process answers beside everything else. */
const KEY_REQUESTS = 3_000

/** What all keys of one shop may ask together, as a multiple of what one may: its own limit keeps a key from using up all. */
const KEYS_OF_A_SHOP = 2

/** Of one person, or one network without a key, in a minute: a page and what it asks, many times over. */
const OPEN_REQUESTS = 1_200

/** Joining and signing in from one network in a minute: a crowd behind one router, not a script. */
const OPEN_POSTS = 300

export type RequestLimits = {
  /** With an API key, the operator's key or a session of a shop. */
  readonly keyRequestsPerMinute: number
  /** With a person's sign-in, and without a right key from one network. */
  readonly openRequestsPerMinute: number
  /** Requests without a key that write, from one network. */
  readonly openPostsPerMinute: number
}

/** What holds unless the environment says otherwise. */
export const defaultRequestLimits: RequestLimits = {
  keyRequestsPerMinute: KEY_REQUESTS,
  openRequestsPerMinute: OPEN_REQUESTS,
  openPostsPerMinute: OPEN_POSTS,
}

type Counting = { readonly deps: Pick<AppDeps, 'rateLimits'>; readonly limits: RequestLimits }

type Counted = { readonly name: string; readonly requests: number; readonly who: string }

/**
 * Counts a request of `principal`; throws `rate_limited` with the fact `retryAfterSeconds`. What a key is refused does not
 * count against its shop. Of two limits the headers tell the one of which less is left.
 */
export async function admitRequest(
  context: Counting,
  principal: Principal,
  { request, response }: { readonly request: Request; readonly response: Response },
): Promise<void> {
  const own = await count(context, countedAs(principal, request, context.limits))
  const shop = own.isAllowed && principal.kind === 'retailer' ? await countShop(context, principal) : own
  const { name, requests, isAllowed, remaining, resetSeconds } = shop.remaining < own.remaining ? shop : own
  response.set('RateLimit-Policy', `"${name}";q=${requests};w=${WINDOW_SECONDS}`)
  response.set('RateLimit', `"${name}";r=${remaining};t=${resetSeconds}`)
  if (!isAllowed || !shop.isAllowed)
    throw new Problem('rate_limited', { retryAfterSeconds: Math.max(1, shop.resetSeconds) })
}

function countShop(context: Counting, { retailerId }: Retailer): ReturnType<typeof count> {
  const requests = KEYS_OF_A_SHOP * context.limits.keyRequestsPerMinute
  return count(context, { name: 'shop', requests, who: retailerId })
}

async function count({ deps }: Counting, { name, requests, who }: Counted) {
  const counted = await deps.rateLimits.count({ name, requests, windowSeconds: WINDOW_SECONDS }, who)
  return { name, requests, ...counted }
}

/** Counts the form of somebody who is not signed in; throws `rate_limited`. */
export async function admitOpenPost(context: Counting, request: Request, response: Response): Promise<void> {
  await admitRequest(context, { kind: 'anyone' }, { request, response })
}

function countedAs(principal: Principal, request: Request, limits: RequestLimits): Counted {
  const byKey = { name: 'key', requests: limits.keyRequestsPerMinute }
  switch (principal.kind) {
    case 'operator':
      return { ...byKey, who: 'operator' }
    case 'retailer':
      return { ...byKey, who: principal.keyId }
    case 'shop':
      return { ...byKey, who: principal.retailerId }
    case 'recommender':
      return { name: 'person', requests: limits.openRequestsPerMinute, who: principal.recommenderId }
    case 'anyone': {
      const open =
        request.method === 'POST'
          ? { name: 'open-posts', requests: limits.openPostsPerMinute }
          : { name: 'open', requests: limits.openRequestsPerMinute }
      return { ...open, who: networkOf(request.ip) }
    }
  }
}
