// GET /v1/public/programs: the directory of programs that anybody may join, of all shops.

import { listPublicPrograms } from '#app/programs/list-public-programs.ts'
import { directoryQuerySchema } from '#schema/metrics.ts'
import { noParamsSchema } from '#schema/page.ts'
import { publicProgramsAnswerSchema } from '#schema/retailers.ts'
import { anyoneOrRecommenderAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { viewJson } from './view-json.ts'

/** No key · `?limit&after` → 200 `{data, page: {next}}`, the newest first; `next` is null on the last page. */
export const listPublicProgramsEndpoint = getEndpoint({
  path: '/v1/public/programs',
  summary: 'Lists the programs that anybody may join.',
  answers: publicProgramsAnswerSchema,
  access: anyoneOrRecommenderAccess,
  params: noParamsSchema,
  query: directoryQuerySchema,
  answer: async ({ deps, publicUrl }, { query }) => {
    const { data, next } = await listPublicPrograms(deps, query)
    const programs = data.map(({ policy, ...program }) =>
      viewJson({
        ...program,
        joinUrl: `${publicUrl}/join/${program.programId}`,
        reward: policy.reward,
        currency: policy.currency,
        perOrderCap: policy.perOrderCap,
        windowDays: policy.attribution.windowDays,
        holdSeconds: policy.holdSeconds,
      }),
    )
    return { status: 200, body: { data: programs, page: { next: next === null ? null : String(next) } } }
  },
})
