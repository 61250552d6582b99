// Who opens a page of a person or of a shop: by the session in their cookie, where the address says `home`, or by a
// sign-in link. What opens nothing answers as if it never was.

import { authenticateRecommender } from '#app/people/authenticate-recommender.ts'
import { authenticateShop } from '#app/retailers/shop-sign-in.ts'
import { authenticatePersonSession, authenticateShopSession } from '#app/sessions/authenticate-session.ts'
import { authorize } from '#domain/access/authorize.ts'
import type { Recommender, Shop } from '#domain/access/principal.ts'
import { Problem } from '#domain/problem.ts'
import { secretSchema } from '#schema/ids.ts'
import type { Request } from 'express'
import type { HttpContext } from '../context.ts'
import { readCookie } from './cookies.ts'
import { refuseCrossSite } from './same-origin.ts'

/** Stands in an address for "whoever this browser is signed in as"; no sign-in link has so few characters. */
export const HOME = 'home'

/** The shop that is signed in or whose link is in the address; throws `not_found`, `cross_site`. */
export async function shopOf(context: HttpContext, request: Request): Promise<string> {
  const shop: Shop = await orNotFound(async () => {
    const { retailerId } = isHome(request)
      ? await authenticateShopSession(context.deps, sessionIn(context, request, 'vp-shop'))
      : await authenticateShop(context.deps, tokenOf(request))
    return { kind: 'shop', retailerId }
  })
  admit(context, request, shop)
  return shop.retailerId
}

/** The person who is signed in or whose link is in the address; throws `not_found`, `cross_site`. */
export async function personOf(context: HttpContext, request: Request): Promise<string> {
  const person: Recommender = await orNotFound(async () => {
    const { recommenderId } = isHome(request)
      ? await authenticatePersonSession(context.deps, sessionIn(context, request, 'vp-me'))
      : await authenticateRecommender(context.deps, tokenOf(request))
    return { kind: 'recommender', recommenderId }
  })
  admit(context, request, person)
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

function admit({ permissions: table }: HttpContext, request: Request, who: Recommender | Shop): void {
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const { path } = request.route as { readonly path: string }
  authorize(who, `${method} ${path}`, { resource: request.params, table })
}

async function orNotFound<Who>(identify: () => Promise<Who>): Promise<Who> {
  try {
    return await identify()
  } catch (error) {
    if (error instanceof Problem && error.code === 'credentials_invalid') throw new Problem('not_found')
    throw error
  }
}
