// POST /v1/links: another link of a person, for a program they have joined.

import { createLink } from '#app/people/create-link.ts'
import { readProgram } from '#app/programs/read-program.ts'
import { noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { createLinkSchema } from '#schema/people.ts'
import { linkAnswerSchema } from '#schema/answered.ts'
import { recommenderAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { linkJson } from '../link-json.ts'
import { personKeyScope } from './key-scopes.ts'

/** Sign-in token · `{programId, locale?}` → 201 `{code, url, qrUrl, shareText, locale}`. */
export const createLinkEndpoint = postEndpoint({
  path: '/v1/links',
  summary: 'Makes another link for a program that one has joined.',
  answers: linkAnswerSchema,
  statuses: [201],
  access: recommenderAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => createLinkSchema,
  keyScope: (who, _params, { programId }) => personKeyScope(who, programId),
  answer: async ({ deps, publicUrl }, { who, body }) => {
    const { shopName } = await readProgram(deps, { programId: body.programId })
    const link = await createLink(deps, { recommenderId: who.recommenderId, ...body })
    return { status: 201, body: linkJson(publicUrl, { ...link, shopName }) }
  },
})
