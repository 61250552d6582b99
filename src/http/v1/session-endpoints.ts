// The devices on which a shop or a person is signed in, and how one of them is signed out.

import { endSession, listSessions, type SessionOwner } from '#app/sessions/manage-sessions.ts'
import type { Recommender, Retailer } from '#domain/access/principal.ts'
import { sessionEndedAnswerSchema, sessionParamsSchema, sessionsAnswerSchema } from '#schema/api-keys.ts'
import { anyPageQuerySchema, noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { emptyBodySchema } from '#schema/ways.ts'
import { recommenderAccess, retailerAccess } from '../access.ts'
import { getEndpoint, postEndpoint, type Endpoint } from '../endpoint.ts'
import type { Access } from '../access.ts'
import type { KeyScope } from '../endpoint.ts'
import { pageOfRows, placeOf } from '../paging.ts'
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
        const { data, page } = pageOfRows(
          sessions,
          { place: ({ createdAt, sessionId }) => placeOf(createdAt, sessionId), order: 'descending' },
          query,
        )
        return { status: 200, body: { data: data.map(viewJson), page } }
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

function ownerOf(who: Retailer | Recommender): SessionOwner {
  return who.kind === 'retailer'
    ? { kind: 'shop', retailerId: who.retailerId }
    : { kind: 'person', recommenderId: who.recommenderId }
}

/** Mounted in this order. */
export const sessionEndpoints: readonly Endpoint[] = [
  ...endpointsAt('/v1/sessions', { access: retailerAccess, keyScope: retailerKeyScope }),
  ...endpointsAt('/v1/me/sessions', { access: recommenderAccess, keyScope: ownKeyScope }),
]
