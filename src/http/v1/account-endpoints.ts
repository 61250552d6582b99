// A person's passkey account: what is in it, what it is told, and the signature that makes it do so.

import { draftInstruction } from '#app/accounts/draft-instruction.ts'
import { readAccount, readInstruction } from '#app/accounts/read-account.ts'
import { signInstruction } from '#app/accounts/sign-instruction.ts'
import {
  accountAnswerSchema,
  draftAnswerSchema,
  instructionParamsSchema,
  instructionSignedAnswerSchema,
  instructSchema,
  signInstructionSchema,
} from '#schema/accounts.ts'
import { noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { recommenderAccess } from '../access.ts'
import { getEndpoint, postEndpoint, type Endpoint } from '../endpoint.ts'
import { passkeySiteOf } from '../pages/passkey-site.ts'
import { ownKeyScope } from './key-scopes.ts'
import { viewJson } from './view-json.ts'

const readEndpoint = getEndpoint({
  path: '/v1/me/account',
  summary: 'Read what is in the account of a passkey, who may sign for it, and what it was told.',
  answers: accountAnswerSchema,
  access: recommenderAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps }, { who: { recommenderId } }) => {
    return { status: 200, body: viewJson(await readAccount(deps, { recommenderId })) }
  },
})

/** Sign-in token or session · what the account is to do → 201, what has to be signed. */
const draftEndpoint = postEndpoint({
  path: '/v1/me/account/instructions',
  summary: 'Say what the account is to do; what is answered has to be signed within the hour.',
  answers: draftAnswerSchema,
  statuses: [201],
  access: recommenderAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => instructSchema,
  keyScope: ownKeyScope,
  answer: async ({ deps }, { who: { recommenderId }, body }) => {
    const { instructionId } = await draftInstruction(deps, { recommenderId, wish: body })
    const draft = await readInstruction(deps, { recommenderId, instructionId })
    return { status: 201, body: viewJson(draft) }
  },
})

const readInstructionEndpoint = getEndpoint({
  path: '/v1/me/account/instructions/:instructionId',
  summary: 'Read what has become of an instruction.',
  answers: draftAnswerSchema,
  access: recommenderAccess,
  params: instructionParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps }, { who: { recommenderId }, params }) => {
    const instruction = await readInstruction(deps, { recommenderId, ...params })
    return { status: 200, body: viewJson(instruction) }
  },
})

/** Sign-in token or session · `{passkey}` or `{signature}` → 202. */
const signEndpoint = postEndpoint({
  path: '/v1/me/account/instructions/:instructionId/signature',
  summary: 'Sign an instruction: it is carried to the account, and again when it had to wait.',
  answers: instructionSignedAnswerSchema,
  statuses: [202],
  access: recommenderAccess,
  params: instructionParamsSchema,
  query: noQuerySchema,
  body: () => signInstructionSchema,
  keyScope: ownKeyScope,
  answer: async (context, { who: { recommenderId }, params: { instructionId }, body }) => {
    const by = 'passkey' in body ? { ...body, site: passkeySiteOf(context) } : body
    await signInstruction(context.deps, { recommenderId, instructionId, by })
    return { status: 202, body: { instructionId, status: 'carrying' } }
  },
})

/** Mounted in this order. */
export const accountEndpoints: readonly Endpoint[] = [
  readEndpoint,
  draftEndpoint,
  readInstructionEndpoint,
  signEndpoint,
]
