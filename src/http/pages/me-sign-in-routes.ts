// Where a person is signed in and with what: how one device is signed out, and a passkey is made or removed.

import { endSession, listSessions } from '#app/sessions/manage-sessions.ts'
import { addPasskey, removePasskey } from '#app/sign-in/change-passkeys.ts'
import { listPasskeys } from '#app/sign-in/list-passkeys.ts'
import { Problem } from '#domain/problem.ts'
import { passkeyParamsSchema } from '#schema/accounts.ts'
import { sessionParamsSchema } from '#schema/api-keys.ts'
import { meSignInPage } from '#web/pages/me-sign-in-page.ts'
import express, { type Request, type Response, type Router } from 'express'
import type { HttpContext } from '../context.ts'
import { problemStatus } from '../problem-status.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { ownAdditionOptions } from './own-passkeys.ts'
import { personOf, tokenOf } from './page-visitor.ts'
import { madeIn, passkeySiteOf } from './passkey-site.ts'
import { readForm } from './read-form.ts'
import { signOut } from './sign-out.ts'
import { sendScriptedPage } from './send-page.ts'

type Exchange = { readonly request: Request; readonly response: Response }

/** GET /me/:token/sign-in, and what its forms lead to. */
export function meSignInRoutes(context: HttpContext): Router {
  const { deps } = context
  const router = express.Router()
  router.get('/me/:token/sign-in', async (request, response) => {
    await sendSignIn(context, { request, response }, await personOf(context, request))
  })
  router.post('/me/:token/sessions/:sessionId/end', async (request, response) => {
    const recommenderId = await personOf(context, request)
    const params = sessionParamsSchema.safeParse(request.params)
    if (!params.success) throw new Problem('not_found')
    await endSession(deps, { owner: { kind: 'person', recommenderId }, ...params.data })
    response.redirect(303, `/me/${tokenOf(request)}/sign-in`)
  })
  router.post('/me/:token/sign-out', async (request, response) => {
    const recommenderId = await personOf(context, request)
    await signOut(context, { kind: 'person', recommenderId }, { request, response })
  })
  router.post('/me/:token/passkeys', (request, response) => add(context, { request, response }))
  router.post('/me/:token/passkeys/:passkeyId/remove', async (request, response) => {
    const recommenderId = await personOf(context, request)
    const params = passkeyParamsSchema.safeParse(request.params)
    if (!params.success) throw new Problem('not_found')
    await removePasskey(deps, { recommenderId, ...params.data })
    response.redirect(303, `/me/${tokenOf(request)}/sign-in`)
  })
  refuseOtherMethods(router, '/me/:token/sign-in', ['GET'])
  for (const path of [
    '/me/:token/sessions/:sessionId/end',
    '/me/:token/sign-out',
    '/me/:token/passkeys',
    '/me/:token/passkeys/:passkeyId/remove',
  ])
    refuseOtherMethods(router, path, ['POST'])
  return router
}

async function sendSignIn(
  context: HttpContext,
  { request, response }: Exchange,
  recommenderId: string,
  problem?: { readonly sentence: string; readonly status: number },
): Promise<void> {
  const sessions = await listSessions(context.deps, { kind: 'person', recommenderId })
  const passkeys = await listPasskeys(context.deps, { recommenderId })
  const passkey = await ownAdditionOptions(context, recommenderId)
  const token = tokenOf(request)
  const page = meSignInPage({ token, sessions, passkeys, passkey, problem: problem?.sentence })
  sendScriptedPage(response, page, problem?.status)
}

async function add(context: HttpContext, exchange: Exchange): Promise<void> {
  const { request, response } = exchange
  const recommenderId = await personOf(context, request)
  const made = madeIn((await readForm(request, response))['passkey'])
  try {
    if (made === undefined) throw new Problem('passkey_refused')
    await addPasskey(context.deps, { recommenderId, made, site: passkeySiteOf(context) })
    response.redirect(303, `/me/${tokenOf(request)}/sign-in`)
  } catch (error) {
    const isMendable =
      error instanceof Problem && ['passkey_refused', 'challenge_invalid'].includes(error.code)
    if (!isMendable) throw error
    const sentence = 'The passkey was not accepted, or took too long. Make it once more.'
    await sendSignIn(context, exchange, recommenderId, { sentence, status: problemStatus[error.code] })
  }
}
