// What a sign-in link does in a browser: it opens a session and leaves the address, so that no history, screenshot or
// shared screen keeps it. A program that follows a link (and does not say that it wants a page) is answered directly.

import { authenticateRecommender } from '#app/people/authenticate-recommender.ts'
import { authenticateShop } from '#app/retailers/shop-sign-in.ts'
import { authenticatePersonSession, authenticateShopSession } from '#app/sessions/authenticate-session.ts'
import {
  openPersonSession,
  openShopSession,
  PERSON_SESSION_MS,
  SHOP_SESSION_MS,
  type Opening,
} from '#app/sessions/open-session.ts'
import { Problem } from '#domain/problem.ts'
import { HOUR_SECONDS, SECOND_MS } from '#domain/time.ts'
import { secretSchema } from '#schema/ids.ts'
import express, { type Request, type Response, type Router } from 'express'
import type { HttpContext } from '../context.ts'
import { readCookie, setCookie } from './cookies.ts'
import { HOME } from './page-visitor.ts'

/** How long a new link stays readable on one's own page, in seconds: an hour to put it away. */
const LINK_SHOWN_SECONDS = HOUR_SECONDS

/** Mounted before the pages: GET /me/<link>… and /shop/<link>… lead to /me/home… and /shop/home…, signed in. */
export function signInLinks(context: HttpContext): Router {
  const router = express.Router()
  router.use(['/me/:token', '/shop/:token'], async (request, response, next) => {
    if (request.method !== 'GET' || !(request.headers.accept ?? '').includes('text/html')) return next()
    const side = request.baseUrl.startsWith('/shop/') ? 'shop' : 'me'
    const rest = request.originalUrl.slice(request.baseUrl.length)
    const token = secretSchema.safeParse(request.params['token']).data
    if (token === undefined) return next()
    if (token === HOME) {
      if (await isSignedIn(context, request, side)) return next()
      return response.redirect(303, `/${side}`)
    }
    if (!(await openByLink(context, { side, token, rest }, { request, response }))) return next()
    return response.redirect(303, `/${side}/${HOME}${rest}`)
  })
  return router
}

type Side = 'me' | 'shop'
type Exchange = { readonly request: Request; readonly response: Response }

/** Signs a person's browser in; the session that it had ends. */
export async function signInPerson(
  context: HttpContext,
  { recommenderId, openedBy }: Opening & { readonly recommenderId: string },
  { request, response }: Exchange,
): Promise<void> {
  const before = readCookie(context, request, 'vp-me')
  const { token } = await openPersonSession(context.deps, { recommenderId, openedBy, before })
  setCookie(context, response, { name: 'vp-me', value: token, seconds: PERSON_SESSION_MS / SECOND_MS })
}

/** Signs a shop's browser in; the session that it had ends. */
export async function signInShop(
  context: HttpContext,
  { retailerId, openedBy }: Opening & { readonly retailerId: string },
  { request, response }: Exchange,
): Promise<void> {
  const before = readCookie(context, request, 'vp-shop')
  const { token } = await openShopSession(context.deps, { retailerId, openedBy, before })
  setCookie(context, response, { name: 'vp-shop', value: token, seconds: SHOP_SESSION_MS / SECOND_MS })
}

/** Keeps a link for the welcome page, where its owner is asked to put it away. */
export function showLinkOnce(context: HttpContext, response: Response, token: string): void {
  setCookie(context, response, { name: 'vp-link', value: token, seconds: LINK_SHOWN_SECONDS })
}

async function openByLink(
  context: HttpContext,
  { side, token, rest }: { readonly side: Side; readonly token: string; readonly rest: string },
  exchange: Exchange,
): Promise<boolean> {
  return unlessInvalid(async () => {
    if (side === 'shop') {
      const { retailerId } = await authenticateShop(context.deps, token)
      await signInShop(context, { retailerId, openedBy: 'link' }, exchange)
      return
    }
    const { recommenderId } = await authenticateRecommender(context.deps, token)
    await signInPerson(context, { recommenderId, openedBy: 'link' }, exchange)
    if (/^\/?\?(?:.*&)?welcome\b/.test(rest)) showLinkOnce(context, exchange.response, token)
  })
}

async function isSignedIn(context: HttpContext, request: Request, side: Side): Promise<boolean> {
  const token = readCookie(context, request, side === 'shop' ? 'vp-shop' : 'vp-me')
  if (token === undefined) return false
  return unlessInvalid(async () => {
    if (side === 'shop') await authenticateShopSession(context.deps, token)
    else await authenticatePersonSession(context.deps, token)
  })
}

async function unlessInvalid(identify: () => Promise<void>): Promise<boolean> {
  try {
    await identify()
    return true
  } catch (error) {
    if (error instanceof Problem && error.code === 'credentials_invalid') return false
    throw error
  }
}
