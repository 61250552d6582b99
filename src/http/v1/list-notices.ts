// GET /v1/notices: messages about orders that contradicted what stands, and were not used.

import { listNotices } from '#app/misuse/list-notices.ts'
import { noParamsSchema, pageQuerySchema } from '#schema/page.ts'
import { noticesAnswerSchema } from '#schema/deliveries.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { viewJson } from './view-json.ts'

/** API key → 200 `{data, page: {next}}`, the latest first. */
export const listNoticesEndpoint = getEndpoint({
  path: '/v1/notices',
  summary: 'Lists messages about orders that were not used.',
  answers: noticesAnswerSchema,
  access: retailerAccess,
  params: noParamsSchema,
  query: pageQuerySchema,
  answer: async ({ deps }, { who, query }) => {
    const { data, next } = await listNotices(deps, { retailerId: who.retailerId, ...query })
    return { status: 200, body: { data: data.map(viewJson), page: { next } } }
  },
})
