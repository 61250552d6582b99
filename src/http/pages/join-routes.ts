// The page a shop's join link leads to. A wrong field comes back beside itself; a form sent twice counts once; after
// joining the browser is sent on to the person's own page, so that reloading sends nothing again.

import { joinProgram } from '#app/people/join-program.ts'
import { isInvitationOpen } from '#app/ways/invite-advocate.ts'
import { readProgram } from '#app/programs/read-program.ts'
import { DEFAULT_LOCALE, localeFromLanguages, type Locale } from '#domain/disclosure.ts'
import { RETAILER_ID_LENGTH } from '#domain/ids.ts'
import { canonicalHash } from '#domain/policy.ts'
import { Problem } from '#domain/problem.ts'
import { linkCodeSchema, programParamsSchema, secretSchema } from '#schema/ids.ts'
import { joinFormSchema, localeSchema } from '#schema/people.ts'
import { wrongFields, type WrongField } from '#schema/wrong-fields.ts'
import { joinPage, type JoinFormProblems } from '#web/pages/join-page.ts'
import express, { type Request, type Response, type Router } from 'express'
import type { z } from 'zod'
import { answerOnce } from '../answer-once.ts'
import { readQuery } from '../check-input.ts'
import type { HttpContext } from '../context.ts'
import { problemStatus } from '../problem-status.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { admitOpenPost } from '../rate-limit.ts'
import { readForm } from './read-form.ts'
import { sendPage } from './send-page.ts'

/** Bytes of the ticket that makes one form: 128 bits. */
const TICKET_BYTES = 16

/** Refusals that a person can mend by changing one field: which field, and how to say it there. */
const MENDABLE: Readonly<Record<string, JoinFormProblems>> = {
  payee_forbidden: { payee: 'Money cannot be paid to this address.' },
  payee_taken: {
    payee: 'Somebody has joined with this address already. If that was you, open your sign-in link.',
  },
  invitation_invalid: {
    invitation:
      'The invitation was used before, or is too old. You can join without it: send the form again.',
  },
  handle_taken: { handle: 'Somebody already uses this name here. Please take another.' },
}

/** GET /join/:programId shows the form; POST joins and leads to the person's page. */
export function joinRoutes(context: HttpContext): Router {
  const router = express.Router()
  const path = '/join/:programId'
  router.get(path, async (request, response) => {
    const program = await readProgram(context.deps, programOf(request))
    sendPage(
      response,
      joinPage({
        program,
        values: await openInvitation(context, request),
        problems: {},
        locale: localeFromLanguages(request.get('Accept-Language')),
        ticket: newTicket(context),
        via: linkCodeSchema.safeParse(readQuery(request.url)['via']).data,
      }),
    )
  })
  router.post(path, async (request, response) => {
    await admitOpenPost(context, request, response)
    const program = await readProgram(context.deps, programOf(request))
    const values = await readForm(request, response)
    const form = joinFormSchema.safeParse(withoutEmpty(values))
    if (!form.success) {
      const problems = byField(wrongFields(form.error))
      sendPage(
        response,
        joinPage({
          program,
          values,
          problems,
          locale: localeOf(values),
          ticket: newTicket(context),
          via: values['via'],
        }),
        problemStatus.input_invalid,
      )
      return
    }
    await joinOrExplain(context, response, { program, values, form: form.data })
  })
  refuseOtherMethods(router, path, ['GET', 'POST'])
  return router
}

/** The invitation in the address, while it is good; one that is used up or expired is left out: anybody may join. */
async function openInvitation(
  { deps }: HttpContext,
  request: Request,
): Promise<Readonly<Record<string, string>>> {
  const token = secretSchema.safeParse(readQuery(request.url)['invitation'])
  if (!token.success) return {}
  const isOpen = await isInvitationOpen(deps, { ...programOf(request), token: token.data })
  return isOpen ? { invitation: token.data } : {}
}

type JoinAttempt = {
  readonly program: Awaited<ReturnType<typeof readProgram>>
  readonly values: Readonly<Record<string, string>>
  readonly form: z.infer<typeof joinFormSchema>
}

async function joinOrExplain(context: HttpContext, response: Response, attempt: JoinAttempt): Promise<void> {
  const { program, values, form } = attempt
  try {
    const signInToken = await joinByForm(context, program.programId, form)
    response.redirect(303, `/me/${signInToken}?welcome`)
  } catch (error) {
    const problems = error instanceof Problem ? MENDABLE[error.code] : undefined
    if (!(error instanceof Problem) || problems === undefined) throw error
    sendPage(
      response,
      joinPage({
        program,
        values: problems.invitation === undefined ? values : { ...values, invitation: undefined },
        problems,
        locale: localeOf(values),
        ticket: newTicket(context),
        via: values['via'],
      }),
      problemStatus[error.code],
    )
  }
}

/** Joins once for each ticket, and gives the sign-in token again when the same form comes again. */
async function joinByForm(
  context: HttpContext,
  programId: string,
  { ticket, ...person }: z.infer<typeof joinFormSchema>,
): Promise<string> {
  const retailerId = programId.slice(0, RETAILER_ID_LENGTH)
  const scope = { retailerId, principal: 'form', route: 'POST /join/:programId', key: ticket }
  const bodyHash = canonicalHash({ programId, ...person })
  const { text } = await answerOnce(context, { scope, bodyHash, toText: String }, async () => {
    const { signInToken } = await joinProgram(context.deps, { programId, ...person, requestKey: ticket })
    return { status: 303, body: signInToken }
  })
  return text
}

function programOf(request: Request): { programId: string } {
  const params = programParamsSchema.safeParse(request.params)
  if (!params.success) throw new Problem('not_found')
  return params.data
}

/** The locale that was chosen in the form. */
function localeOf(values: Readonly<Record<string, string>>): Locale {
  return localeSchema.safeParse(values['locale']).data ?? DEFAULT_LOCALE
}

function newTicket({ deps }: HttpContext): string {
  return deps.random.bytes(TICKET_BYTES).toHex()
}

function byField(fields: readonly WrongField[]): JoinFormProblems {
  const problems: Record<string, string> = {}
  for (const { field, reason } of fields) problems[field === '' ? 'form' : field.slice(1)] ??= reason
  return problems
}

/** A field left empty is a field not given. */
function withoutEmpty(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''))
}
