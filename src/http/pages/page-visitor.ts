// Who opens a page of a person or of a shop: by the session in their cookie, where the address says `home`, or by a
// sign-in link. What opens nothing answers as if it never was.

import { authenticateRecommender } from '#app/people/authenticate-recommender.ts'
import { authenticateShop } from '#app/retailers/shop-sign-in.ts'
import { authenticatePersonSession, authenticateShopSession } from '#app/sessions/authenticate-session.ts'
import { authorize } from '#domain/access/authorize.ts'
import type { Principal, Recommender, Shop } from '#domain/access/principal.ts'
import { invariant } from '#domain/invariant.ts'
import { Problem } from '#domain/problem.ts'
import { secretSchema } from '#schema/ids.ts'
import type { Request } from 'express'
import type { HttpContext } from '../context.ts'
import { admitRequest } from '../rate-limit.ts'
import { readCookie } from './cookies.ts'
import { refuseCrossSite } from './same-origin.ts'

/** Stands in an address for "whoever this browser is signed in as"; no sign-in link has so few characters. */
export const HOME = 'home'

/** The shop that is signed in or whose link is in the address; throws `not_found`, `cross_site`. */
export async function shopOf(context: HttpContext, request: Request): Promise<string> {
  const shop: Shop = await orNotFound(context, request, async () => {
    const { retailerId } = isHome(request)
      ? await authenticateShopSession(context.deps, sessionIn(context, request, 'vp-shop'))
      : await authenticateShop(context.deps, tokenOf(request))
    return { kind: 'shop', retailerId }
  })
  await admit(context, request, shop)
  return shop.retailerId
}

/** The person who is signed in or whose link is in the address; throws `not_found`, `cross_site`. */
export async function personOf(context: HttpContext, request: Request): Promise<string> {
  const person: Recommender = await orNotFound(context, request, async () => {
    const { recommenderId } = isHome(request)
      ? await authenticatePersonSession(context.deps, sessionIn(context, request, 'vp-me'))
      : await authenticateRecommender(context.deps, tokenOf(request))
    return { kind: 'recommender', recommenderId }
  })
  await admit(context, request, person)
  return person.recommenderId
}

/** The sign-in token in the address, or `home`; throws `not_found` for what cannot be one. */
export function tokenOf(request: Request): string {
  const token = secretSchema.safeParse(request.params['token'])
  if (!token.success) throw new Problem('not_found')
  return token.data
}

function isHome(request: Request): boolean {
  return request.params['token'] === HOME
}

function sessionIn(context: HttpContext, request: Request, name: 'vp-shop' | 'vp-me'): string {
  const token = readCookie(context, request, name)
  if (token === undefined) throw new Problem('not_found')
  if (request.method !== 'GET' && request.method !== 'HEAD')
    refuseCrossSite(context, request, { isCookieTrusted: true })
  return token
}

async function admit(context: HttpContext, request: Request, who: Recommender | Shop): Promise<void> {
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const { path } = request.route as { readonly path: string }
  authorize(who, `${method} ${path}`, { resource: request.params, table: context.permissions })
  await count(context, request, who)
}

/** Counts the request, so that a page asks no more often than a program may; throws `rate_limited`. */
async function count(context: HttpContext, request: Request, who: Principal): Promise<void> {
  const { res: response } = request
  invariant(response, 'express gives every request its response')
  await admitRequest(context, who, { request, response })
}

/** What opens nothing is counted against the network that it came from, as a wrong key is. */
async function orNotFound<Who>(
  context: HttpContext,
  request: Request,
  identify: () => Promise<Who>,
): Promise<Who> {
  try {
    return await identify()
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'credentials_invalid')) throw error
    await count(context, request, { kind: 'anyone' })
    throw new Problem('not_found')
  }
}
