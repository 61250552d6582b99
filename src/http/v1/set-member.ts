// POST /v1/programs/:programId/recommenders/:recommenderId: what the shop says of a person in its program.

import { setMember } from '#app/people/set-member.ts'
import { readMember } from '#app/people/read-member.ts'
import { memberParamsSchema } from '#schema/ids.ts'
import { noQuerySchema } from '#schema/page.ts'
import { setMemberSchema } from '#schema/people.ts'
import { memberAnswerSchema } from '#schema/people-answers.ts'
import { retailerAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { retailerKeyScope } from './key-scopes.ts'
import { viewJson } from './view-json.ts'

/** API key · `{followers?, trusted?, status?}` → 200, the person as set; counts for orders paid from now on. */
export const setMemberEndpoint = postEndpoint({
  path: '/v1/programs/:programId/recommenders/:recommenderId',
  summary: 'Sets what the shop says of a person in its program.',
  answers: memberAnswerSchema,
  access: retailerAccess,
  params: memberParamsSchema,
  query: noQuerySchema,
  body: () => setMemberSchema,
  keyScope: retailerKeyScope,
  changes: async ({ deps }, { who: { retailerId }, params }) =>
    viewJson(await readMember(deps, { retailerId, ...params })),
  answer: async ({ deps }, { who, params, body }) => {
    const member = await setMember(deps, { retailerId: who.retailerId, ...params, ...body })
    return { status: 200, body: viewJson(member) }
  },
})
