// How often somebody may ask: a key for itself, and whoever has none by the network that the request came from. Every
// answer says what is left (draft-ietf-httpapi-ratelimit-headers-10).

import type { AppDeps } from '#app/deps.ts'
import type { Principal } from '#domain/access/principal.ts'
import { Problem } from '#domain/problem.ts'
import type { Request, Response } from 'express'
import { networkOf } from './network-of.ts'

/** The window that is counted, in seconds: one minute. */
const WINDOW_SECONDS = 60

/** Of one API key in a minute: fifty a second, which one process answers beside everything else. */
const KEY_REQUESTS = 3_000

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

/** Counts a request of `principal`; throws `rate_limited` with the fact `retryAfterSeconds`. */
export async function admitRequest(
  context: Counting,
  principal: Principal,
  { request, response }: { readonly request: Request; readonly response: Response },
): Promise<void> {
  const { name, requests, who } = countedAs(principal, request, context.limits)
  const { isAllowed, remaining, resetSeconds } = await context.deps.rateLimits.count(
    { name, requests, windowSeconds: WINDOW_SECONDS },
    who,
  )
  response.set('RateLimit-Policy', `"${name}";q=${requests};w=${WINDOW_SECONDS}`)
  response.set('RateLimit', `"${name}";r=${remaining};t=${resetSeconds}`)
  if (!isAllowed) throw new Problem('rate_limited', { retryAfterSeconds: Math.max(1, resetSeconds) })
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
