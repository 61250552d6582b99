// A person's campaigns, deals and declared posts as a page, and its forms.

import { declineCampaign, takePart } from '#app/campaigns/take-part.ts'
import { answerDeal } from '#app/deals/answer-deal.ts'
import { readPerson } from '#app/people/read-person.ts'
import { declareMention } from '#app/ways/declare-mention.ts'
import { readPersonWays } from '#app/ways/person-ways.ts'
import { Problem } from '#domain/problem.ts'
import {
  answerCampaignSchema,
  answerDealSchema,
  campaignParamsSchema,
  dealParamsSchema,
  mentionFormSchema,
} from '#schema/ways.ts'
import { meWaysPage, type MeWaysPage } from '#web/pages/me-ways-page.ts'
import express, { type Router } from 'express'
import { checkInput } from '../check-input.ts'
import type { HttpContext } from '../context.ts'
import { kitTexts } from '../kit-texts.ts'
import { linkJson } from '../link-json.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { personOf, tokenOf } from './page-visitor.ts'
import { readForm } from './read-form.ts'
import { sendPage } from './send-page.ts'

/** GET /me/:token/ways is the page; its forms post below /me/:token and lead back to it. */
export function meWaysRoutes(context: HttpContext): Router {
  const { deps } = context
  const router = express.Router()
  router.get('/me/:token/ways', async (request, response) => {
    const token = tokenOf(request)
    const recommenderId = await personOf(context, request)
    sendPage(response, meWaysPage({ token, ...(await readWays(context, recommenderId)) }))
  })
  router.post('/me/:token/campaigns/:campaignId', async (request, response) => {
    const token = tokenOf(request)
    const recommenderId = await personOf(context, request)
    const params = campaignParamsSchema.safeParse(request.params)
    if (!params.success) throw new Problem('not_found')
    const { answer } = checkInput(answerCampaignSchema, await readForm(request, response))
    const place = { recommenderId, ...params.data }
    await (answer === 'take-part' ? takePart(deps, place) : declineCampaign(deps, place))
    response.redirect(303, `/me/${token}/ways`)
  })
  router.post('/me/:token/deals/:dealId', async (request, response) => {
    const token = tokenOf(request)
    const recommenderId = await personOf(context, request)
    const params = dealParamsSchema.safeParse(request.params)
    if (!params.success) throw new Problem('not_found')
    const answer = checkInput(answerDealSchema, await readForm(request, response))
    await answerDeal(deps, { recommenderId, ...params.data, ...answer })
    response.redirect(303, `/me/${token}/ways`)
  })
  router.post('/me/:token/mentions', async (request, response) => {
    const token = tokenOf(request)
    const recommenderId = await personOf(context, request)
    const form = await readForm(request, response)
    const given = Object.fromEntries(Object.entries(form).filter(([, value]) => value.trim() !== ''))
    await declareMention(deps, { recommenderId, ...checkInput(mentionFormSchema, given) })
    response.redirect(303, `/me/${token}/ways`)
  })
  refuseOtherMethods(router, '/me/:token/ways', ['GET'])
  const posts = ['/me/:token/campaigns/:campaignId', '/me/:token/deals/:dealId', '/me/:token/mentions']
  for (const path of posts) refuseOtherMethods(router, path, ['POST'])
  return router
}

async function readWays(
  { deps, publicUrl }: HttpContext,
  recommenderId: string,
): Promise<Omit<MeWaysPage, 'token'>> {
  const { campaigns, deals, mentions } = await readPersonWays(deps, { recommenderId })
  const { links } = await readPerson(deps, { recommenderId })
  const programs = new Map(links.map(({ programId, shopName }) => [programId, { programId, shopName }]))
  return {
    deals,
    mentions,
    programs: [...programs.values()],
    campaigns: campaigns.map(({ link, kit, ...campaign }) => {
      if (link === null) return { ...campaign, url: null, shareTexts: [] }
      const { url, shareText } = linkJson(publicUrl, link)
      const texts = kitTexts(publicUrl, kit, link)
      return { ...campaign, url, shareTexts: texts.length === 0 ? [shareText] : texts }
    }),
  }
}
