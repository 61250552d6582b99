// A person's own page, opened by their sign-in link alone. A link that opens nothing answers as if it never was.

import { authenticateRecommender } from '#app/people/authenticate-recommender.ts'
import { readOwnMetrics } from '#app/metrics/read-own-metrics.ts'
import { declareFollowersEverywhere } from '#app/people/declare-followers.ts'
import { readPerson } from '#app/people/read-person.ts'
import { signInByPasskey, type PasskeyAnswer } from '#app/sign-in/sign-in-by-passkey.ts'
import { replaceSignIns } from '#app/people/replace-sign-ins.ts'
import { Problem } from '#domain/problem.ts'
import { secretSchema } from '#schema/ids.ts'
import { passkeyUsedSchema } from '#schema/passkeys.ts'
import { followersFormSchema } from '#schema/people.ts'
import { meDoorPage, type MeDoorPage } from '#web/pages/me-door-page.ts'
import { mePage } from '#web/pages/me-page.ts'
import express, { type Request, type Response, type Router } from 'express'
import { readQuery } from '../check-input.ts'
import type { HttpContext } from '../context.ts'
import { linkJson } from '../link-json.ts'
import { problemStatus } from '../problem-status.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { admitOpenPost } from '../rate-limit.ts'
import { readCookie } from './cookies.ts'
import { HOME, personOf, tokenOf } from './page-visitor.ts'
import { readForm } from './read-form.ts'
import { sendPage, sendScriptedPage } from './send-page.ts'
import { refuseCrossSite } from './same-origin.ts'
import { passkeySiteOf, signInOptions } from './passkey-site.ts'
import { signInPerson } from './sign-in-links.ts'

/** GET and POST /me take a pasted link; GET /me/:token is the page; POST /me/:token/new-link replaces the link. */
export function meRoutes(context: HttpContext): Router {
  const router = express.Router()
  router.get('/me', (_request, response) => sendDoor(context, response))
  router.post('/me', async (request, response) => {
    await admitOpenPost(context, request, response)
    const token = await pastedToken(context, (await readForm(request, response))['link'])
    if (token === undefined) sendDoor(context, response, { isWrong: true })
    else response.redirect(303, `/me/${token}`)
  })
  router.post('/me/passkey', async (request, response) => {
    await admitOpenPost(context, request, response)
    refuseCrossSite(context, request, { isCookieTrusted: false })
    const used = passkeyUsedSchema.safeParse((await readForm(request, response))['passkey'])
    const recommenderId = used.success ? await personOfPasskey(context, used.data) : undefined
    if (recommenderId === undefined) {
      sendDoor(context, response, { passkeyProblem: 'This passkey does not open a page here.' })
      return
    }
    await signInPerson(context, { recommenderId, openedBy: 'passkey' }, { request, response })
    response.redirect(303, `/me/${HOME}`)
  })
  router.get('/me/:token', async (request, response) => {
    const token = tokenOf(request)
    const recommenderId = await personOf(context, request)
    const person = await readPerson(context.deps, { recommenderId })
    const metrics = await readOwnMetrics(context.deps, { recommenderId })
    const { publicUrl } = context
    const own = person.links.filter(({ campaign }) => campaign === null)
    const links = own.map((link) => ({ ...link, ...linkJson(publicUrl, link) }))
    const isWelcome = 'welcome' in readQuery(request.url)
    const signInUrl = signInUrlOf(context, request)
    sendPage(
      response,
      mePage({ person: { ...person, links }, metrics, publicUrl, token, signInUrl, isWelcome }),
    )
  })
  router.post('/me/:token/new-link', async (request, response) => {
    const recommenderId = await personOf(context, request)
    const { signInToken } = await replaceSignIns(context.deps, { recommenderId })
    response.redirect(303, `/me/${signInToken}?welcome`)
  })
  router.post('/me/:token/followers', async (request, response) => {
    const token = tokenOf(request)
    const recommenderId = await personOf(context, request)
    const form = followersFormSchema.safeParse(await readForm(request, response))
    if (!form.success) throw new Problem('input_invalid', { pointer: '/followers' })
    await declareFollowersEverywhere(context.deps, { recommenderId, ...form.data })
    response.redirect(303, `/me/${token}`)
  })
  refuseOtherMethods(router, '/me', ['GET', 'POST'])
  refuseOtherMethods(router, '/me/passkey', ['POST'])
  refuseOtherMethods(router, '/me/:token', ['GET'])
  refuseOtherMethods(router, '/me/:token/new-link', ['POST'])
  refuseOtherMethods(router, '/me/:token/followers', ['POST'])
  return router
}

function sendDoor(
  context: HttpContext,
  response: Response,
  wrong: Pick<MeDoorPage, 'isWrong' | 'passkeyProblem'> = {},
): void {
  const status = Object.keys(wrong).length === 0 ? 200 : problemStatus.credentials_invalid
  sendScriptedPage(response, meDoorPage({ ...wrong, passkey: signInOptions(context) }), status)
}

/** Whose passkey signed; undefined when it opens nothing. */
async function personOfPasskey(context: HttpContext, used: PasskeyAnswer): Promise<string | undefined> {
  try {
    return (await signInByPasskey(context.deps, { used, site: passkeySiteOf(context) })).recommenderId
  } catch (error) {
    if (error instanceof Problem && ['passkey_refused', 'challenge_invalid'].includes(error.code))
      return undefined
    throw error
  }
}

/** The link that opens this page, where it is known: it came in the address, or was made within the hour. */
function signInUrlOf(context: HttpContext, request: Request): string | undefined {
  const inAddress = tokenOf(request)
  const token = inAddress === HOME ? readCookie(context, request, 'vp-link') : inAddress
  return token === undefined ? undefined : `${context.publicUrl}/me/${token}`
}

/** The token at the end of a pasted link, when it opens a page. */
async function pastedToken(context: HttpContext, link = ''): Promise<string | undefined> {
  const token = secretSchema.safeParse(
    link
      .trim()
      .replace(/[?#].*$/, '')
      .split('/')
      .at(-1),
  )
  if (!token.success) return undefined
  try {
    await authenticateRecommender(context.deps, token.data)
    return token.data
  } catch (error) {
    if (error instanceof Problem && error.code === 'credentials_invalid') return undefined
    throw error
  }
}
