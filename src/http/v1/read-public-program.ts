// GET /v1/public/programs/:programId: a program as whoever is asked to join it sees it.

import { readProgram } from '#app/programs/read-program.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { noQuerySchema } from '#schema/page.ts'
import { joinableProgramAnswerSchema } from '#schema/retailers.ts'
import { anyoneAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { viewJson } from './view-json.ts'

/** No key → 200, the terms in force. */
export const readPublicProgramEndpoint = getEndpoint({
  path: '/v1/public/programs/:programId',
  summary: 'Reads the terms of a program before joining it.',
  answers: joinableProgramAnswerSchema,
  access: anyoneAccess,
  params: programParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps, publicUrl }, { params: { programId } }) => {
    const { name, shopName, shopUrl, policy, lastOrderAt } = await readProgram(deps, { programId })
    const { reward, currency, perOrderCap, attribution, holdSeconds } = policy
    const body = {
      ...{ programId, name, shopName, shopUrl, joinUrl: `${publicUrl}/join/${programId}`, lastOrderAt },
      ...{ reward, currency, perOrderCap, windowDays: attribution.windowDays, holdSeconds },
    }
    return { status: 200, body: viewJson(body) }
  },
})
