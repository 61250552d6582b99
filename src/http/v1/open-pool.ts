// POST /v1/programs/:programId/pool: asks for the program's pool on chain. The answer comes before the chain's.

import { openPool } from '#app/pools/open-pool.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { noQuerySchema } from '#schema/page.ts'
import { poolRequestAnswerSchema, poolTermsSchema } from '#schema/retailers.ts'
import { retailerAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { retailerKeyScope } from './key-scopes.ts'

/** API key · `{minHoldSeconds, rewardCap, rateCapacity, ratePerDay, orderSigner?, owner?}` → 202 `{programId, state}`. */
export const openPoolEndpoint = postEndpoint({
  path: '/v1/programs/:programId/pool',
  summary: "Asks for the program's pool on chain.",
  answers: poolRequestAnswerSchema,
  statuses: [202],
  access: retailerAccess,
  params: programParamsSchema,
  query: noQuerySchema,
  body: () => poolTermsSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params, body }) => {
    const terms = {
      minHoldSeconds: body.minHoldSeconds,
      rewardCapMicros: body.rewardCap,
      rateCapacityMicros: body.rateCapacity,
      rateMicrosPerDay: body.ratePerDay,
    }
    const { programId } = params
    const { state } = await openPool(deps, {
      retailerId: who.retailerId,
      programId,
      terms,
      orderSigner: body.orderSigner,
      owner: body.owner,
    })
    return { status: 202, body: { programId, state } }
  },
})
