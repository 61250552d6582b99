// POST /v1/programs/:programId/recommenders: a person joins a program and gets a link. Open to everybody, because a
// shop's join page is; the sign-in token is shown here and never again.

import { joinProgram, type KnownPerson, type NewPerson } from '#app/people/join-program.ts'
import { enrolledPayee, keepEnrolledPasskeys } from '#app/sign-in/passkey-enrolment.ts'
import { readProgram } from '#app/programs/read-program.ts'
import type { Anyone, Recommender } from '#domain/access/principal.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { noQuerySchema } from '#schema/page.ts'
import { joinAgainSchema, joinBodySchema } from '#schema/people.ts'
import { invariant } from '#domain/invariant.ts'
import { Problem } from '#domain/problem.ts'
import { joinedAnswerSchema } from '#schema/people-answers.ts'
import type { z } from 'zod'
import { anyoneOrRecommenderAccess } from '../access.ts'
import type { HttpContext } from '../context.ts'
import { postEndpoint } from '../endpoint.ts'
import { linkJson } from '../link-json.ts'
import { personKeyScope } from './key-scopes.ts'

/**
 * No key · `{handle, payee | enrolment, email?, locale?}`, or a sign-in token · `{locale?}` → 201 `{recommenderId, link}`, and for a new person
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
  body: (who) => (who.kind === 'recommender' ? joinAgainSchema : joinBodySchema),
  keyScope: (who, { programId }) => personKeyScope(who, programId),
  answer: async ({ deps, publicUrl }, { who, params, body, idempotencyKey }) => {
    const { programId } = params
    const { shopName } = await readProgram(deps, { programId })
    const person = await personOf(deps, { who, body, requestKey: idempotencyKey })
    const { recommenderId, signInToken, code, disclosure } = await joinProgram(deps, { programId, ...person })
    const signIn =
      signInToken === undefined ? {} : { signInToken, signInUrl: `${publicUrl}/me/${signInToken}` }
    return {
      status: 201,
      body: { recommenderId, ...signIn, link: linkJson(publicUrl, { code, disclosure, shopName }) },
    }
  },
})

type Joining = {
  readonly who: Anyone | Recommender
  readonly body: z.infer<typeof joinBodySchema> | z.infer<typeof joinAgainSchema>
  readonly requestKey: string
}

/** Who is signed in keeps name and address; somebody new brings them. Throws `challenge_invalid` for an enrolment too old. */
async function personOf(
  deps: HttpContext['deps'],
  { who, body, requestKey }: Joining,
): Promise<NewPerson | KnownPerson> {
  if (who.kind === 'recommender') return { recommenderId: who.recommenderId, ...body }
  invariant('handle' in body, 'somebody who is not signed in joins with a name')
  const { enrolment, payee, ...person } = body
  if (payee !== undefined) return { ...person, payee, requestKey }
  const account = enrolment === undefined ? undefined : enrolledPayee(deps, enrolment)
  if (enrolment === undefined || account === undefined) throw new Problem('challenge_invalid')
  await keepEnrolledPasskeys(deps, enrolment)
  return { ...person, payee: account, requestKey }
}
