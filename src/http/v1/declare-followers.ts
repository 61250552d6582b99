// POST /v1/me/followers: how many people follow somebody, by their own word.

import { declareFollowers } from '#app/people/declare-followers.ts'
import { noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { declareFollowersSchema } from '#schema/people.ts'
import { followersAnswerSchema } from '#schema/people-answers.ts'
import { recommenderAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { personKeyScope } from './key-scopes.ts'

/** Sign-in token · `{programId, followers}` → 200 `{followers, followerEvidence}`; what a shop has checked stays. */
export const declareFollowersEndpoint = postEndpoint({
  path: '/v1/me/followers',
  summary: 'Declares how many people follow one.',
  answers: followersAnswerSchema,
  access: recommenderAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => declareFollowersSchema,
  keyScope: (who, _params, body) => personKeyScope(who, body.programId),
  answer: async ({ deps }, { who, body }) => {
    return { status: 200, body: await declareFollowers(deps, { recommenderId: who.recommenderId, ...body }) }
  },
})
