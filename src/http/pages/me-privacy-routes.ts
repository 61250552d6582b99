// What a person can do about what is kept of them: choose the words of the ad, be left out of comparisons, take their
// data along, be erased. All behind their own sign-in link.

import { erasePerson } from '#app/people/erase-person.ts'
import { exportPerson } from '#app/people/export-person.ts'
import { readPerson } from '#app/people/read-person.ts'
import { setDisclosure } from '#app/people/set-disclosure.ts'
import { setProfile } from '#app/people/set-profile.ts'
import { disclosureOf } from '#domain/disclosure.ts'
import { Problem } from '#domain/problem.ts'
import { linkCodeSchema } from '#schema/ids.ts'
import { localeSchema } from '#schema/people.ts'
import { erasedPage, mePrivacyPage } from '#web/pages/me-privacy-page.ts'
import express, { type Request, type Response, type Router } from 'express'
import type { HttpContext } from '../context.ts'
import { toJsonText } from '../problem-response.ts'
import { problemStatus } from '../problem-status.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { exportJson } from '../v1/view-json.ts'
import { personOf, tokenOf } from './page-visitor.ts'
import { readForm } from './read-form.ts'
import { sendPage } from './send-page.ts'

type Visitor = { readonly token: string; readonly recommenderId: string }

/** GET /me/:token/privacy and what its forms lead to. */
export function mePrivacyRoutes(context: HttpContext): Router {
  const router = express.Router()
  router.get('/me/:token/privacy', async (request, response) => {
    await sendPrivacy(context, response, await visitorOf(context, request))
  })
  router.get('/me/:token/export.json', async (request, response) => {
    const { recommenderId } = await visitorOf(context, request)
    const all = exportJson(await exportPerson(context.deps, { recommenderId }), context.publicUrl)
    response.type('application/json').send(toJsonText(all))
  })
  router.post('/me/:token/profile', async (request, response) => {
    const { token, recommenderId } = await visitorOf(context, request)
    const withoutProfile = (await readForm(request, response))['without'] === 'yes'
    await setProfile(context.deps, { recommenderId, withoutProfile })
    response.redirect(303, `/me/${token}/privacy`)
  })
  router.post('/me/:token/links/:code/locale', async (request, response) => {
    const { token, recommenderId } = await visitorOf(context, request)
    const code = linkCodeSchema.safeParse(request.params['code'])
    const locale = localeSchema.safeParse((await readForm(request, response))['locale'])
    if (!code.success || !locale.success) throw new Problem('not_found')
    await setDisclosure(context.deps, { recommenderId, code: code.data, locale: locale.data })
    response.redirect(303, `/me/${token}/privacy`)
  })
  router.post('/me/:token/erase', async (request, response) => {
    const visitor = await visitorOf(context, request)
    if ((await readForm(request, response))['confirm'] !== 'erase') {
      await sendPrivacy(context, response, visitor, { isUnconfirmed: true })
      return
    }
    const { status } = await erasePerson(context.deps, visitor)
    sendPage(response, erasedPage({ isOver: status === 'erased' }))
  })
  refuseOtherMethods(router, '/me/:token/privacy', ['GET'])
  refuseOtherMethods(router, '/me/:token/export.json', ['GET'])
  for (const path of ['/me/:token/profile', '/me/:token/links/:code/locale', '/me/:token/erase'])
    refuseOtherMethods(router, path, ['POST'])
  return router
}

async function sendPrivacy(
  { deps }: HttpContext,
  response: Response,
  { token, recommenderId }: Visitor,
  { isUnconfirmed = false } = {},
): Promise<void> {
  const { withoutProfile, links } = await readPerson(deps, { recommenderId })
  const page = mePrivacyPage({
    token,
    withoutProfile,
    links: links.map((link) => ({ ...link, locale: disclosureOf(link.disclosure).locale })),
    isUnconfirmed,
  })
  if (isUnconfirmed) sendPage(response, page, problemStatus.input_invalid)
  else sendPage(response, page)
}

async function visitorOf(context: HttpContext, request: Request): Promise<Visitor> {
  return { token: tokenOf(request), recommenderId: await personOf(context, request) }
}
