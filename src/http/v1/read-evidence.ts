// GET /v1/rewards/:rewardId/evidence: what a reward rests on, as a file that anybody can check against the chain.

import { readEvidence } from '#app/evidence/read-evidence.ts'
import { rewardParamsSchema } from '#schema/ids.ts'
import { noQuerySchema } from '#schema/page.ts'
import { evidenceAnswerSchema } from '#schema/evidence.ts'
import { retailerOrRecommenderAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'

/** API key of the reward's shop, or sign-in token of who earned it → 200, the evidence file. */
export const readEvidenceEndpoint = getEndpoint({
  path: '/v1/rewards/:rewardId/evidence',
  summary: 'Reads the file that a reward can be checked with against the chain.',
  answers: evidenceAnswerSchema,
  access: retailerOrRecommenderAccess,
  params: rewardParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps }, { who, params }) => ({
    status: 200,
    body: await readEvidence(deps, { rewardId: params.rewardId, reader: who }),
  }),
})
