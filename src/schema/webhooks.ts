// Webhook endpoints as shops send and read them, and the events that are sent to them.

import { SHOP_EVENT_TYPES, TEST_EVENT_TYPE } from '#domain/webhooks/shop-event.ts'
import { z } from 'zod'
import { pageOf } from './answered.ts'
import { retailerOwnedIdSchema } from './ids.ts'
import { answeredMicrosSchema, microsSchema } from './money.ts'
import { pageQuerySchema } from './page.ts'
import { nameSchema } from './text.ts'

/** Longest address of an endpoint, in UTF-16 units: what common proxies accept. */
const URL_MAX_LENGTH = 2000

const STATES = ['waiting', 'delivered', 'dead', 'stopped'] as const

const urlSchema = z.string().max(URL_MAX_LENGTH)
const eventsSchema = z
  .array(z.enum(SHOP_EVENT_TYPES))
  .min(1)
  .max(SHOP_EVENT_TYPES.length)
  .refine((events) => new Set(events).size === events.length, 'names an event twice')

export const endpointParamsSchema = z.object({ endpointId: retailerOwnedIdSchema })
export const webhookDeliveryParamsSchema = z.object({ deliveryId: retailerOwnedIdSchema })

export const addEndpointSchema = z.strictObject({
  url: urlSchema,
  /** Everything, when it is not said. */
  events: eventsSchema.default([...SHOP_EVENT_TYPES]),
  description: nameSchema.optional(),
})

export const changeEndpointSchema = z.strictObject({
  url: urlSchema.exactOptional(),
  events: eventsSchema.exactOptional(),
  description: nameSchema.nullable().exactOptional(),
  state: z.enum(['active', 'disabled']).exactOptional(),
})

export const endpointActSchema = z.strictObject({})

export const webhookDeliveriesQuerySchema = pageQuerySchema.extend({
  endpoint: retailerOwnedIdSchema.optional(),
  state: z.enum(STATES).optional(),
})

export const lowMarkSchema = z.strictObject({ lowMark: microsSchema })

export const lowMarkAnswerSchema = z.object({
  programId: z.string(),
  lowMark: answeredMicrosSchema,
  available: answeredMicrosSchema,
  isLow: z.boolean(),
})

export const endpointAnswerSchema = z.object({
  endpointId: z.string(),
  url: z.string(),
  events: z.array(z.enum(SHOP_EVENT_TYPES)),
  description: z.string().nullable(),
  state: z.enum(['active', 'disabled']),
  disabledReason: z.enum(['asked', 'gone', 'failing']).nullable(),
  disabledAt: z.string().nullable(),
  failingSince: z.string().nullable(),
  previousUntil: z.string().nullable(),
  createdAt: z.string(),
})

export const newEndpointAnswerSchema = endpointAnswerSchema.extend({ secret: z.string() })
export const endpointsAnswerSchema = pageOf(endpointAnswerSchema)
export const rotatedEndpointAnswerSchema = z.object({
  endpointId: z.string(),
  secret: z.string(),
  previousUntil: z.string(),
})
export const removedEndpointAnswerSchema = z.object({ endpointId: z.string(), removed: z.literal(true) })

export const webhookDeliveryAnswerSchema = z.object({
  deliveryId: z.string(),
  endpointId: z.string(),
  eventId: z.string(),
  type: z.enum([...SHOP_EVENT_TYPES, TEST_EVENT_TYPE]),
  state: z.enum(STATES),
  attempts: z.int(),
  nextAt: z.string().nullable(),
  createdAt: z.string(),
  status: z.int().nullable(),
  reason: z.string().nullable(),
  milliseconds: z.int().nullable(),
})

export const webhookDeliveryDetailSchema = webhookDeliveryAnswerSchema.extend({
  body: z.string(),
  log: z.array(
    z.object({
      attempt: z.int(),
      at: z.string(),
      status: z.int().nullable(),
      reason: z.string().nullable(),
      milliseconds: z.int(),
    }),
  ),
})

export const webhookDeliveriesAnswerSchema = z.object({
  data: z.array(webhookDeliveryAnswerSchema),
  page: z.object({ next: z.string().nullable() }),
})

export const resentAnswerSchema = z.object({ deliveryId: z.string(), eventId: z.string() })

const rewardPlace = {
  rewardId: z.string(),
  orderId: z.string(),
  programId: z.string(),
  pool: z.int(),
  seq: z.int(),
}

const batchPlace = {
  programId: z.string(),
  pool: z.int(),
  seq: z.int(),
  rewards: z.int(),
  amount: answeredMicrosSchema,
  chainTransaction: z.string(),
}

function eventSchema<Type extends string, Data extends z.ZodRawShape>(type: Type, data: Data) {
  return z.strictObject({ type: z.literal(type), timestamp: z.iso.datetime(), data: z.strictObject(data) })
}

/** The body of every webhook that a shop is sent. */
export const shopEventSchema = z.discriminatedUnion('type', [
  eventSchema('reward.reserved', {
    ...rewardPlace,
    amount: answeredMicrosSchema,
    unlocksAt: z.iso.datetime(),
  }),
  eventSchema('reward.amended', {
    ...rewardPlace,
    takenBack: answeredMicrosSchema,
    remaining: answeredMicrosSchema,
    cause: z.enum(['amendment', 'veto']),
  }),
  eventSchema('reward.paid', {
    ...rewardPlace,
    amount: answeredMicrosSchema,
    chainTransaction: z.string(),
  }),
  eventSchema('batch.committed', { ...batchPlace, unlocksAt: z.iso.datetime() }),
  eventSchema('batch.settled', batchPlace),
  eventSchema('pool.low', {
    programId: z.string(),
    pool: z.int(),
    available: answeredMicrosSchema,
    lowMark: answeredMicrosSchema,
  }),
  eventSchema('review.needed', {
    reviewId: z.string(),
    rewardId: z.string(),
    orderId: z.string(),
    programId: z.string(),
    rules: z.array(z.string()),
    dueAt: z.iso.datetime(),
  }),
  eventSchema(TEST_EVENT_TYPE, { endpointId: z.string() }),
])
