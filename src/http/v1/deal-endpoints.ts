// Deals: proposed by the shop, approved by the person, paid from a pool of their own once the shop says they are
// delivered.

import { answerDeal } from '#app/deals/answer-deal.ts'
import { concludeDeal } from '#app/deals/conclude-deal.ts'
import { createDealProgram } from '#app/deals/create-deal-program.ts'
import { listDealPrograms, readDeal } from '#app/deals/list-deals.ts'
import { proposeDeal } from '#app/deals/propose-deal.ts'
import { anyPageQuerySchema, noParamsSchema, noQuerySchema } from '#schema/page.ts'
import {
  answerDealSchema,
  createDealProgramSchema,
  dealParamsSchema,
  emptyBodySchema,
  proposeDealSchema,
} from '#schema/ways.ts'
import {
  dealAnswerSchema,
  dealProgramAnswerSchema,
  dealProgramsAnswerSchema,
  dealConcludedAnswerSchema,
  dealProposedAnswerSchema,
  dealStateAnswerSchema,
} from '#schema/way-answers.ts'
import { recommenderAccess, retailerAccess } from '../access.ts'
import { getEndpoint, postEndpoint, type Endpoint } from '../endpoint.ts'
import { pageAnswer } from './page-answer.ts'
import { personKeyScope, retailerKeyScope } from './key-scopes.ts'
import { viewJson } from './view-json.ts'

/** API key · `{name, feeCap, totalCap, holdSeconds}` → 201 `{programId, policyHash}`; then its pool is opened. */
const createDealProgramEndpoint = postEndpoint({
  path: '/v1/deal-programs',
  summary: 'Creates a program for deals.',
  answers: dealProgramAnswerSchema,
  statuses: [201],
  access: retailerAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => createDealProgramSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, body }) => ({
    status: 201,
    body: await createDealProgram(deps, { retailerId: who.retailerId, ...body }),
  }),
})

/** API key → 200 `{data}`: programs for deals with their caps and deals. */
const listDealProgramsEndpoint = getEndpoint({
  path: '/v1/deal-programs',
  summary: 'Lists programs for deals with their deals.',
  answers: dealProgramsAnswerSchema,
  access: retailerAccess,
  params: noParamsSchema,
  query: anyPageQuerySchema,
  answer: async ({ deps }, { who, query }) => {
    const programs = await listDealPrograms(deps, { retailerId: who.retailerId })
    return pageAnswer(programs, { place: ({ programId }) => programId, order: 'ascending' }, query)
  },
})

/** API key · `{programId, recommenderId, title, terms, fee, dueAt?}` → 201 `{dealId, termsHash}`. */
const proposeDealEndpoint = postEndpoint({
  path: '/v1/deals',
  summary: 'Proposes a deal to a person.',
  answers: dealProposedAnswerSchema,
  statuses: [201],
  access: retailerAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => proposeDealSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, body: { fee, dueAt, ...deal } }) => ({
    status: 201,
    body: await proposeDeal(deps, {
      retailerId: who.retailerId,
      ...deal,
      feeMicros: fee,
      dueAt: dueAt ?? null,
    }),
  }),
})

/** API key → 200, the deal. */
const readDealEndpoint = getEndpoint({
  path: '/v1/deals/:dealId',
  summary: 'Reads a deal.',
  answers: dealAnswerSchema,
  access: retailerAccess,
  params: dealParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps }, { who: { retailerId }, params }) => ({
    status: 200,
    body: viewJson(await readDeal(deps, { retailerId, ...params })),
  }),
})

function concludingEndpoint(path: string, step: 'deliver' | 'withdraw'): Endpoint {
  return postEndpoint({
    path,
    summary: step === 'deliver' ? 'Says that a deal is delivered, so that it is paid.' : 'Calls a deal off.',
    answers: dealConcludedAnswerSchema,
    access: retailerAccess,
    params: dealParamsSchema,
    query: noQuerySchema,
    body: () => emptyBodySchema,
    keyScope: retailerKeyScope,
    answer: async ({ deps }, { who, params }) => ({
      status: 200,
      body: await concludeDeal(deps, { retailerId: who.retailerId, ...params, step }),
    }),
  })
}

/** Sign-in token · `{answer, termsHash}` → 200 `{state}`. */
const answerDealEndpoint = postEndpoint({
  path: '/v1/me/deals/:dealId/answer',
  summary: 'Approves or declines a deal.',
  answers: dealStateAnswerSchema,
  access: recommenderAccess,
  params: dealParamsSchema,
  query: noQuerySchema,
  body: () => answerDealSchema,
  keyScope: (who, { dealId }) => personKeyScope(who, dealId),
  answer: async ({ deps }, { who, params, body }) => ({
    status: 200,
    body: await answerDeal(deps, { recommenderId: who.recommenderId, ...params, ...body }),
  }),
})

/** In the order of docs/reference/http.md; the two that conclude take `{}` and answer 200 `{state, rewardId}`. */
export const dealEndpoints: readonly Endpoint[] = [
  createDealProgramEndpoint,
  listDealProgramsEndpoint,
  proposeDealEndpoint,
  readDealEndpoint,
  concludingEndpoint('/v1/deals/:dealId/delivered', 'deliver'),
  concludingEndpoint('/v1/deals/:dealId/withdrawn', 'withdraw'),
  answerDealEndpoint,
]
