// A person's money behind their passkey: what is in the account, and what they tell it. A form makes a draft; the page of
// the draft has it signed; from then on that page says what has become of it.

import { draftInstruction, type Wish } from '#app/accounts/draft-instruction.ts'
import { readAccount, readInstruction } from '#app/accounts/read-account.ts'
import { signInstruction, type SignedBy } from '#app/accounts/sign-instruction.ts'
import { readPerson } from '#app/people/read-person.ts'
import { listPasskeys } from '#app/sign-in/list-passkeys.ts'
import type { ProblemCode } from '#domain/problem-table.ts'
import { Problem } from '#domain/problem.ts'
import {
  cancelFormSchema,
  instructionParamsSchema,
  keyFormSchema,
  moveFormSchema,
  recoveryFormSchema,
  signInstructionSchema,
} from '#schema/accounts.ts'
import { passkeyUsedSchema } from '#schema/passkeys.ts'
import type { WrongField } from '#schema/wrong-fields.ts'
import { meInstructionPage } from '#web/pages/me-instruction-page.ts'
import { meMoneyPage, ownAddressPage, type MoneyProblems } from '#web/pages/me-money-page.ts'
import express, { type Request, type Response, type Router } from 'express'
import { checkInput } from '../check-input.ts'
import type { HttpContext } from '../context.ts'
import { problemStatus } from '../problem-status.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { draftOptions, passkeySiteOf } from './passkey-site.ts'
import { personOf, tokenOf } from './page-visitor.ts'
import { readForm } from './read-form.ts'
import { sendPage, sendScriptedPage } from './send-page.ts'

/** What a person can mend, in their words, beside the field that it is about. */
const MENDABLE: Partial<Record<ProblemCode, MoneyProblems>> = {
  payee_forbidden: { to: 'Money cannot be sent to this address.', address: 'This address cannot be taken.' },
  account_short: {
    amount: 'There is less in it, or this is less than 0.10, which is the least that can be moved here.',
    form: 'With less than 0.10 in your account nothing can be changed from here yet.',
  },
  instruction_under_way: {
    form: 'What you asked for before is still on its way, or five things are waiting. Wait until it is done, or cancel.',
  },
}

/** What is wrong with a passkey's answer, for whoever gave it. */
const UNSIGNED: Partial<Record<ProblemCode, string>> = {
  passkey_refused: 'This passkey may not sign this. Take the one that you joined with.',
  passkey_malformed:
    'Your device did not make sure that it is you. Try again, with fingerprint, face or PIN.',
  challenge_invalid: 'This was signed too late, or something else was signed first. Ask for it again.',
  instruction_under_way: 'What you asked for before is still on its way. Wait until it is done.',
  rate_limited: 'That was often today. It can be signed again tomorrow.',
}

type Values = Readonly<Record<string, string>>
type Exchange = { readonly request: Request; readonly response: Response }

/** GET /me/:token/money, GET /me/:token/money/:instructionId, and what their forms lead to. */
export function meMoneyRoutes(context: HttpContext): Router {
  const router = express.Router()
  router.get('/me/:token/money', async (request, response) => {
    await sendMoney(context, { request, response }, { recommenderId: await personOf(context, request) })
  })
  const forms: readonly (readonly [string, (values: Values) => Wish])[] = [
    ['/me/:token/money', moveWish],
    ['/me/:token/money/cancel', (values) => ({ type: 'cancel', ...checkInput(cancelFormSchema, values) })],
    ['/me/:token/money/recovery', recoveryWish],
    ['/me/:token/money/key', (values) => ({ type: 'set-key', ...checkInput(keyFormSchema, values) })],
  ]
  for (const [path, wishOf] of forms)
    router.post(path, (request, response) => draft(context, { request, response }, wishOf))
  router.get('/me/:token/money/:instructionId', async (request, response) => {
    await sendInstruction(context, { request, response }, await personOf(context, request))
  })
  router.post('/me/:token/money/:instructionId', (request, response) => sign(context, { request, response }))
  refuseOtherMethods(router, '/me/:token/money', ['GET', 'POST'])
  for (const last of ['cancel', 'recovery', 'key'])
    refuseOtherMethods(router, `/me/:token/money/${last}`, ['POST'])
  refuseOtherMethods(router, '/me/:token/money/:instructionId', ['GET', 'POST'])
  return router
}

function moveWish(values: Values): Wish {
  const { from, ...move } = checkInput(moveFormSchema, values)
  return { type: from, ...move }
}

function recoveryWish(values: Values): Wish {
  const { recovery: kind, ...named } = checkInput(recoveryFormSchema, values)
  return {
    type: 'set-recovery',
    recovery: { kind, ...named } as Extract<Wish, { type: 'set-recovery' }>['recovery'],
  }
}

async function draft(
  context: HttpContext,
  exchange: Exchange,
  wishOf: (values: Values) => Wish,
): Promise<void> {
  const { request, response } = exchange
  const recommenderId = await personOf(context, request)
  const values = await readForm(request, response)
  try {
    const { instructionId } = await draftInstruction(context.deps, { recommenderId, wish: wishOf(values) })
    response.redirect(303, `/me/${tokenOf(request)}/money/${instructionId}`)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const problems = problemsOf(error, values)
    if (problems === undefined) throw error
    const status = problemStatus[error.code]
    await sendMoney(context, exchange, { recommenderId, values, problems, status })
  }
}

/** What was wrong, beside its field where the form has that field. */
function problemsOf({ code, facts }: Problem, values: Values): MoneyProblems | undefined {
  const fields = code === 'input_invalid' ? (facts['fields'] as readonly WrongField[] | undefined) : undefined
  if (fields) return Object.fromEntries(fields.map(({ field, reason }) => [field.slice(1) || 'form', reason]))
  const mendable = Object.entries(MENDABLE[code] ?? {})
  if (mendable.length === 0) return undefined
  const beside = mendable.filter(([field]) => field !== 'form' && field in values)
  return Object.fromEntries(beside.length > 0 ? beside : mendable.filter(([field]) => field === 'form'))
}

type ShownMoney = {
  readonly recommenderId: string
  readonly values?: Values
  readonly problems?: MoneyProblems
  readonly status?: number
}

async function sendMoney(
  context: HttpContext,
  { request, response }: Exchange,
  { recommenderId, values = {}, problems = {}, status = 200 }: ShownMoney,
): Promise<void> {
  const { deps } = context
  const token = tokenOf(request)
  try {
    const account = await readAccount(deps, { recommenderId })
    const passkeys = await listPasskeys(deps, { recommenderId })
    sendPage(response, meMoneyPage({ ...account, passkeys, token, values, problems }), status)
  } catch (error) {
    if (!isWithoutAccount(error)) throw error
    const { payee } = await readPerson(deps, { recommenderId })
    sendPage(response, ownAddressPage({ token, payee }))
  }
}

function isWithoutAccount(error: unknown): boolean {
  return error instanceof Problem && ['no_passkey_account', 'passkeys_unavailable'].includes(error.code)
}

async function sendInstruction(
  context: HttpContext,
  { request, response }: Exchange,
  recommenderId: string,
  problem?: { readonly sentence: string; readonly status: number },
): Promise<void> {
  const { instructionId } = paramsOf(request)
  const instruction = await readInstruction(context.deps, { recommenderId, instructionId })
  const passkey = draftOptions(context, instruction)
  const token = tokenOf(request)
  const page = meInstructionPage({ token, instruction, passkey, problem: problem?.sentence })
  if (instruction.state === 'draft') sendScriptedPage(response, page, problem?.status)
  else sendPage(response, page, problem?.status)
}

async function sign(context: HttpContext, exchange: Exchange): Promise<void> {
  const { request, response } = exchange
  const recommenderId = await personOf(context, request)
  const { instructionId } = paramsOf(request)
  const values = await readForm(request, response)
  try {
    const by = signedBy(context, values)
    await signInstruction(context.deps, { recommenderId, instructionId, by })
    response.redirect(303, `/me/${tokenOf(request)}/money/${instructionId}`)
  } catch (error) {
    const sentence = error instanceof Problem ? UNSIGNED[error.code] : undefined
    if (!(error instanceof Problem) || sentence === undefined) throw error
    const status = problemStatus[error.code]
    await sendInstruction(context, exchange, recommenderId, { sentence, status })
  }
}

/** A passkey's answer, or an address's signature. */
function signedBy(context: HttpContext, { passkey, signature }: Values): SignedBy {
  const bySignature = signInstructionSchema.safeParse({ signature }).data
  if (bySignature && 'signature' in bySignature) return bySignature
  const used = passkeyUsedSchema.safeParse(passkey)
  if (!used.success) throw new Problem('passkey_refused')
  return { passkey: used.data, site: passkeySiteOf(context) }
}

/** An id that cannot exist is answered like one that does not. */
function paramsOf(request: Request): { readonly instructionId: string } {
  const params = instructionParamsSchema.safeParse(request.params)
  if (!params.success) throw new Problem('not_found')
  return params.data
}
