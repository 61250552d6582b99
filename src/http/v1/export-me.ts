// GET /v1/me/export: everything that is kept of a person, for themselves.

import { exportPerson } from '#app/people/export-person.ts'
import { noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { personExportAnswerSchema } from '#schema/people-answers.ts'
import { recommenderAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { exportJson } from './view-json.ts'

/** Sign-in token → 200, the person's figures, rewards and payments, and at each shop what is kept there. */
export const exportMeEndpoint = getEndpoint({
  path: '/v1/me/export',
  summary: 'Reads everything that is kept of oneself.',
  answers: personExportAnswerSchema,
  access: recommenderAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps, publicUrl }, { who }) => ({
    status: 200,
    body: exportJson(await exportPerson(deps, { recommenderId: who.recommenderId }), publicUrl),
  }),
})
