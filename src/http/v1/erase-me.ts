// POST /v1/me/erasure: a person asks to be erased.

import { erasePerson } from '#app/people/erase-person.ts'
import { noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { eraseMeSchema, erasureAnswerSchema } from '#schema/privacy.ts'
import { recommenderAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { ownKeyScope } from './key-scopes.ts'

/** Sign-in token · `{confirm: "erase"}` → 200 `{status}`; the token opens nothing any more. */
export const eraseMeEndpoint = postEndpoint({
  path: '/v1/me/erasure',
  summary: 'Asks to be erased.',
  answers: erasureAnswerSchema,
  access: recommenderAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => eraseMeSchema,
  keyScope: ownKeyScope,
  answer: async ({ deps }, { who }) => ({
    status: 200,
    body: await erasePerson(deps, { recommenderId: who.recommenderId }),
  }),
})
