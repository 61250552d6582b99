// GET /v1/notices: messages about orders that contradicted what stands, and were not used.

import { listNotices } from '#app/misuse/list-notices.ts'
import { noParamsSchema, noQuerySchema, PAGE_LIMIT_MAX } from '#schema/page.ts'
import { noticesAnswerSchema } from '#schema/deliveries.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { viewJson } from './view-json.ts'

/** API key → 200 `{data}`, the latest hundred. */
export const listNoticesEndpoint = getEndpoint({
  path: '/v1/notices',
  summary: 'Lists messages about orders that were not used.',
  answers: noticesAnswerSchema,
  access: retailerAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps }, { who }) => {
    const notices = await listNotices(deps, { retailerId: who.retailerId, limit: PAGE_LIMIT_MAX })
    return { status: 200, body: { data: notices.map(viewJson) } }
  },
})
