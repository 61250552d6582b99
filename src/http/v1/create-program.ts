// POST /v1/programs: a retailer states its rules, once and for all under their hash.

import { createProgram } from '#app/programs/create-program.ts'
import { noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { createProgramSchema, programAnswerSchema } from '#schema/retailers.ts'
import { retailerAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { retailerKeyScope } from './key-scopes.ts'

/** API key · `{name, shopUrl, policy}` → 201 `{programId, policyHash, joinUrl}`. */
export const createProgramEndpoint = postEndpoint({
  path: '/v1/programs',
  summary: 'Creates a program with its rules.',
  answers: programAnswerSchema,
  statuses: [201],
  access: retailerAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => createProgramSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps, publicUrl }, { who, body }) => {
    const { programId, policyHash } = await createProgram(deps, { retailerId: who.retailerId, ...body })
    return { status: 201, body: { programId, policyHash, joinUrl: `${publicUrl}/join/${programId}` } }
  },
})
