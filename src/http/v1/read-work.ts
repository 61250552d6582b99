// GET /v1/work: what is still under way for a retailer, so that a script can wait for quiet.

import { readWork } from '#app/work/read-work.ts'
import { noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { workAnswerSchema } from '#schema/retailers.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'

/** API key → 200, a count for each kind of work; all zero means quiet. */
export const readWorkEndpoint = getEndpoint({
  path: '/v1/work',
  summary: 'Counts what is still under way.',
  answers: workAnswerSchema,
  access: retailerAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps }, { who }) => ({
    status: 200,
    body: await readWork(deps, { retailerId: who.retailerId }),
  }),
})
