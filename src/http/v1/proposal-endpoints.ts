// What waits for the retailer's own order key: listed, read, signed or refused; and what it refused put back into line.

import { listProposals } from '#app/proposals/list-proposals.ts'
import { readProposal } from '#app/proposals/read-proposal.ts'
import { refuseProposal } from '#app/proposals/refuse-proposal.ts'
import { refuseReward } from '#app/proposals/refuse-reward.ts'
import { resumeReward } from '#app/proposals/resume-reward.ts'
import { signProposal } from '#app/proposals/sign-proposal.ts'
import type { ProposalSummary } from '#domain/countersign/proposal.ts'
import { rewardParamsSchema } from '#schema/ids.ts'
import { anyPageQuerySchema, noParamsSchema, noQuerySchema } from '#schema/page.ts'
import {
  proposalAnswerSchema,
  proposalParamsSchema,
  proposalsAnswerSchema,
  refuseProposalSchema,
  refusedAnswerSchema,
  refusedRewardAnswerSchema,
  refuseRewardSchema,
  resumedAnswerSchema,
  resumeRewardSchema,
  signedAnswerSchema,
  signProposalSchema,
} from '#schema/proposals.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint, postEndpoint, type Endpoint } from '../endpoint.ts'
import { pageOfRows, placeOf } from '../paging.ts'
import { retailerKeyScope } from './key-scopes.ts'
import { proposalJson } from './proposal-json.ts'
import { viewJson } from './view-json.ts'

const listProposalsEndpoint = getEndpoint({
  path: '/v1/proposals',
  summary: "Lists what waits for the retailer's own order key, and the rewards that it has set aside.",
  answers: proposalsAnswerSchema,
  access: retailerAccess,
  params: noParamsSchema,
  query: anyPageQuerySchema,
  answer: async ({ deps }, { who, query }) => {
    const waiting = await listProposals(deps, { retailerId: who.retailerId })
    const { data, page } = pageOfRows(waiting.data, { place: proposalPlace, order: 'ascending' }, query)
    return { status: 200, body: { data: data.map(viewJson), setAside: waiting.setAside.map(viewJson), page } }
  },
})

/** Batches first, then amendments, each by pool and number. */
function proposalPlace({ kind, proposalId }: ProposalSummary): string {
  return placeOf(kind === 'batch' ? 0 : 1, ...(proposalId.match(/\d+/g) ?? []).map(Number))
}

const readProposalEndpoint = getEndpoint({
  path: '/v1/proposals/:proposalId',
  summary: 'Reads one proposal with everything that it was made of.',
  answers: proposalAnswerSchema,
  access: retailerAccess,
  params: proposalParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps }, { who, params }) => {
    const proposal = await readProposal(deps, { retailerId: who.retailerId, ...params })
    return { status: 200, body: proposalJson(proposal) }
  },
})

const signProposalEndpoint = postEndpoint({
  path: '/v1/proposals/:proposalId/signature',
  summary: "Gives the order key's signature for a proposal, which is then carried to the ledger.",
  answers: signedAnswerSchema,
  access: retailerAccess,
  params: proposalParamsSchema,
  query: noQuerySchema,
  body: () => signProposalSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params, body }) => {
    const signed = await signProposal(deps, { retailerId: who.retailerId, ...params, ...body })
    return { status: 200, body: signed }
  },
})

const refuseProposalEndpoint = postEndpoint({
  path: '/v1/proposals/:proposalId/refusal',
  summary: 'Refuses a proposal with reasons; what is refused is set aside, the rest is proposed anew.',
  answers: refusedAnswerSchema,
  access: retailerAccess,
  params: proposalParamsSchema,
  query: noQuerySchema,
  body: () => refuseProposalSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params, body }) => {
    const refused = await refuseProposal(deps, { retailerId: who.retailerId, ...params, ...body })
    return { status: 200, body: refused }
  },
})

const resumeRewardEndpoint = postEndpoint({
  path: '/v1/rewards/:rewardId/resume',
  summary: 'Puts a reward that the order key refused back into the line.',
  answers: resumedAnswerSchema,
  access: retailerAccess,
  params: rewardParamsSchema,
  query: noQuerySchema,
  body: () => resumeRewardSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params }) => {
    const resumed = await resumeReward(deps, { retailerId: who.retailerId, ...params })
    return { status: 200, body: resumed }
  },
})

const refuseRewardEndpoint = postEndpoint({
  path: '/v1/rewards/:rewardId/refuse',
  summary: 'Refuses for good what a reward that was set aside waits for.',
  answers: refusedRewardAnswerSchema,
  access: retailerAccess,
  params: rewardParamsSchema,
  query: noQuerySchema,
  body: () => refuseRewardSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params, body }) => {
    const refused = await refuseReward(deps, { retailerId: who.retailerId, ...params, ...body })
    return { status: 200, body: refused }
  },
})

/** Endpoints around a retailer's own order key. */
export const proposalEndpoints: readonly Endpoint[] = [
  listProposalsEndpoint,
  readProposalEndpoint,
  signProposalEndpoint,
  refuseProposalEndpoint,
  resumeRewardEndpoint,
  refuseRewardEndpoint,
]
