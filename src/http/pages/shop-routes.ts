// The shop's page: a key, a wallet or a sign-in link opens the door, and a session keeps it open.

import { listDeliveries } from '#app/deliveries/list-deliveries.ts'
import { listNotices } from '#app/misuse/list-notices.ts'
import { listReviews } from '#app/misuse/list-reviews.ts'
import { listOrders } from '#app/orders/list-orders.ts'
import { readMetrics } from '#app/metrics/read-metrics.ts'
import { readSpread } from '#app/metrics/read-spread.ts'
import { listPolicies } from '#app/policies/list-policies.ts'
import { readLossBound } from '#app/policies/read-loss-bound.ts'
import { readPool } from '#app/pools/read-pool.ts'
import { listProposals } from '#app/proposals/list-proposals.ts'
import { listPrograms } from '#app/programs/list-programs.ts'
import { readClosing } from '#app/programs/read-closing.ts'
import { authenticateRetailer } from '#app/retailers/authenticate-retailer.ts'
import { createShopSignIn } from '#app/retailers/shop-sign-in.ts'
import { listRewards } from '#app/rewards/list-rewards.ts'
import { signInByWallet } from '#app/sign-in/wallets.ts'
import { listEndpoints } from '#app/webhooks/list-endpoints.ts'
import { Problem } from '#domain/problem.ts'
import { SECOND_MS } from '#domain/time.ts'
import { secretSchema } from '#schema/ids.ts'
import { PAGE_LIMIT_DEFAULT } from '#schema/page.ts'
import { shopDoorPage, type ShopDoorPage } from '#web/pages/shop-door-page.ts'
import { shopPage } from '#web/pages/shop-page.ts'
import express, { type Request, type Response, type Router } from 'express'
import type { HttpContext } from '../context.ts'
import { problemStatus } from '../problem-status.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { admitOpenPost } from '../rate-limit.ts'
import { HOME, shopOf } from './page-visitor.ts'
import { readForm } from './read-form.ts'
import { refuseCrossSite } from './same-origin.ts'
import { sendAskingPage, sendPage } from './send-page.ts'
import { signInShop } from './sign-in-links.ts'
import { signedForm, unlessUnsigned } from './wallet-form.ts'

/** How long the link of a program works that signed in with a key, in milliseconds: ten minutes, to follow it. */
const PROGRAM_LINK_MS = 10 * 60 * SECOND_MS

/** GET /shop asks for the key; POST /shop signs in; GET /shop/:token is the page. */
export function shopRoutes(context: HttpContext): Router {
  const router = express.Router()
  router.get('/shop', (_request, response) => sendDoor(context, response))
  router.post('/shop', async (request, response) => {
    await admitOpenPost(context, request, response)
    refuseCrossSite(context, request, { isCookieTrusted: false })
    const retailerId = await shopOfKey(context, (await readForm(request, response))['key'])
    if (retailerId === undefined) return sendDoor(context, response, { isWrong: true })
    const place = await openByKey(context, retailerId, { request, response })
    response.redirect(303, `/shop/${place}`)
  })
  router.post('/shop/wallet', async (request, response) => {
    await admitOpenPost(context, request, response)
    refuseCrossSite(context, request, { isCookieTrusted: false })
    const signed = await signedForm(request, response)
    const opened = await unlessUnsigned(() =>
      signInByWallet(context.deps, { ...signed, publicUrl: context.publicUrl }),
    )
    if (typeof opened === 'string') return sendDoor(context, response, { walletProblem: opened })
    await signInShop(context, { ...opened, openedBy: 'wallet' }, { request, response })
    response.redirect(303, `/shop/${HOME}`)
  })
  router.get('/shop/:token', async (request, response) => {
    const retailerId = await shopOf(context, request)
    const { data: cases, next: nextCase } = await listReviews(context.deps, {
      retailerId,
      state: 'open',
      limit: PAGE_LIMIT_DEFAULT,
    })
    const { token } = request.params
    const { data: waiting, setAside } = await listProposals(context.deps, { retailerId })
    const shop = await readShop(context, retailerId)
    sendPage(
      response,
      shopPage({
        ...shop,
        reviews: { token, cases, isCut: nextCase !== null },
        proposals: { token, waiting, setAside },
        publicUrl: context.publicUrl,
      }),
    )
  })
  refuseOtherMethods(router, '/shop', ['GET', 'POST'])
  refuseOtherMethods(router, '/shop/wallet', ['POST'])
  refuseOtherMethods(router, '/shop/:token', ['GET'])
  return router
}

function sendDoor(
  context: HttpContext,
  response: Response,
  wrong: Pick<ShopDoorPage, 'isWrong' | 'walletProblem'> = {},
): void {
  const status = Object.keys(wrong).length === 0 ? 200 : problemStatus.credentials_invalid
  sendAskingPage(response, shopDoorPage({ origin: new URL(context.publicUrl).origin, ...wrong }), status)
}

async function readShop({ deps }: HttpContext, retailerId: string) {
  const programs = await listPrograms(deps, { retailerId })
  const shown = programs.map(async (program) => ({
    ...program,
    pool: await poolOrNone(deps, retailerId, program.programId),
    figures: await figuresOf(deps, retailerId, program.programId),
    rules: await rulesOf(deps, retailerId, program.programId),
    closing:
      program.lastOrderAt === null
        ? undefined
        : await readClosing(deps, { retailerId, programId: program.programId }),
  }))
  const page = { retailerId, limit: PAGE_LIMIT_DEFAULT }
  const [orders, rewards, deliveries, notices, telling] = await Promise.all([
    listOrders(deps, page),
    listRewards(deps, page),
    listDeliveries(deps, page),
    listNotices(deps, page),
    listEndpoints(deps, page),
  ])
  return {
    programs: await Promise.all(shown),
    orders: orders.data,
    rewards: rewards.data,
    messages: { deliveries: deliveries.data, notices: notices.data },
    telling,
  }
}

/** The program's pool; undefined before one was asked for. */
async function poolOrNone(deps: HttpContext['deps'], retailerId: string, programId: string) {
  try {
    return await readPool(deps, { retailerId, programId })
  } catch (error) {
    if (error instanceof Problem && error.code === 'program_has_no_pool') return undefined
    throw error
  }
}

async function figuresOf(deps: HttpContext['deps'], retailerId: string, programId: string) {
  const asked = { retailerId, programId }
  return { metrics: await readMetrics(deps, asked), spread: await readSpread(deps, asked) }
}

async function rulesOf(deps: HttpContext['deps'], retailerId: string, programId: string) {
  const asked = { retailerId, programId }
  return { loss: await readLossBound(deps, asked), versions: await listPolicies(deps, asked) }
}

/** The shop of a key; its pages do everything, and so the key must. Throws `scope_missing`. */
async function shopOfKey({ deps }: HttpContext, pasted = ''): Promise<string | undefined> {
  const key = secretSchema.safeParse(pasted.trim())
  if (!key.success) return undefined
  try {
    const { retailerId, scopes } = await authenticateRetailer(deps, key.data)
    if (!scopes.includes('admin')) throw new Problem('scope_missing', { needs: 'admin' })
    return retailerId
  } catch (error) {
    if (error instanceof Problem && error.code === 'credentials_invalid') return undefined
    throw error
  }
}

/** Signs a browser in; a program, which keeps no cookies, is given a link that works for some minutes. */
async function openByKey(
  context: HttpContext,
  retailerId: string,
  exchange: { readonly request: Request; readonly response: Response },
): Promise<string> {
  if ((exchange.request.headers.accept ?? '').includes('text/html')) {
    await signInShop(context, { retailerId, openedBy: 'key' }, exchange)
    return HOME
  }
  return (await createShopSignIn(context.deps, { retailerId, lastsMs: PROGRAM_LINK_MS })).token
}
