// POST /v1/programs/:programId/recommenders: a person joins a program and gets a link. Open to everybody, because a
// shop's join page is; the sign-in token is shown here and never again.

import { joinProgram, type KnownPerson, type NewPerson } from '#app/people/join-program.ts'
import { readProgram } from '#app/programs/read-program.ts'
import type { Anyone, Recommender } from '#domain/access/principal.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { noQuerySchema } from '#schema/page.ts'
import { joinAgainSchema, joinSchema } from '#schema/people.ts'
import { invariant } from '#domain/invariant.ts'
import { joinedAnswerSchema } from '#schema/people-answers.ts'
import type { z } from 'zod'
import { anyoneOrRecommenderAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { linkJson } from '../link-json.ts'
import { personKeyScope } from './key-scopes.ts'

/**
 * No key · `{handle, payee, email?, locale?}`, or a sign-in token · `{locale?}` → 201 `{recommenderId, link}`, and for a new person
 * `{signInToken, signInUrl}`.
 */
export const joinProgramEndpoint = postEndpoint({
  path: '/v1/programs/:programId/recommenders',
  summary: 'Joins a program and gets a link.',
  answers: joinedAnswerSchema,
  statuses: [201],
  access: anyoneOrRecommenderAccess,
  params: programParamsSchema,
  query: noQuerySchema,
  body: (who) => (who.kind === 'recommender' ? joinAgainSchema : joinSchema),
  keyScope: (who, { programId }) => personKeyScope(who, programId),
  answer: async ({ deps, publicUrl }, { who, params, body, idempotencyKey }) => {
    const { programId } = params
    const { shopName } = await readProgram(deps, { programId })
    const { recommenderId, signInToken, code, disclosure } = await joinProgram(deps, {
      programId,
      ...personOf(who, body, idempotencyKey),
    })
    const signIn =
      signInToken === undefined ? {} : { signInToken, signInUrl: `${publicUrl}/me/${signInToken}` }
    return {
      status: 201,
      body: { recommenderId, ...signIn, link: linkJson(publicUrl, { code, disclosure, shopName }) },
    }
  },
})

/** Who is signed in keeps name and address; somebody new brings them. */
function personOf(
  who: Anyone | Recommender,
  body: z.infer<typeof joinSchema> | z.infer<typeof joinAgainSchema>,
  requestKey: string,
): NewPerson | KnownPerson {
  if (who.kind === 'recommender') return { recommenderId: who.recommenderId, ...body }
  invariant('handle' in body, 'somebody who is not signed in joins with a name')
  return { ...body, requestKey }
}
