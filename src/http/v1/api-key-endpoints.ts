// API keys of a shop: made for one purpose, listed without what makes them work, ended.

import { createApiKey } from '#app/api-keys/create-api-key.ts'
import { listApiKeys } from '#app/api-keys/list-api-keys.ts'
import { revokeApiKey } from '#app/api-keys/revoke-api-key.ts'
import {
  apiKeyAnswerSchema,
  apiKeyParamsSchema,
  apiKeysAnswerSchema,
  createApiKeySchema,
  newApiKeyAnswerSchema,
} from '#schema/api-keys.ts'
import { anyPageQuerySchema, noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { emptyBodySchema } from '#schema/ways.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint, postEndpoint, type Endpoint } from '../endpoint.ts'
import { retailerKeyScope } from './key-scopes.ts'
import { viewJson } from './view-json.ts'

const createEndpoint = postEndpoint({
  path: '/v1/api-keys',
  summary: 'Make an API key; it is shown once.',
  answers: newApiKeyAnswerSchema,
  statuses: [201],
  access: retailerAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => createApiKeySchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, body: { name, scopes, expiresInDays = null } }) => {
    const made = await createApiKey(deps, { retailerId: who.retailerId, name, scopes, expiresInDays })
    return { status: 201, body: viewJson(made) }
  },
})

const listEndpoint = getEndpoint({
  path: '/v1/api-keys',
  summary: 'List the API keys of the shop, the newest first.',
  answers: apiKeysAnswerSchema,
  access: retailerAccess,
  params: noParamsSchema,
  query: anyPageQuerySchema,
  answer: async ({ deps }, { who: { retailerId }, query }) => {
    const { data, next } = await listApiKeys(deps, { retailerId, ...query })
    return { status: 200, body: { data: data.map(viewJson), page: { next } } }
  },
})

const revokeEndpoint = postEndpoint({
  path: '/v1/api-keys/:keyId/revoke',
  summary: 'End an API key at once.',
  answers: apiKeyAnswerSchema,
  access: retailerAccess,
  params: apiKeyParamsSchema,
  query: noQuerySchema,
  body: () => emptyBodySchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who: { retailerId }, params: { keyId } }) => {
    return { status: 200, body: viewJson(await revokeApiKey(deps, { retailerId, keyId })) }
  },
})

/** Mounted in this order. */
export const apiKeyEndpoints: readonly Endpoint[] = [createEndpoint, listEndpoint, revokeEndpoint]
