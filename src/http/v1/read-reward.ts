// GET /v1/rewards/:rewardId: one reward of the retailer, with the reasons for what became of it.

import { readReward } from '#app/rewards/read-reward.ts'
import { rewardParamsSchema } from '#schema/ids.ts'
import { noQuerySchema } from '#schema/page.ts'
import { rewardAnswerSchema } from '#schema/rewards.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { rewardJson } from './view-json.ts'

/** API key → 200, the reward; another retailer's reward is `not_found` like one that never was. */
export const readRewardEndpoint = getEndpoint({
  path: '/v1/rewards/:rewardId',
  summary: 'Reads a reward with its trace.',
  answers: rewardAnswerSchema,
  access: retailerAccess,
  params: rewardParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps }, { who, params }) => {
    const reward = await readReward(deps, { retailerId: who.retailerId, rewardId: params.rewardId })
    return { status: 200, body: rewardJson(reward) }
  },
})
