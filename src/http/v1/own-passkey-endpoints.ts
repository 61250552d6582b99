// The passkeys that a person who is signed in has, makes and ends.

import { addPasskey, removePasskey } from '#app/sign-in/change-passkeys.ts'
import { listPasskeys } from '#app/sign-in/list-passkeys.ts'
import { Problem } from '#domain/problem.ts'
import {
  addPasskeySchema,
  passkeyAddedAnswerSchema,
  passkeyAdditionAnswerSchema,
  passkeyParamsSchema,
  passkeyRemovedAnswerSchema,
  passkeysAnswerSchema,
} from '#schema/accounts.ts'
import { anyPageQuerySchema, noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { emptyBodySchema } from '#schema/ways.ts'
import { recommenderAccess } from '../access.ts'
import { getEndpoint, postEndpoint, type Endpoint } from '../endpoint.ts'
import { ownAdditionOptions } from '../pages/own-passkeys.ts'
import { passkeySiteOf } from '../pages/passkey-site.ts'
import { placeOf } from '../paging.ts'
import { pageAnswer } from './page-answer.ts'
import { ownKeyScope } from './key-scopes.ts'

/** Sign-in token or session · `{}` → 201 `{origin, options}`. */
const optionsEndpoint = postEndpoint({
  path: '/v1/me/passkey-options',
  summary: 'Ask what a browser makes one more passkey by.',
  answers: passkeyAdditionAnswerSchema,
  statuses: [201],
  access: recommenderAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => emptyBodySchema,
  keyScope: ownKeyScope,
  answer: async (context, { who: { recommenderId } }) => {
    const options = await ownAdditionOptions(context, recommenderId)
    if (options === undefined) throw new Problem('passkeys_unavailable')
    return { status: 201, body: options }
  },
})

/** Sign-in token or session · `{passkey}` → 201 `{passkeyId}`. */
const addEndpoint = postEndpoint({
  path: '/v1/me/passkeys',
  summary: 'Sign in with one more passkey from now on.',
  answers: passkeyAddedAnswerSchema,
  statuses: [201],
  access: recommenderAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => addPasskeySchema,
  keyScope: ownKeyScope,
  answer: async (context, { who: { recommenderId }, body }) => {
    const site = passkeySiteOf(context)
    const added = await addPasskey(context.deps, { recommenderId, made: body.passkey, site })
    return { status: 201, body: added }
  },
})

const listEndpoint = getEndpoint({
  path: '/v1/me/passkeys',
  summary: 'List the passkeys that somebody signs in with, the first first.',
  answers: passkeysAnswerSchema,
  access: recommenderAccess,
  params: noParamsSchema,
  query: anyPageQuerySchema,
  answer: async ({ deps }, { who: { recommenderId }, query }) => {
    const passkeys = await listPasskeys(deps, { recommenderId })
    return pageAnswer(
      passkeys,
      { place: ({ createdAt, passkeyId }) => placeOf(createdAt, passkeyId), order: 'ascending' },
      query,
    )
  },
})

/** Sign-in token or session · `{}` → 200; one that signs for the account is refused. */
const removeEndpoint = postEndpoint({
  path: '/v1/me/passkeys/:passkeyId/remove',
  summary: 'Sign in with a passkey no more.',
  answers: passkeyRemovedAnswerSchema,
  access: recommenderAccess,
  params: passkeyParamsSchema,
  query: noQuerySchema,
  body: () => emptyBodySchema,
  keyScope: ownKeyScope,
  answer: async ({ deps }, { who: { recommenderId }, params: { passkeyId } }) => {
    await removePasskey(deps, { recommenderId, passkeyId })
    return { status: 200, body: { passkeyId, status: 'removed' } }
  },
})

/** Mounted in this order. */
export const ownPasskeyEndpoints: readonly Endpoint[] = [
  optionsEndpoint,
  addEndpoint,
  listEndpoint,
  removeEndpoint,
]
