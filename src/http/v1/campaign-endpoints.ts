// Campaigns: the shop directs them, people take part, and what came of them is read.

import {
  choosePeople,
  createCampaign,
  createSecondaryCampaign,
  endCampaign,
} from '#app/campaigns/create-campaign.ts'
import { listCampaigns, readCampaign } from '#app/campaigns/read-campaign.ts'
import { declineCampaign, takePart } from '#app/campaigns/take-part.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { anyPageQuerySchema, noQuerySchema } from '#schema/page.ts'
import {
  answerCampaignSchema,
  campaignParamsSchema,
  choosePeopleSchema,
  createCampaignSchema,
  createSecondaryCampaignSchema,
  emptyBodySchema,
} from '#schema/ways.ts'
import {
  campaignAnswerSchema,
  campaignAnsweredAnswerSchema,
  campaignCreatedAnswerSchema,
  campaignEndedAnswerSchema,
  campaignsAnswerSchema,
  peopleChosenAnswerSchema,
} from '#schema/way-answers.ts'
import { recommenderAccess, retailerAccess } from '../access.ts'
import { getEndpoint, postEndpoint, type Endpoint } from '../endpoint.ts'
import { linkJson } from '../link-json.ts'
import { pageAnswer } from './page-answer.ts'
import { personKeyScope, retailerKeyScope } from './key-scopes.ts'
import { viewJson } from './view-json.ts'

/** API key · `{name, brief, people, startsAt?, endsAt?}` → 201 `{campaignId}`. */
const createCampaignEndpoint = postEndpoint({
  path: '/v1/programs/:programId/campaigns',
  summary: 'Directs a campaign at people.',
  answers: campaignCreatedAnswerSchema,
  statuses: [201],
  access: retailerAccess,
  params: programParamsSchema,
  query: noQuerySchema,
  body: () => createCampaignSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params, body }) => ({
    status: 201,
    body: await createCampaign(deps, { retailerId: who.retailerId, ...params, ...body }),
  }),
})

/** API key → 200 `{data}`: the program's campaigns with their people and results, newest first. */
const listCampaignsEndpoint = getEndpoint({
  path: '/v1/programs/:programId/campaigns',
  summary: "Lists a program's campaigns, newest first.",
  answers: campaignsAnswerSchema,
  access: retailerAccess,
  params: programParamsSchema,
  query: anyPageQuerySchema,
  answer: async ({ deps }, { who, params, query }) => {
    const campaigns = await listCampaigns(deps, { retailerId: who.retailerId, ...params })
    return pageAnswer(campaigns, { place: ({ campaignId }) => campaignId, order: 'descending' }, query)
  },
})

/** API key → 200, one campaign with its people and results. */
const readCampaignEndpoint = getEndpoint({
  path: '/v1/campaigns/:campaignId',
  summary: 'Reads a campaign with its people and results.',
  answers: campaignAnswerSchema,
  access: retailerAccess,
  params: campaignParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps }, { who, params }) => {
    const campaign = await readCampaign(deps, { retailerId: who.retailerId, ...params })
    return { status: 200, body: viewJson(campaign) }
  },
})

/** API key · `{name, brief, kit, startsAt?, endsAt?}` → 201 `{campaignId}`: what its people spread further. */
const createSecondaryEndpoint = postEndpoint({
  path: '/v1/campaigns/:campaignId/secondary',
  summary: 'Makes a campaign that the people of another one spread further.',
  answers: campaignCreatedAnswerSchema,
  statuses: [201],
  access: retailerAccess,
  params: campaignParamsSchema,
  query: noQuerySchema,
  body: () => createSecondaryCampaignSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params, body }) => ({
    status: 201,
    body: await createSecondaryCampaign(deps, {
      retailerId: who.retailerId,
      parentCampaignId: params.campaignId,
      ...body,
    }),
  }),
})

/** API key · `{people}` → 200 `{chosen}`: chooses more people. */
const choosePeopleEndpoint = postEndpoint({
  path: '/v1/campaigns/:campaignId/people',
  summary: 'Chooses more people for a campaign.',
  answers: peopleChosenAnswerSchema,
  access: retailerAccess,
  params: campaignParamsSchema,
  query: noQuerySchema,
  body: () => choosePeopleSchema,
  keyScope: retailerKeyScope,
  conditions: 'optional',
  answer: async ({ deps }, { who, params, body, asRead }) => ({
    status: 200,
    body: await choosePeople(deps, { retailerId: who.retailerId, ...params, ...body, asRead }),
  }),
})

/** API key · `{}` → 200 `{endsAt}`: ends the campaign now. */
const endCampaignEndpoint = postEndpoint({
  path: '/v1/campaigns/:campaignId/end',
  summary: 'Ends a campaign now.',
  answers: campaignEndedAnswerSchema,
  access: retailerAccess,
  params: campaignParamsSchema,
  query: noQuerySchema,
  body: () => emptyBodySchema,
  keyScope: retailerKeyScope,
  conditions: 'optional',
  answer: async ({ deps }, { who, params, asRead }) => ({
    status: 200,
    body: viewJson(await endCampaign(deps, { retailerId: who.retailerId, ...params, asRead })),
  }),
})

/** Sign-in token · `{answer}` → 200 `{state}`, and `{link}` for who takes part. */
const answerCampaignEndpoint = postEndpoint({
  path: '/v1/me/campaigns/:campaignId/answer',
  summary: 'Takes part in a campaign, or declines.',
  answers: campaignAnsweredAnswerSchema,
  access: recommenderAccess,
  params: campaignParamsSchema,
  query: noQuerySchema,
  body: () => answerCampaignSchema,
  keyScope: (who, { campaignId }) => personKeyScope(who, campaignId),
  answer: async ({ deps, publicUrl }, { who, params, body }) => {
    const place = { recommenderId: who.recommenderId, ...params }
    if (body.answer === 'decline') return { status: 200, body: await declineCampaign(deps, place) }
    const link = await takePart(deps, place)
    return { status: 200, body: { state: 'taking-part', link: linkJson(publicUrl, link) } }
  },
})

/** In the order of docs/reference/http.md. */
export const campaignEndpoints: readonly Endpoint[] = [
  createCampaignEndpoint,
  listCampaignsEndpoint,
  readCampaignEndpoint,
  createSecondaryEndpoint,
  choosePeopleEndpoint,
  endCampaignEndpoint,
  answerCampaignEndpoint,
]
