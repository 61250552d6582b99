// A shop's API keys, wallets and sessions on a page of their own.

import { createShopSignIn, listShopSignIns, revokeShopSignIn } from '#app/retailers/shop-sign-in.ts'
import { createApiKey } from '#app/api-keys/create-api-key.ts'
import { listApiKeys } from '#app/api-keys/list-api-keys.ts'
import { revokeApiKey } from '#app/api-keys/revoke-api-key.ts'
import { endSession, listSessions } from '#app/sessions/manage-sessions.ts'
import { bindWallet, listWallets, unbindWallet } from '#app/sign-in/wallets.ts'
import { SCOPES } from '#domain/access/principal.ts'
import { Problem } from '#domain/problem.ts'
import {
  apiKeyFormSchema,
  apiKeyParamsSchema,
  sessionParamsSchema,
  walletParamsSchema,
} from '#schema/api-keys.ts'
import { PAGE_LIMIT_MAX } from '#schema/page.ts'
import { signInLinkParamsSchema } from '#schema/sign-in-links.ts'
import { shopKeysPage, type ShopKeysPage } from '#web/pages/shop-keys-page.ts'
import express, { type Request, type Response, type Router } from 'express'
import type { z } from 'zod'
import { checkInput } from '../check-input.ts'
import type { HttpContext } from '../context.ts'
import { problemStatus } from '../problem-status.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { shopOf, tokenOf } from './page-visitor.ts'
import { readForm } from './read-form.ts'
import { sendAskingPage } from './send-page.ts'
import { signOut } from './sign-out.ts'
import { signedForm, unlessUnsigned } from './wallet-form.ts'

const PAGE = '/shop/:token/keys'

/** GET /shop/:token/keys, and what its forms lead to. */
export function shopKeysRoutes(context: HttpContext): Router {
  const { deps } = context
  const router = express.Router()
  router.get(PAGE, async (request, response) => {
    await sendKeys(context, { request, response }, await shopOf(context, request))
  })
  router.post(PAGE, async (request, response) => {
    const retailerId = await shopOf(context, request)
    const form = await readForm(request, response)
    const { name, days } = checkInput(apiKeyFormSchema, form)
    const scopes = SCOPES.filter((scope) => form[scope] === 'yes')
    if (scopes.length === 0)
      throw new Problem('input_invalid', { fields: [{ field: '/scopes', reason: 'must be one at least' }] })
    const { apiKey } = await createApiKey(deps, { retailerId, name, scopes, expiresInDays: days })
    await sendKeys(context, { request, response }, retailerId, { apiKey })
  })
  router.post('/shop/:token/wallets', async (request, response) => {
    const retailerId = await shopOf(context, request)
    const signed = await signedForm(request, response)
    const { publicUrl } = context
    const bound = await unlessUnsigned(() => bindWallet(deps, { ...signed, retailerId, publicUrl }))
    if (typeof bound === 'string')
      await sendKeys(context, { request, response }, retailerId, { walletProblem: bound })
    else response.redirect(303, `/shop/${tokenOf(request)}/keys`)
  })
  router.post('/shop/:token/links', async (request, response) => {
    const retailerId = await shopOf(context, request)
    const { token } = await createShopSignIn(deps, { retailerId })
    await sendKeys(context, { request, response }, retailerId, {
      newLink: `${context.publicUrl}/shop/${token}`,
    })
  })
  const post = (path: string, act: (retailerId: string, request: Request) => Promise<unknown>): void => {
    router.post(path, async (request, response) => {
      await act(await shopOf(context, request), request)
      response.redirect(303, `/shop/${tokenOf(request)}/keys`)
    })
    refuseOtherMethods(router, path, ['POST'])
  }
  post(`${PAGE}/:keyId/revoke`, (retailerId, request) =>
    revokeApiKey(deps, { retailerId, ...paramsOf(apiKeyParamsSchema, request) }),
  )
  post('/shop/:token/wallets/:address/unbind', (retailerId, request) =>
    unbindWallet(deps, { retailerId, ...paramsOf(walletParamsSchema, request) }),
  )
  post('/shop/:token/sessions/:sessionId/end', (retailerId, request) =>
    endSession(deps, { owner: { kind: 'shop', retailerId }, ...paramsOf(sessionParamsSchema, request) }),
  )
  post('/shop/:token/links/:linkId/revoke', (retailerId, request) =>
    revokeShopSignIn(deps, { retailerId, ...paramsOf(signInLinkParamsSchema, request) }),
  )
  router.post('/shop/:token/sign-out', async (request, response) => {
    const retailerId = await shopOf(context, request)
    await signOut(context, { kind: 'shop', retailerId }, { request, response })
  })
  refuseOtherMethods(router, PAGE, ['GET', 'POST'])
  for (const path of ['/shop/:token/sign-out', '/shop/:token/wallets', '/shop/:token/links'])
    refuseOtherMethods(router, path, ['POST'])
  return router
}

async function sendKeys(
  { deps, publicUrl }: HttpContext,
  { request, response }: { readonly request: Request; readonly response: Response },
  retailerId: string,
  news: Pick<ShopKeysPage, 'apiKey' | 'newLink' | 'walletProblem'> = {},
): Promise<void> {
  const [{ data: keys, next }, sessions, wallets, links] = await Promise.all([
    listApiKeys(deps, { retailerId, limit: PAGE_LIMIT_MAX }),
    listSessions(deps, { kind: 'shop', retailerId }),
    listWallets(deps, { retailerId }),
    listShopSignIns(deps, { retailerId }),
  ])
  const now = deps.clock.now()
  const token = tokenOf(request)
  const { origin } = new URL(publicUrl)
  const isCut = next !== null
  const page = shopKeysPage({ token, now, keys, isCut, sessions, wallets, links, origin, ...news })
  sendAskingPage(response, page, news.walletProblem === undefined ? 200 : problemStatus.signature_invalid)
}

function paramsOf<Params>(schema: z.ZodType<Params>, request: Request): Params {
  const params = schema.safeParse(request.params)
  if (!params.success) throw new Problem('not_found')
  return params.data
}
