// POST /v1/policies/simulate: what rules would have paid for exported orders, or for orders already reported.

import { simulateExport } from '#app/policies/simulate-export.ts'
import { simulateStored } from '#app/policies/simulate-stored.ts'
import { noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { simulatePolicyForm, simulatePolicySchema, simulationAnswerSchema } from '#schema/policies.ts'
import { retailerAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { readJsonBody } from '../read-body.ts'
import { retailerKeyScope } from './key-scopes.ts'
import { simulationJson } from './policy-json.ts'

/** A table of some ten thousand orders with all of Shopify's columns. */
const BODY_MAX_BYTES = 8 * 1024 * 1024

/** API key · `{policy, orders, currency?, tier?}` or `{programId, policy?, from, to}` → 200 the sums. */
export const simulatePolicyEndpoint = postEndpoint({
  path: '/v1/policies/simulate',
  summary: 'Works out what rules would have paid for past orders.',
  answers: simulationAnswerSchema,
  access: retailerAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  readBody: async (request, response) => {
    const json = await readJsonBody(request, response, BODY_MAX_BYTES)
    return { value: json, compared: json }
  },
  body: () => simulatePolicySchema,
  bodyForm: simulatePolicyForm,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, body }) => {
    const simulation =
      'orders' in body
        ? simulateExport(deps, { ...body, table: body.orders })
        : await simulateStored(deps, { retailerId: who.retailerId, ...body })
    return { status: 200, body: simulationJson(simulation) }
  },
})
