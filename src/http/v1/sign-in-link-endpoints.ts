// Sign-in links: a shop's, which open its pages for whoever has them, and a person's own.

import { replaceSignIns } from '#app/people/replace-sign-ins.ts'
import { createShopSignIn, listShopSignIns, revokeShopSignIn } from '#app/retailers/shop-sign-in.ts'
import { DAY_MS } from '#domain/time.ts'
import { anyPageQuerySchema, noParamsSchema, noQuerySchema } from '#schema/page.ts'
import {
  createSignInLinkSchema,
  newSignInLinkAnswerSchema,
  ownSignInLinkAnswerSchema,
  retailerParamsSchema,
  signInLinkParamsSchema,
  signInLinkRevokedAnswerSchema,
  signInLinksAnswerSchema,
} from '#schema/sign-in-links.ts'
import { emptyBodySchema } from '#schema/ways.ts'
import { operatorAccess, recommenderAccess, retailerAccess } from '../access.ts'
import type { HttpContext } from '../context.ts'
import { getEndpoint, postEndpoint, type Endpoint } from '../endpoint.ts'
import { placeOf } from '../paging.ts'
import { pageAnswer } from './page-answer.ts'
import { operatorKeyScope, ownKeyScope, retailerKeyScope } from './key-scopes.ts'
import { viewJson } from './view-json.ts'

/** API key · `{expiresInDays?}` → 201 `{linkId, shopUrl, expiresAt}`. */
const createEndpoint = postEndpoint({
  path: '/v1/sign-in-links',
  summary: 'Make a link that opens the pages of the shop; it is shown once.',
  answers: newSignInLinkAnswerSchema,
  statuses: [201],
  access: retailerAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => createSignInLinkSchema,
  keyScope: retailerKeyScope,
  answer: (context, { who: { retailerId }, body }) => newLink(context, retailerId, body.expiresInDays),
})

/** Operator's key · `{expiresInDays?}` → the same, for a shop that lost its keys. */
const createForEndpoint = postEndpoint({
  path: '/v1/retailers/:retailerId/sign-in-links',
  summary: 'Make a link that opens the pages of a shop, for one that has lost its keys.',
  answers: newSignInLinkAnswerSchema,
  statuses: [201],
  access: operatorAccess,
  params: retailerParamsSchema,
  query: noQuerySchema,
  body: () => createSignInLinkSchema,
  keyScope: operatorKeyScope,
  answer: (context, { params: { retailerId }, body }) => newLink(context, retailerId, body.expiresInDays),
})

const listEndpoint = getEndpoint({
  path: '/v1/sign-in-links',
  summary: 'List the links that open the pages of the shop, the newest first.',
  answers: signInLinksAnswerSchema,
  access: retailerAccess,
  params: noParamsSchema,
  query: anyPageQuerySchema,
  answer: async ({ deps }, { who: { retailerId }, query }) => {
    const links = await listShopSignIns(deps, { retailerId })
    return pageAnswer(
      links,
      { place: ({ createdAt, linkId }) => placeOf(createdAt, linkId), order: 'descending' },
      query,
    )
  },
})

const revokeEndpoint = postEndpoint({
  path: '/v1/sign-in-links/:linkId/revoke',
  summary: 'End a link at once; sessions that it opened go on.',
  answers: signInLinkRevokedAnswerSchema,
  access: retailerAccess,
  params: signInLinkParamsSchema,
  query: noQuerySchema,
  body: () => emptyBodySchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who: { retailerId }, params: { linkId } }) => {
    await revokeShopSignIn(deps, { retailerId, linkId })
    return { status: 200, body: { linkId, status: 'revoked' } }
  },
})

/** Sign-in token or session · `{}` → 201 `{signInToken, signInUrl}`. */
const replaceOwnEndpoint = postEndpoint({
  path: '/v1/me/sign-in-link',
  summary: 'Make a new sign-in link; with its first use every other link and session ends.',
  answers: ownSignInLinkAnswerSchema,
  statuses: [201],
  access: recommenderAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => emptyBodySchema,
  keyScope: ownKeyScope,
  answer: async ({ deps, publicUrl }, { who: { recommenderId } }) => {
    const { signInToken } = await replaceSignIns(deps, { recommenderId })
    return { status: 201, body: { signInToken, signInUrl: `${publicUrl}/me/${signInToken}` } }
  },
})

async function newLink(
  { deps, publicUrl }: HttpContext,
  retailerId: string,
  days: number | undefined,
): Promise<{ readonly status: 201; readonly body: unknown }> {
  const lastsMs = days === undefined ? undefined : days * DAY_MS
  const { token, linkId, expiresAt } = await createShopSignIn(deps, { retailerId, lastsMs })
  return { status: 201, body: viewJson({ linkId, shopUrl: `${publicUrl}/shop/${token}`, expiresAt }) }
}

/** Mounted in this order. */
export const signInLinkEndpoints: readonly Endpoint[] = [
  createForEndpoint,
  createEndpoint,
  listEndpoint,
  revokeEndpoint,
  replaceOwnEndpoint,
]
