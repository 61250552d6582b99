// Keys, sessions and webhooks out of the server.

import {
  apiKeyAnswerSchema,
  apiKeysAnswerSchema,
  createApiKeySchema,
  newApiKeyAnswerSchema,
  sessionEndedAnswerSchema,
  sessionsAnswerSchema,
  signedMessageSchema,
  walletBoundAnswerSchema,
  walletMessageAnswerSchema,
  walletMessageSchema,
  walletSessionAnswerSchema,
  walletUnboundAnswerSchema,
  walletsAnswerSchema,
} from '#schema/api-keys.ts'
import { anyPageQuerySchema } from '#schema/page.ts'
import { emptyBodySchema } from '#schema/ways.ts'
import {
  addEndpointSchema,
  changeEndpointSchema,
  endpointActSchema,
  endpointAnswerSchema,
  endpointsAnswerSchema,
  newEndpointAnswerSchema,
  removedEndpointAnswerSchema,
  resentAnswerSchema,
  rotatedEndpointAnswerSchema,
  webhookDeliveriesAnswerSchema,
  webhookDeliveriesQuerySchema,
  webhookDeliveryDetailSchema,
} from '#schema/webhooks.ts'
import { reads, replaces, writes } from '../operation.ts'

/** By subject. */
export const wiresOperations = {
  webhookEndpoints: {
    create: writes('/v1/webhook-endpoints', newEndpointAnswerSchema, addEndpointSchema),
    list: reads('/v1/webhook-endpoints', endpointsAnswerSchema, anyPageQuerySchema),
    read: reads('/v1/webhook-endpoints/:endpointId', endpointAnswerSchema),
    update: replaces('/v1/webhook-endpoints/:endpointId', endpointAnswerSchema, changeEndpointSchema),
    rotate: writes(
      '/v1/webhook-endpoints/:endpointId/rotate',
      rotatedEndpointAnswerSchema,
      endpointActSchema,
    ),
    test: writes('/v1/webhook-endpoints/:endpointId/test', webhookDeliveryDetailSchema, endpointActSchema),
    remove: writes(
      '/v1/webhook-endpoints/:endpointId/remove',
      removedEndpointAnswerSchema,
      endpointActSchema,
    ),
  },
  webhookDeliveries: {
    list: reads('/v1/webhook-deliveries', webhookDeliveriesAnswerSchema, webhookDeliveriesQuerySchema),
    read: reads('/v1/webhook-deliveries/:deliveryId', webhookDeliveryDetailSchema),
    resend: writes('/v1/webhook-deliveries/:deliveryId/resend', resentAnswerSchema, endpointActSchema),
  },
  apiKeys: {
    create: writes('/v1/api-keys', newApiKeyAnswerSchema, createApiKeySchema),
    list: reads('/v1/api-keys', apiKeysAnswerSchema, anyPageQuerySchema),
    revoke: writes('/v1/api-keys/:keyId/revoke', apiKeyAnswerSchema, emptyBodySchema),
  },
  sessions: {
    list: reads('/v1/sessions', sessionsAnswerSchema, anyPageQuerySchema),
    end: writes('/v1/sessions/:sessionId/end', sessionEndedAnswerSchema, emptyBodySchema),
    signOut: writes('/v1/sessions/current/end', sessionEndedAnswerSchema, emptyBodySchema),
  },
  wallets: {
    createMessage: writes('/v1/wallet-messages', walletMessageAnswerSchema, walletMessageSchema),
    signIn: writes('/v1/wallet-sessions', walletSessionAnswerSchema, signedMessageSchema),
    bind: writes('/v1/wallets', walletBoundAnswerSchema, signedMessageSchema),
    list: reads('/v1/wallets', walletsAnswerSchema, anyPageQuerySchema),
    unbind: writes('/v1/wallets/:address/unbind', walletUnboundAnswerSchema, emptyBodySchema),
  },
}
