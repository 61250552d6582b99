// POST /v1/deliveries/:deliveryId/replay: a delivery is read once more.

import { replayDelivery } from '#app/deliveries/replay-delivery.ts'
import { deliveryParamsSchema, replayedDeliveryAnswerSchema } from '#schema/deliveries.ts'
import { emptyBodySchema, noQuerySchema } from '#schema/page.ts'
import { retailerAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { retailerKeyScope } from './key-scopes.ts'

/** API key · `{}` → 202 `{deliveryId, state}`; what became of it is in the list of deliveries. */
export const replayDeliveryEndpoint = postEndpoint({
  path: '/v1/deliveries/:deliveryId/replay',
  summary: 'Reads a delivery once more, such as one that could not be read.',
  answers: replayedDeliveryAnswerSchema,
  statuses: [202],
  access: retailerAccess,
  params: deliveryParamsSchema,
  query: noQuerySchema,
  body: () => emptyBodySchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params }) => {
    const { deliveryId } = params
    await replayDelivery(deps, { retailerId: who.retailerId, deliveryId })
    return { status: 202, body: { deliveryId, state: 'received' } }
  },
})
