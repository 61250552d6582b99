// Where a shop or a person is signed in, how a sign-in link becomes a session, and how one is signed out.

import { openPersonSession } from '#app/sessions/open-session.ts'
import { endSession, listSessions, type SessionOwner } from '#app/sessions/manage-sessions.ts'
import type { Recommender, Retailer } from '#domain/access/principal.ts'
import { Problem } from '#domain/problem.ts'
import {
  sessionEndedAnswerSchema,
  sessionOpenedAnswerSchema,
  sessionParamsSchema,
  sessionsAnswerSchema,
} from '#schema/api-keys.ts'
import { anyPageQuerySchema, noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { emptyBodySchema } from '#schema/ways.ts'
import { recommenderAccess, retailerAccess } from '../access.ts'
import { getEndpoint, postEndpoint, type Endpoint } from '../endpoint.ts'
import type { Access } from '../access.ts'
import type { KeyScope } from '../endpoint.ts'
import { placeOf } from '../paging.ts'
import { pageAnswer } from './page-answer.ts'
import { ownKeyScope, retailerKeyScope } from './key-scopes.ts'
import { viewJson } from './view-json.ts'

/** Listing and ending at `path`, for one kind of owner. */
function endpointsAt<Who extends Retailer | Recommender>(
  path: string,
  { access, keyScope }: { readonly access: Access<Who>; readonly keyScope: (who: Who) => KeyScope },
): readonly Endpoint[] {
  return [
    getEndpoint({
      path,
      summary: 'List where somebody is signed in, the newest first.',
      answers: sessionsAnswerSchema,
      access,
      params: noParamsSchema,
      query: anyPageQuerySchema,
      answer: async ({ deps }, { who, query }) => {
        const sessions = await listSessions(deps, ownerOf(who))
        return pageAnswer(
          sessions,
          { place: ({ createdAt, sessionId }) => placeOf(createdAt, sessionId), order: 'descending' },
          query,
        )
      },
    }),
    postEndpoint({
      path: `${path}/current/end`,
      summary: 'Sign out: the session that asks ends.',
      answers: sessionEndedAnswerSchema,
      access,
      params: noParamsSchema,
      query: noQuerySchema,
      body: () => emptyBodySchema,
      keyScope,
      answer: async ({ deps }, { who }) => {
        const { sessionId } = who
        // An API key or a sign-in token is no session: it is ended where it was made.
        if (sessionId === undefined) throw new Problem('not_found')
        await endSession(deps, { owner: ownerOf(who), sessionId })
        return { status: 200, body: { sessionId, status: 'ended' } }
      },
    }),
    postEndpoint({
      path: `${path}/:sessionId/end`,
      summary: 'Sign one device out.',
      answers: sessionEndedAnswerSchema,
      access,
      params: sessionParamsSchema,
      query: noQuerySchema,
      body: () => emptyBodySchema,
      keyScope,
      answer: async ({ deps }, { who, params: { sessionId } }) => {
        await endSession(deps, { owner: ownerOf(who), sessionId })
        return { status: 200, body: { sessionId, status: 'ended' } }
      },
    }),
  ]
}

/** Sign-in token · `{}` → 201: what following a sign-in link does in a browser. */
const openOwnEndpoint = postEndpoint({
  path: '/v1/me/sessions',
  summary: 'Open a session in place of a sign-in link: it ends, is listed, and is signed out alone.',
  answers: sessionOpenedAnswerSchema,
  statuses: [201],
  access: recommenderAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => emptyBodySchema,
  keyScope: ownKeyScope,
  answer: async ({ deps }, { who: { recommenderId, sessionId } }) => {
    // A session that opens others would never end.
    if (sessionId !== undefined) throw new Problem('role_forbidden', { needs: ['sign-in link'] })
    const { token, ...opened } = await openPersonSession(deps, { recommenderId, openedBy: 'link' })
    return { status: 201, body: viewJson({ recommenderId, ...opened, sessionToken: token }) }
  },
})

function ownerOf(who: Retailer | Recommender): SessionOwner {
  return who.kind === 'retailer'
    ? { kind: 'shop', retailerId: who.retailerId }
    : { kind: 'person', recommenderId: who.recommenderId }
}

/** Mounted in this order. */
export const sessionEndpoints: readonly Endpoint[] = [
  ...endpointsAt('/v1/sessions', { access: retailerAccess, keyScope: retailerKeyScope }),
  openOwnEndpoint,
  ...endpointsAt('/v1/me/sessions', { access: recommenderAccess, keyScope: ownKeyScope }),
]
