// Connections of a shop: made, listed, checked, given another secret, closed.

import { checkConnection } from '#app/connections/check-connection.ts'
import { closeConnection } from '#app/connections/close-connection.ts'
import { listConnections } from '#app/connections/list-connections.ts'
import { rotateConnection } from '#app/connections/rotate-connection.ts'
import { createConnection } from '#app/retailers/create-connection.ts'
import {
  closeConnectionSchema,
  connectionAnswerSchema,
  connectionCheckAnswerSchema,
  connectionParamsSchema,
  connectionsAnswerSchema,
  connectionViewAnswerSchema,
  createConnectionSchema,
  rotateConnectionSchema,
  rotatedConnectionAnswerSchema,
} from '#schema/connections.ts'
import { anyPageQuerySchema, noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { retailerAccess } from '../access.ts'
import { stepsOf, webhookUrlOf } from '../connection-place.ts'
import { getEndpoint, postEndpoint } from '../endpoint.ts'
import { placeOf } from '../paging.ts'
import { pageAnswer } from './page-answer.ts'
import { retailerKeyScope } from './key-scopes.ts'
import { viewJson } from './view-json.ts'

/** API key · `{platform, currency, secret?}` → 201 `{connectionId, platform, secret, webhookUrl, steps}`. */
const createConnectionEndpoint = postEndpoint({
  path: '/v1/connections',
  summary: 'Connects a shop and shows the secret of its webhooks once.',
  answers: connectionAnswerSchema,
  statuses: [201],
  access: retailerAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => createConnectionSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps, publicUrl }, { who, body }) => {
    const { platform, currency, secret: pasted } = body
    const made = await createConnection(deps, { retailerId: who.retailerId, platform, currency, pasted })
    const isSecretPasted = pasted !== undefined
    const steps = stepsOf(publicUrl, { ...made, platform, isSecretPasted })
    const webhookUrl = webhookUrlOf(publicUrl, { ...made, platform })
    return { status: 201, body: { ...made, platform, webhookUrl, steps } }
  },
})

/** API key → 200 `{data, page}`, oldest first. */
const listConnectionsEndpoint = getEndpoint({
  path: '/v1/connections',
  summary: "Lists the shop's connections, closed ones among them.",
  answers: connectionsAnswerSchema,
  access: retailerAccess,
  params: noParamsSchema,
  query: anyPageQuerySchema,
  answer: async ({ deps, publicUrl }, { who, query }) => {
    const connections = await listConnections(deps, { retailerId: who.retailerId })
    return pageAnswer(
      connections,
      { place: ({ createdAt, connectionId }) => placeOf(createdAt, connectionId), order: 'ascending' },
      query,
      (one) => ({ ...viewJson(one), webhookUrl: webhookUrlOf(publicUrl, one) }),
    )
  },
})

/** API key → 200, the connection with what came through it lately and what is missing. */
const checkConnectionEndpoint = getEndpoint({
  path: '/v1/connections/:connectionId/check',
  summary: 'Says what a connection lately brought, how orders carried a recommendation, and what is missing.',
  answers: connectionCheckAnswerSchema,
  access: retailerAccess,
  params: connectionParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps, publicUrl }, { who, params }) => {
    const check = await checkConnection(deps, { retailerId: who.retailerId, ...params })
    const steps = stepsOf(publicUrl, { ...check, secret: null })
    return { status: 200, body: { ...viewJson(check), webhookUrl: webhookUrlOf(publicUrl, check), steps } }
  },
})

/** API key · `{secret?, graceHours?}` → 200 `{connectionId, secret, previousSecretUntil}`. */
const rotateConnectionEndpoint = postEndpoint({
  path: '/v1/connections/:connectionId/rotate',
  summary: 'Gives a connection another secret; the one before is taken a while longer.',
  answers: rotatedConnectionAnswerSchema,
  access: retailerAccess,
  params: connectionParamsSchema,
  query: noQuerySchema,
  body: () => rotateConnectionSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params, body }) => {
    const { secret: pasted, graceHours } = body
    const key = { retailerId: who.retailerId, ...params }
    return { status: 200, body: viewJson(await rotateConnection(deps, { ...key, pasted, graceHours })) }
  },
})

/** API key · `{}` → 200, the connection; one that is closed stays so. */
const closeConnectionEndpoint = postEndpoint({
  path: '/v1/connections/:connectionId/close',
  summary: 'Ends a connection: nothing is taken from it any more.',
  answers: connectionViewAnswerSchema,
  access: retailerAccess,
  params: connectionParamsSchema,
  query: noQuerySchema,
  body: () => closeConnectionSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps, publicUrl }, { who, params }) => {
    const closed = await closeConnection(deps, { retailerId: who.retailerId, ...params })
    return { status: 200, body: { ...viewJson(closed), webhookUrl: webhookUrlOf(publicUrl, closed) } }
  },
})

/** In the order of docs/reference/http.md. */
export const connectionEndpoints = [
  createConnectionEndpoint,
  listConnectionsEndpoint,
  checkConnectionEndpoint,
  rotateConnectionEndpoint,
  closeConnectionEndpoint,
]
