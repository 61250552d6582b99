// Passkeys: what a browser is asked for, the payout account of a new one, and signing in with one. The browser's part is
// WebAuthn's and works at this server's own address alone; what it answers is sent here as it is.

import { readProgram } from '#app/programs/read-program.ts'
import { openPersonSession } from '#app/sessions/open-session.ts'
import { enrolPasskey, type Recovery } from '#app/sign-in/passkey-enrolment.ts'
import { signInByPasskey } from '#app/sign-in/sign-in-by-passkey.ts'
import { Problem } from '#domain/problem.ts'
import { sessionOpenedAnswerSchema } from '#schema/api-keys.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { noParamsSchema, noQuerySchema } from '#schema/page.ts'
import {
  enrolPasskeySchema,
  passkeyEnrolledAnswerSchema,
  passkeyOptionsAnswerSchema,
  passkeySignInOptionsAnswerSchema,
  usePasskeySchema,
} from '#schema/passkeys.ts'
import { emptyBodySchema } from '#schema/ways.ts'
import type { z } from 'zod'
import { anyoneAccess } from '../access.ts'
import { postEndpoint, type Endpoint } from '../endpoint.ts'
import { creationOptions, passkeySiteOf, signInOptions } from '../pages/passkey-site.ts'
import { personKeyScope, publicKeyScope } from './key-scopes.ts'
import { viewJson } from './view-json.ts'

/** `{}` → 201 `{origin, options, spareOptions}`. */
const creationEndpoint = postEndpoint({
  path: '/v1/programs/:programId/passkey-options',
  summary: 'Ask what a browser makes a passkey by, to join a program with.',
  answers: passkeyOptionsAnswerSchema,
  statuses: [201],
  access: anyoneAccess,
  params: programParamsSchema,
  query: noQuerySchema,
  body: () => emptyBodySchema,
  keyScope: (who, { programId }) => personKeyScope(who, programId),
  answer: async (context, { params }) => {
    const { shopName } = await readProgram(context.deps, params)
    return { status: 201, body: available(creationOptions(context, shopName)) }
  },
})

/** `{passkey, recoveryPasskey | recoveryAddress}` → 201 `{payee, enrolment, expiresAt}`. */
const enrolEndpoint = postEndpoint({
  path: '/v1/passkey-enrolments',
  summary: 'Make a payout account of a new passkey, to join with.',
  answers: passkeyEnrolledAnswerSchema,
  statuses: [201],
  access: anyoneAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => enrolPasskeySchema,
  keyScope: publicKeyScope,
  answer: async (context, { body }) => {
    const { payee, sealed, expiresAt } = await enrolPasskey(context.deps, {
      made: body.passkey,
      recovery: recoveryOf(body),
      site: passkeySiteOf(context),
    })
    return { status: 201, body: viewJson({ payee, enrolment: sealed, expiresAt }) }
  },
})

/** `{}` → 201 `{origin, options}`. */
const signInOptionsEndpoint = postEndpoint({
  path: '/v1/passkey-options',
  summary: 'Ask what a browser signs in with a passkey by.',
  answers: passkeySignInOptionsAnswerSchema,
  statuses: [201],
  access: anyoneAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => emptyBodySchema,
  keyScope: publicKeyScope,
  answer: (context) => Promise.resolve({ status: 201, body: available(signInOptions(context)) }),
})

/** `{passkey}` → 201 `{recommenderId, sessionId, sessionToken, expiresAt}`. */
const signInEndpoint = postEndpoint({
  path: '/v1/passkey-sessions',
  summary: 'Sign in as the person of a passkey.',
  answers: sessionOpenedAnswerSchema,
  statuses: [201],
  access: anyoneAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => usePasskeySchema,
  keyScope: publicKeyScope,
  answer: async (context, { body }) => {
    const site = passkeySiteOf(context)
    const { recommenderId } = await signInByPasskey(context.deps, { used: body.passkey, site })
    const { token, ...opened } = await openPersonSession(context.deps, { recommenderId, openedBy: 'passkey' })
    return { status: 201, body: viewJson({ recommenderId, ...opened, sessionToken: token }) }
  },
})

/** Throws `passkeys_unavailable` where the chain has no accounts for them. */
function available<Options>(options: Options | undefined): Options {
  if (options === undefined) throw new Problem('passkeys_unavailable')
  return options
}

function recoveryOf({
  recoveryPasskey,
  recoveryAddress,
}: z.output<typeof enrolPasskeySchema>): Recovery | undefined {
  if (recoveryPasskey !== undefined) return { kind: 'passkey', answer: recoveryPasskey }
  return recoveryAddress === undefined ? undefined : { kind: 'address', address: recoveryAddress }
}

/** Mounted in this order. */
export const passkeyEndpoints: readonly Endpoint[] = [
  creationEndpoint,
  enrolEndpoint,
  signInOptionsEndpoint,
  signInEndpoint,
]
