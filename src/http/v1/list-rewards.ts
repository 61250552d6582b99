// GET /v1/rewards: the retailer's rewards, newest first, a page at a time.

import { listRewards } from '#app/rewards/list-rewards.ts'
import { noParamsSchema, pageQuerySchema } from '#schema/page.ts'
import { rewardsAnswerSchema } from '#schema/rewards.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { rewardJson } from './view-json.ts'

/** API key · `?limit&after` → 200 `{data, page: {next}}`; `next` is null on the last page. */
export const listRewardsEndpoint = getEndpoint({
  path: '/v1/rewards',
  summary: 'Lists rewards, newest first.',
  answers: rewardsAnswerSchema,
  access: retailerAccess,
  params: noParamsSchema,
  query: pageQuerySchema,
  answer: async ({ deps }, { who, query }) => {
    const { data, next } = await listRewards(deps, { retailerId: who.retailerId, ...query })
    return { status: 200, body: { data: data.map(rewardJson), page: { next } } }
  },
})
