// A shop's connection, and the reading of its orders from the shop's own interface.

import { pullNow, removeCredentials, setCredentials } from '#app/pulls/set-credentials.ts'
import { readConnection } from '#app/connections/read-connection.ts'
import { connectionParamsSchema, connectionStateAnswerSchema } from '#schema/connections.ts'
import { noQuerySchema } from '#schema/page.ts'
import { credentialsSchema, pullAnswerSchema } from '#schema/pulls.ts'
import { emptyBodySchema } from '#schema/ways.ts'
import { retailerAccess } from '../access.ts'
import { webhookUrlOf } from '../connection-place.ts'
import { getEndpoint, postEndpoint, type Endpoint } from '../endpoint.ts'
import { retailerKeyScope } from './key-scopes.ts'
import { viewJson } from './view-json.ts'

const shape = {
  access: retailerAccess,
  params: connectionParamsSchema,
  query: noQuerySchema,
} as const

/** API key → 200, the connection with `pull`. */
const readConnectionEndpoint = getEndpoint({
  ...shape,
  path: '/v1/connections/:connectionId',
  summary: 'Shows a connection and how the reading of its orders stands.',
  answers: connectionStateAnswerSchema,
  answer: async ({ deps, publicUrl }, { who, params: { connectionId } }) => {
    const { pull, ...view } = await readConnection(deps, { retailerId: who.retailerId, connectionId })
    const webhookUrl = webhookUrlOf(publicUrl, view)
    return { status: 200, body: { ...viewJson(view), webhookUrl, pull: viewJson(pull) } }
  },
})

/** API key · the platform's credentials → 200 the state of the reading; they are never shown again. */
const setCredentialsEndpoint = postEndpoint({
  ...shape,
  path: '/v1/connections/:connectionId/credentials',
  summary: "Lets a shop's orders be read from its own interface.",
  answers: pullAnswerSchema,
  body: () => credentialsSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params: { connectionId }, body: credentials }) => {
    const view = await setCredentials(deps, { retailerId: who.retailerId, connectionId, credentials })
    return { status: 200, body: viewJson(view) }
  },
})

/** API key · `{}` → 200 with `"state": "off"`. */
const removeCredentialsEndpoint = postEndpoint({
  ...shape,
  path: '/v1/connections/:connectionId/credentials/remove',
  summary: "Forgets the credentials and ends the reading of a shop's orders.",
  answers: pullAnswerSchema,
  body: () => emptyBodySchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params: { connectionId } }) => ({
    status: 200,
    body: viewJson(await removeCredentials(deps, { retailerId: who.retailerId, connectionId })),
  }),
})

/** API key · `{}` → 200 the state of the reading, which is due now. */
const pullNowEndpoint = postEndpoint({
  ...shape,
  path: '/v1/connections/:connectionId/pull',
  summary: "Reads a shop's orders now instead of at the next time.",
  answers: pullAnswerSchema,
  body: () => emptyBodySchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params: { connectionId } }) => ({
    status: 200,
    body: viewJson(await pullNow(deps, { retailerId: who.retailerId, connectionId })),
  }),
})

/** In the order of the reference. */
export const pullEndpoints: readonly Endpoint[] = [
  readConnectionEndpoint,
  setCredentialsEndpoint,
  removeCredentialsEndpoint,
  pullNowEndpoint,
]
