// POST /v1/me/profile: whether a person may be compared with others.

import { setProfile } from '#app/people/set-profile.ts'
import { noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { profileAnswerSchema, profileSchema } from '#schema/privacy.ts'
import { recommenderAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { ownKeyScope } from './key-scopes.ts'

/** Sign-in token · `{withoutProfile}` → 200, the same. */
export const setProfileEndpoint = postEndpoint({
  path: '/v1/me/profile',
  summary: 'Says whether one may be compared with others.',
  answers: profileAnswerSchema,
  access: recommenderAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => profileSchema,
  keyScope: ownKeyScope,
  answer: async ({ deps }, { who, body }) => {
    await setProfile(deps, { recommenderId: who.recommenderId, ...body })
    return { status: 200, body }
  },
})
