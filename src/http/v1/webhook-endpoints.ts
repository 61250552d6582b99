// What a shop is told, and where: endpoints with secrets of their own, and the log of what was sent to them.

import { addEndpoint } from '#app/webhooks/add-endpoint.ts'
import { changeEndpoint, removeEndpoint, rotateEndpoint } from '#app/webhooks/change-endpoint.ts'
import { listEndpoints, readEndpoint } from '#app/webhooks/list-endpoints.ts'
import { readLowMark, setLowMark } from '#app/webhooks/low-mark.ts'
import { listWebhookDeliveries, readWebhookDelivery } from '#app/webhooks/read-deliveries.ts'
import { resendWebhook } from '#app/webhooks/resend-webhook.ts'
import { testEndpoint } from '#app/webhooks/test-endpoint.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { anyPageQuerySchema, noParamsSchema, noQuerySchema } from '#schema/page.ts'
import {
  addEndpointSchema,
  changeEndpointSchema,
  endpointActSchema,
  endpointAnswerSchema,
  endpointParamsSchema,
  endpointsAnswerSchema,
  lowMarkAnswerSchema,
  lowMarkSchema,
  newEndpointAnswerSchema,
  removedEndpointAnswerSchema,
  resentAnswerSchema,
  rotatedEndpointAnswerSchema,
  webhookDeliveriesAnswerSchema,
  webhookDeliveriesQuerySchema,
  webhookDeliveryDetailSchema,
  webhookDeliveryParamsSchema,
} from '#schema/webhooks.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint, postEndpoint, type Endpoint } from '../endpoint.ts'
import { pageAnswer } from './page-answer.ts'
import { retailerKeyScope } from './key-scopes.ts'
import { viewJson } from './view-json.ts'

/** What all of these have in common. */
const ofShop = { access: retailerAccess, query: noQuerySchema } as const

/** API key · `{url, events?, description?}` → 201, the endpoint with its secret. */
const addEndpointEndpoint = postEndpoint({
  ...ofShop,
  path: '/v1/webhook-endpoints',
  summary: 'Name an address at which the shop wants to be told what happens.',
  answers: newEndpointAnswerSchema,
  statuses: [201],
  params: noParamsSchema,
  body: () => addEndpointSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who: { retailerId }, body }) => {
    const description = body.description ?? null
    return { status: 201, body: viewJson(await addEndpoint(deps, { retailerId, ...body, description })) }
  },
})

/** API key → 200 `{data, page}`, oldest first. */
const listEndpointsEndpoint = getEndpoint({
  ...ofShop,
  path: '/v1/webhook-endpoints',
  summary: 'List the addresses at which the shop is told what happens.',
  answers: endpointsAnswerSchema,
  params: noParamsSchema,
  query: anyPageQuerySchema,
  answer: async ({ deps }, { who: { retailerId }, query }) => {
    const rows = await listEndpoints(deps, { retailerId })
    return pageAnswer(rows, { place: ({ endpointId }) => endpointId, order: 'ascending' }, query)
  },
})

/** API key → 200, the endpoint. */
const readEndpointEndpoint = getEndpoint({
  ...ofShop,
  path: '/v1/webhook-endpoints/:endpointId',
  summary: 'Read one webhook endpoint.',
  answers: endpointAnswerSchema,
  params: endpointParamsSchema,
  answer: async ({ deps }, { who: { retailerId }, params }) => ({
    status: 200,
    body: viewJson(await readEndpoint(deps, { retailerId, ...params })),
  }),
})

/** API key · `{url?, events?, description?, state?}` → 200, the endpoint as it is then. */
const changeEndpointEndpoint = postEndpoint({
  ...ofShop,
  path: '/v1/webhook-endpoints/:endpointId',
  summary: 'Change what a webhook endpoint asks for, or switch it off and on.',
  answers: endpointAnswerSchema,
  params: endpointParamsSchema,
  body: () => changeEndpointSchema,
  keyScope: retailerKeyScope,
  conditions: 'required',
  answer: async ({ deps }, { who: { retailerId }, params, body: change, asRead }) => ({
    status: 200,
    body: viewJson(await changeEndpoint(deps, { retailerId, ...params, change, asRead })),
  }),
})

/** API key · `{}` → 200 `{endpointId, secret, previousUntil}`. */
const rotateEndpointEndpoint = postEndpoint({
  ...ofShop,
  path: '/v1/webhook-endpoints/:endpointId/rotate',
  summary: 'Give a webhook endpoint a new secret; both sign for a day.',
  answers: rotatedEndpointAnswerSchema,
  params: endpointParamsSchema,
  body: () => endpointActSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who: { retailerId }, params }) => ({
    status: 200,
    body: viewJson(await rotateEndpoint(deps, { retailerId, ...params })),
  }),
})

/** API key · `{}` → 200, the delivery with its one attempt. */
const testEndpointEndpoint = postEndpoint({
  ...ofShop,
  path: '/v1/webhook-endpoints/:endpointId/test',
  summary: 'Send a webhook endpoint an event of no meaning, at once.',
  answers: webhookDeliveryDetailSchema,
  params: endpointParamsSchema,
  body: () => endpointActSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who: { retailerId }, params }) => ({
    status: 200,
    body: viewJson(await testEndpoint(deps, { retailerId, ...params })),
  }),
})

/** API key · `{}` → 200 `{endpointId, removed: true}`. */
const removeEndpointEndpoint = postEndpoint({
  ...ofShop,
  path: '/v1/webhook-endpoints/:endpointId/remove',
  summary: 'Remove a webhook endpoint for good.',
  answers: removedEndpointAnswerSchema,
  params: endpointParamsSchema,
  body: () => endpointActSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who: { retailerId }, params: { endpointId } }) => {
    await removeEndpoint(deps, { retailerId, endpointId })
    return { status: 200, body: { endpointId, removed: true } }
  },
})

/** API key · `?limit&after&endpoint&state` → 200 `{data, page: {next}}`, newest first. */
const listWebhookDeliveriesEndpoint = getEndpoint({
  ...ofShop,
  path: '/v1/webhook-deliveries',
  summary: 'List what the shop was told, newest first.',
  answers: webhookDeliveriesAnswerSchema,
  params: noParamsSchema,
  query: webhookDeliveriesQuerySchema,
  answer: async ({ deps }, { who: { retailerId }, query: { endpoint: endpointId, ...page } }) => {
    const { data, next } = await listWebhookDeliveries(deps, { retailerId, endpointId, ...page })
    return { status: 200, body: { data: data.map(viewJson), page: { next } } }
  },
})

/** API key → 200, the delivery with its body and every attempt. */
const readWebhookDeliveryEndpoint = getEndpoint({
  ...ofShop,
  path: '/v1/webhook-deliveries/:deliveryId',
  summary: 'Read what was sent in one delivery and how each attempt went.',
  answers: webhookDeliveryDetailSchema,
  params: webhookDeliveryParamsSchema,
  answer: async ({ deps }, { who: { retailerId }, params }) => ({
    status: 200,
    body: viewJson(await readWebhookDelivery(deps, { retailerId, ...params })),
  }),
})

/** API key · `{}` → 202 `{deliveryId, eventId}` of the new delivery. */
const resendWebhookEndpoint = postEndpoint({
  ...ofShop,
  path: '/v1/webhook-deliveries/:deliveryId/resend',
  summary: 'Send the event of a delivery once more.',
  answers: resentAnswerSchema,
  statuses: [202],
  params: webhookDeliveryParamsSchema,
  body: () => endpointActSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who: { retailerId }, params }) => {
    const { deliveryId, eventId } = await resendWebhook(deps, { retailerId, ...params })
    return { status: 202, body: { deliveryId, eventId } }
  },
})

/** API key → 200 `{programId, lowMark, available, isLow}`. */
const readLowMarkEndpoint = getEndpoint({
  ...ofShop,
  path: '/v1/programs/:programId/pool/low-mark',
  summary: 'Read below what the program’s pool is low.',
  answers: lowMarkAnswerSchema,
  params: programParamsSchema,
  answer: async ({ deps }, { who: { retailerId }, params }) => ({
    status: 200,
    body: viewJson(await readLowMark(deps, { retailerId, ...params })),
  }),
})

/** API key · `{lowMark}` → 200, as it is read. */
const setLowMarkEndpoint = postEndpoint({
  ...ofShop,
  path: '/v1/programs/:programId/pool/low-mark',
  summary: 'Say below what the program’s pool is low.',
  answers: lowMarkAnswerSchema,
  params: programParamsSchema,
  body: () => lowMarkSchema,
  keyScope: retailerKeyScope,
  conditions: 'required',
  answer: async ({ deps }, { who: { retailerId }, params, body, asRead }) => ({
    status: 200,
    body: viewJson(await setLowMark(deps, { retailerId, ...params, ...body, asRead })),
  }),
})

/** In the order of docs/reference/http.md. */
export const webhookEndpoints: readonly Endpoint[] = [
  addEndpointEndpoint,
  listEndpointsEndpoint,
  readEndpointEndpoint,
  changeEndpointEndpoint,
  rotateEndpointEndpoint,
  testEndpointEndpoint,
  removeEndpointEndpoint,
  listWebhookDeliveriesEndpoint,
  readWebhookDeliveryEndpoint,
  resendWebhookEndpoint,
  readLowMarkEndpoint,
  setLowMarkEndpoint,
]
