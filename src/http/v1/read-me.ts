// GET /v1/me: what a person is promised, owed and paid, and why.

import { readPerson } from '#app/people/read-person.ts'
import { noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { personAnswerSchema } from '#schema/people-answers.ts'
import { recommenderAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { personJson } from './view-json.ts'

/** Sign-in token → 200, the person's own figures, links, rewards and payments. */
export const readMeEndpoint = getEndpoint({
  path: '/v1/me',
  summary: 'Reads what one is promised, owed and paid, and why.',
  answers: personAnswerSchema,
  access: recommenderAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps, publicUrl }, { who }) => {
    const person = await readPerson(deps, { recommenderId: who.recommenderId })
    return { status: 200, body: personJson(person, publicUrl) }
  },
})
