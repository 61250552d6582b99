// The shop's ways of influence as a page, and its forms.

import { choosePeople, createCampaign, endCampaign } from '#app/campaigns/create-campaign.ts'
import { listCampaigns } from '#app/campaigns/read-campaign.ts'
import { concludeDeal } from '#app/deals/conclude-deal.ts'
import { listDealPrograms } from '#app/deals/list-deals.ts'
import { proposeDeal } from '#app/deals/propose-deal.ts'
import { listPrograms } from '#app/programs/list-programs.ts'
import { countInvitations, inviteAdvocate } from '#app/ways/invite-advocate.ts'
import { listMentions } from '#app/ways/declare-mention.ts'
import { rankPeople } from '#app/ways/rank-people.ts'
import { readFunnel } from '#app/ways/read-funnel.ts'
import type { Ranking } from '#domain/influence.ts'
import { Problem } from '#domain/problem.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from '#schema/page.ts'
import {
  campaignFormSchema,
  campaignParamsSchema,
  dealFormSchema,
  dealParamsSchema,
  personFormSchema,
  rankingQuerySchema,
} from '#schema/ways.ts'
import { shopWaysPage, type ShopWaysPage } from '#web/pages/shop-ways-page.ts'
import express, { type Request, type Response, type Router } from 'express'
import type { z } from 'zod'
import { checkInput, readQuery } from '../check-input.ts'
import type { HttpContext } from '../context.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { figuresPeriod } from '../v1/figures-period.ts'
import { readForm } from './read-form.ts'
import { sendPage } from './send-page.ts'
import { shopOf } from './page-visitor.ts'

type Act = (
  who: { readonly retailerId: string; readonly token: string },
  request: Request,
  response: Response,
) => Promise<void>

/** GET /shop/:token/ways is the page; its forms post below it and lead back to it. */
export function shopWaysRoutes(context: HttpContext): Router {
  const { deps } = context
  const router = express.Router()
  const path = '/shop/:token/ways'
  router.get(path, async (request, response) => {
    const retailerId = await shopOf(context, request)
    const { by } = checkInput(rankingQuerySchema, readQuery(request.url))
    sendPage(response, shopWaysPage(await readWays(context, { retailerId, token: request.params.token, by })))
  })
  const post = (place: string, act: Act): void => {
    router.post<{ token: string }>(`${path}/${place}`, async (request, response) => {
      const retailerId = await shopOf(context, request)
      const { token } = request.params
      await act({ retailerId, token }, request, response)
      if (!response.headersSent) response.redirect(303, `/shop/${token}/ways`)
    })
    refuseOtherMethods(router, `${path}/${place}`, ['POST'])
  }
  post(':programId/invitation', async (who, request, response) => {
    const { programId } = paramsOf(programParamsSchema, request)
    const { token } = await inviteAdvocate(deps, { ...who, programId })
    const invitationUrl = `${context.publicUrl}/join/${programId}?invitation=${token}`
    const page = await readWays(context, { ...who, by: 'sales' })
    sendPage(response, shopWaysPage({ ...page, invitationUrl }))
  })
  post(':programId/campaign', async ({ retailerId }, request, response) => {
    const { recommenderId, ...words } = checkInput(campaignFormSchema, await readForm(request, response))
    const { programId } = paramsOf(programParamsSchema, request)
    await createCampaign(deps, { retailerId, programId, ...words, people: [recommenderId] })
  })
  post('campaigns/:campaignId/people', async ({ retailerId }, request, response) => {
    const { recommenderId } = checkInput(personFormSchema, await readForm(request, response))
    const { campaignId } = paramsOf(campaignParamsSchema, request)
    await choosePeople(deps, { retailerId, campaignId, people: [recommenderId] })
  })
  post('campaigns/:campaignId/end', async ({ retailerId }, request) => {
    await endCampaign(deps, { retailerId, ...paramsOf(campaignParamsSchema, request) })
  })
  post(':programId/deal', async ({ retailerId }, request, response) => {
    const { fee, ...deal } = checkInput(dealFormSchema, await readForm(request, response))
    const { programId } = paramsOf(programParamsSchema, request)
    await proposeDeal(deps, { retailerId, programId, ...deal, feeMicros: fee, dueAt: null })
  })
  for (const step of ['deliver', 'withdraw'] as const) {
    post(`deals/:dealId/${step}`, async ({ retailerId }, request) => {
      await concludeDeal(deps, { retailerId, ...paramsOf(dealParamsSchema, request), step })
    })
  }
  refuseOtherMethods(router, path, ['GET'])
  return router
}

function paramsOf<Params>(schema: z.ZodType<Params>, request: Request): Params {
  const params = schema.safeParse(request.params)
  if (!params.success) throw new Problem('not_found')
  return params.data
}

async function readWays(
  context: HttpContext,
  { retailerId, token, by }: { readonly retailerId: string; readonly token: string; readonly by: Ranking },
): Promise<ShopWaysPage> {
  const { deps } = context
  const period = figuresPeriod(context, {})
  const programs = await listPrograms(deps, { retailerId })
  const shown = programs.map(async ({ programId, name }) => {
    const place = { retailerId, programId }
    const ranked = await rankPeople(deps, { ...place, by, period, limit: PAGE_LIMIT_DEFAULT + 1 })
    const { data: mentions, next } = await listMentions(deps, { ...place, limit: PAGE_LIMIT_MAX })
    return {
      programId,
      name,
      by,
      funnel: await readFunnel(deps, { ...place, period }),
      people: ranked.slice(0, PAGE_LIMIT_DEFAULT),
      isCut: { people: ranked.length > PAGE_LIMIT_DEFAULT, mentions: next !== null },
      campaigns: await listCampaigns(deps, place),
      mentions,
      invitations: await countInvitations(deps, place),
    }
  })
  return {
    token,
    programs: await Promise.all(shown),
    dealPrograms: await listDealPrograms(deps, { retailerId }),
  }
}
