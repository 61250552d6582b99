// The page a shop's join link leads to. A wrong field comes back beside itself; a form sent twice counts once; after
// joining the browser is sent on to the person's own page, so that reloading sends nothing again.

import type { ProgramView } from '#app/views.ts'
import { keepEnrolledPasskeys } from '#app/sign-in/passkey-enrolment.ts'
import { joinProgram } from '#app/people/join-program.ts'
import { isInvitationOpen } from '#app/ways/invite-advocate.ts'
import { readProgram } from '#app/programs/read-program.ts'
import { DEFAULT_LOCALE, localeFromLanguages, type Locale } from '#domain/disclosure.ts'
import { RETAILER_ID_LENGTH } from '#domain/ids.ts'
import { canonicalHash } from '#domain/policy.ts'
import { Problem } from '#domain/problem.ts'
import { linkCodeSchema, programParamsSchema, secretSchema } from '#schema/ids.ts'
import { formTicketFieldSchema, joinFormSchema, localeSchema } from '#schema/people.ts'
import type { WrongField } from '#schema/wrong-fields.ts'
import { joinPage, type JoinFormProblems, type JoinPage } from '#web/pages/join-page.ts'
import express, { type Request, type Response, type Router } from 'express'
import { answerOnce } from '../answer-once.ts'
import { checkInput, readQuery } from '../check-input.ts'
import type { HttpContext } from '../context.ts'
import { problemStatus } from '../problem-status.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { admitOpenPost } from '../rate-limit.ts'
import { payoutOf, type JoinPayout } from './join-payout.ts'
import { creationOptions } from './passkey-site.ts'
import { readForm } from './read-form.ts'
import { sendScriptedPage } from './send-page.ts'

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
    showForm(context, response, {
      program,
      values: { ...(await openInvitation(context, request)), ...viaIn(request) },
      problems: {},
      locale: localeFromLanguages(request.get('Accept-Language')),
    })
  })
  router.post(path, async (request, response) => {
    await admitOpenPost(context, request, response)
    const program = await readProgram(context.deps, programOf(request))
    await joinOrExplain(context, response, { program, values: await readForm(request, response) })
  })
  refuseOtherMethods(router, path, ['GET', 'POST'])
  return router
}

type ShownForm = { readonly program: ProgramView } & Pick<
  JoinPage,
  'values' | 'problems' | 'locale' | 'enrolment'
>

function showForm(context: HttpContext, response: Response, form: ShownForm, status = 200): void {
  const page = joinPage({
    ...form,
    ending: endingOf(context, form.program),
    via: form.values['via'],
    ticket: newTicket(context),
    passkey: creationOptions(context, form.program.shopName),
  })
  sendScriptedPage(response, page, status)
}

function endingOf({ deps }: HttpContext, { lastOrderAt }: ProgramView): JoinPage['ending'] {
  return lastOrderAt === null ? undefined : { lastOrderAt, isOver: deps.clock.now() > lastOrderAt }
}

function viaIn(request: Request): Readonly<Record<string, string>> {
  const via = linkCodeSchema.safeParse(readQuery(request.url)['via'])
  return via.success ? { via: via.data } : {}
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
}

async function joinOrExplain(
  context: HttpContext,
  response: Response,
  { program, values }: JoinAttempt,
): Promise<void> {
  let payout: JoinPayout = { values }
  try {
    const signInToken = await joinByForm(context, { program, values }, (made) => {
      payout = made
    })
    response.redirect(303, `/me/${signInToken}?welcome`)
  } catch (error) {
    const problems = error instanceof Problem ? problemsOf(error, payout) : undefined
    if (!(error instanceof Problem) || problems === undefined) throw error
    const { invitation, ...others } = payout.values
    showForm(
      context,
      response,
      {
        program,
        values: problems.invitation === undefined && invitation !== undefined ? payout.values : others,
        problems,
        locale: localeOf(values),
        enrolment: payout.enrolment,
      },
      problemStatus[error.code],
    )
  }
}

/** What was wrong, by field; undefined for what no field can mend. */
function problemsOf({ code, facts }: Problem, { problem }: JoinPayout): JoinFormProblems | undefined {
  if (code === 'passkey_refused') return { passkey: problem ?? '' }
  const fields = facts['fields'] as readonly WrongField[] | undefined
  return code === 'input_invalid' && fields ? byField(fields) : MENDABLE[code]
}

/** Joins once for each ticket, and gives the sign-in token again when the same form comes again. */
async function joinByForm(
  context: HttpContext,
  { program: { programId }, values }: JoinAttempt,
  noteOf: (payout: JoinPayout) => void,
): Promise<string> {
  const key = checkInput(formTicketFieldSchema, { ticket: values['ticket'] }).ticket
  const retailerId = programId.slice(0, RETAILER_ID_LENGTH)
  const scope = { retailerId, principal: 'form', route: 'POST /join/:programId', key }
  const bodyHash = canonicalHash({ programId, ...values })
  const { text } = await answerOnce(context, { scope, bodyHash, toText: String }, async () => {
    const payout = await payoutOf(context, values)
    noteOf(payout)
    if (payout.problem !== undefined) throw new Problem('passkey_refused')
    const { ticket, ...person } = checkInput(joinFormSchema, withoutEmpty(payout.values))
    if (payout.enrolment !== undefined) await keepEnrolledPasskeys(context.deps, payout.enrolment)
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
