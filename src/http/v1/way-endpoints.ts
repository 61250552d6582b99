// Invitations, sign-ups, declared posts, and the figures that people are found by.

import { countInvitations, inviteAdvocate } from '#app/ways/invite-advocate.ts'
import { declareMention, listMentions } from '#app/ways/declare-mention.ts'
import { readPersonWays } from '#app/ways/person-ways.ts'
import { rankPeople } from '#app/ways/rank-people.ts'
import { readFunnel } from '#app/ways/read-funnel.ts'
import { recordLead } from '#app/ways/record-lead.ts'
import type { CarriedReference } from '#domain/order-facts.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { noParamsSchema, noQuerySchema, pageQuerySchema } from '#schema/page.ts'
import {
  declareMentionSchema,
  emptyBodySchema,
  periodQuerySchema,
  rankingQuerySchema,
  recordLeadSchema,
} from '#schema/ways.ts'
import {
  funnelAnswerSchema,
  invitationAnswerSchema,
  invitationsAnswerSchema,
  leadAnswerSchema,
  mentionsAnswerSchema,
  personWaysAnswerSchema,
  rankingAnswerSchema,
  recordedAnswerSchema,
} from '#schema/way-answers.ts'
import { recommenderAccess, retailerAccess } from '../access.ts'
import { getEndpoint, postEndpoint, type Endpoint } from '../endpoint.ts'
import { linkJson } from '../link-json.ts'
import { kitTexts } from '../kit-texts.ts'
import { placeOf } from '../paging.ts'
import { pageAnswer } from './page-answer.ts'
import { figuresPeriod } from './figures-period.ts'
import { personKeyScope, retailerKeyScope } from './key-scopes.ts'
import { viewJson } from './view-json.ts'

/** Names the shop's own calls among the sources of sign-ups. */
const API_SOURCE = 'api'

/** People of one ranking, page by page: more than anybody reads. */
const PEOPLE_RANKED_MAX = 10_000

/** API key · `{}` → 201 `{url, expiresAt}`: a link to join by, usable once; shown here and never again. */
const inviteEndpoint = postEndpoint({
  path: '/v1/programs/:programId/invitations',
  summary: 'Makes an invitation to join, usable once.',
  answers: invitationAnswerSchema,
  statuses: [201],
  access: retailerAccess,
  params: programParamsSchema,
  query: noQuerySchema,
  body: () => emptyBodySchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps, publicUrl }, { who, params: { programId } }) => {
    const { token, expiresAt } = await inviteAdvocate(deps, { retailerId: who.retailerId, programId })
    const url = `${publicUrl}/join/${programId}?invitation=${token}`
    return { status: 201, body: viewJson({ invitation: token, url, expiresAt }) }
  },
})

/** API key → 200 `{made, used, expired, advocates}`. */
const countInvitationsEndpoint = getEndpoint({
  path: '/v1/programs/:programId/invitations',
  summary: "Counts a program's invitations.",
  answers: invitationsAnswerSchema,
  access: retailerAccess,
  params: programParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps }, { who, params }) => ({
    status: 200,
    body: await countInvitations(deps, { retailerId: who.retailerId, ...params }),
  }),
})

/** API key · `{id, clickToken? | code?, happenedAt?}` → 201 `{status, isCredited}`; the same id is one sign-up. */
const recordLeadEndpoint = postEndpoint({
  path: '/v1/leads',
  summary: 'Records a sign-up.',
  answers: leadAnswerSchema,
  statuses: [201],
  access: retailerAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => recordLeadSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, body }) => {
    const references: CarriedReference[] = []
    const { clickToken, code } = body
    if (clickToken !== undefined)
      references.push({ carriage: 'note-attribute', kind: 'click-token', value: clickToken })
    if (code !== undefined) references.push({ carriage: 'note-attribute', kind: 'link-code', value: code })
    const recorded = await deps.retailers.transaction(who.retailerId, (unit) =>
      recordLead(deps, unit, {
        sourceId: API_SOURCE,
        externalId: body.id,
        happenedAt: body.happenedAt ?? deps.clock.now(),
        references,
      }),
    )
    return { status: 201, body: recorded }
  },
})

/** API key · `?by&from&to&limit&after` → 200 `{data, page}`: people by engagement, conversion, sales or spread. */
const rankingEndpoint = getEndpoint({
  path: '/v1/programs/:programId/ranking',
  summary: 'Ranks the people of a program.',
  answers: rankingAnswerSchema,
  access: retailerAccess,
  params: programParamsSchema,
  query: rankingQuerySchema,
  answer: async (context, { who, params, query }) => {
    const people = await rankPeople(context.deps, {
      retailerId: who.retailerId,
      ...params,
      by: query.by,
      period: figuresPeriod(context, query),
      limit: PEOPLE_RANKED_MAX,
    })
    return pageAnswer(people, { place: ({ rank }) => placeOf(rank), order: 'ascending' }, query)
  },
})

/** API key · `?from&to` → 200 `{measured, byWay, declared, …}`. */
const funnelEndpoint = getEndpoint({
  path: '/v1/programs/:programId/funnel',
  summary: "Reads a program's way from visits to kept sales.",
  answers: funnelAnswerSchema,
  access: retailerAccess,
  params: programParamsSchema,
  query: periodQuerySchema,
  answer: async (context, { who, params, query }) => {
    const period = figuresPeriod(context, query)
    const funnel = await readFunnel(context.deps, { retailerId: who.retailerId, ...params, period })
    return { status: 200, body: viewJson({ ...period, ...funnel }) }
  },
})

/** API key → 200 `{data}`: what people declared, newest first. */
const listMentionsEndpoint = getEndpoint({
  path: '/v1/programs/:programId/mentions',
  summary: 'Lists declared posts, newest first.',
  answers: mentionsAnswerSchema,
  access: retailerAccess,
  params: programParamsSchema,
  query: pageQuerySchema,
  answer: async ({ deps }, { who, params, query }) => {
    const { data, next } = await listMentions(deps, { retailerId: who.retailerId, ...params, ...query })
    return { status: 200, body: { data: data.map(viewJson), page: { next } } }
  },
})

/** Sign-in token · `{programId, kind, channel, postUrl?, declaredReach?, campaignId?}` → 201 `{status}`. */
const declareMentionEndpoint = postEndpoint({
  path: '/v1/me/mentions',
  summary: 'Declares a post about a shop.',
  answers: recordedAnswerSchema,
  statuses: [201],
  access: recommenderAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => declareMentionSchema,
  keyScope: (who, _params, { programId }) => personKeyScope(who, programId),
  answer: async ({ deps }, { who, body }) => ({
    status: 201,
    body: await declareMention(deps, { recommenderId: who.recommenderId, ...body }),
  }),
})

/** Sign-in token → 200 `{campaigns, deals, mentions}`: what one can take part in, approve, and has declared. */
const readMyWaysEndpoint = getEndpoint({
  path: '/v1/me/ways',
  summary: 'Reads what one can take part in, approve, and has declared.',
  answers: personWaysAnswerSchema,
  access: recommenderAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps, publicUrl }, { who }) => {
    const { campaigns, deals, mentions } = await readPersonWays(deps, { recommenderId: who.recommenderId })
    return {
      status: 200,
      body: {
        campaigns: campaigns.map(({ link, kit, ...campaign }) => ({
          ...viewJson(campaign),
          link: link === null ? null : linkJson(publicUrl, link),
          shareTexts: link === null ? [] : kitTexts(publicUrl, kit, link),
        })),
        deals: deals.map(viewJson),
        mentions: mentions.map(viewJson),
      },
    }
  },
})

/** In the order of docs/reference/http.md. */
export const wayEndpoints: readonly Endpoint[] = [
  inviteEndpoint,
  countInvitationsEndpoint,
  recordLeadEndpoint,
  rankingEndpoint,
  funnelEndpoint,
  listMentionsEndpoint,
  declareMentionEndpoint,
  readMyWaysEndpoint,
]
