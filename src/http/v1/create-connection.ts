// POST /v1/connections: a retailer connects a shop. The secret is shown here and never again.

import { createConnection } from '#app/retailers/create-connection.ts'
import { noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { connectionAnswerSchema, createConnectionSchema } from '#schema/retailers.ts'
import { retailerAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { retailerKeyScope } from './key-scopes.ts'

/** API key · `{platform, currency, secret?}` → 201 `{connectionId, platform, secret, webhookUrl}`. */
export const createConnectionEndpoint = postEndpoint({
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
    const webhookUrl = `${publicUrl}/hooks/${platform}/${made.connectionId}`
    return { status: 201, body: { ...made, platform, webhookUrl } }
  },
})
