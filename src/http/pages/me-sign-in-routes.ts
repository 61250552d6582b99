// Where a person is signed in, and how one device is signed out.

import { endSession, listSessions } from '#app/sessions/manage-sessions.ts'
import { listPasskeys } from '#app/sign-in/list-passkeys.ts'
import { Problem } from '#domain/problem.ts'
import { sessionParamsSchema } from '#schema/api-keys.ts'
import { meSignInPage } from '#web/pages/me-sign-in-page.ts'
import express, { type Router } from 'express'
import type { HttpContext } from '../context.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { personOf, tokenOf } from './page-visitor.ts'
import { signOut } from './sign-out.ts'
import { sendPage } from './send-page.ts'

/** GET /me/:token/sign-in, and what its forms lead to. */
export function meSignInRoutes(context: HttpContext): Router {
  const { deps } = context
  const router = express.Router()
  router.get('/me/:token/sign-in', async (request, response) => {
    const recommenderId = await personOf(context, request)
    const sessions = await listSessions(deps, { kind: 'person', recommenderId })
    const passkeys = await listPasskeys(deps, { recommenderId })
    sendPage(response, meSignInPage({ token: tokenOf(request), sessions, passkeys }))
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
  refuseOtherMethods(router, '/me/:token/sign-in', ['GET'])
  for (const path of ['/me/:token/sessions/:sessionId/end', '/me/:token/sign-out'])
    refuseOtherMethods(router, path, ['POST'])
  return router
}
