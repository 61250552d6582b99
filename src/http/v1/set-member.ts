// POST /v1/programs/:programId/recommenders/:recommenderId: what the shop says of a person in its program.

import { setMember } from '#app/people/set-member.ts'
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
  conditions: 'required',
  answer: async ({ deps }, { who: { retailerId }, params, body, asRead }) => {
    const member = await setMember(deps, { retailerId, ...params, ...body, asRead })
    return { status: 200, body: viewJson(member) }
  },
})
