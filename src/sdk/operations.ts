// Every endpoint that the client knows, by what it is about; a test holds them equal to the server's.

import {
  closeConnectionSchema,
  connectionAnswerSchema,
  connectionCheckAnswerSchema,
  connectionsAnswerSchema,
  connectionViewAnswerSchema,
  createConnectionSchema,
  rotateConnectionSchema,
  rotatedConnectionAnswerSchema,
} from '#schema/connections.ts'
import { createProgramSchema, poolAnswerSchema, programAnswerSchema } from '#schema/retailers.ts'
import { rewardAnswerSchema } from '#schema/rewards.ts'
import { deliveriesAnswerSchema } from '#schema/deliveries.ts'
import { evidenceFileSchema } from '#schema/evidence.ts'
import { pageQuerySchema } from '#schema/page.ts'
import { reads, writes } from './operation.ts'

export const operations = {
  connections: {
    create: writes('/v1/connections', connectionAnswerSchema, createConnectionSchema),
    list: reads('/v1/connections', connectionsAnswerSchema),
    check: reads('/v1/connections/:connectionId/check', connectionCheckAnswerSchema),
    rotate: writes(
      '/v1/connections/:connectionId/rotate',
      rotatedConnectionAnswerSchema,
      rotateConnectionSchema,
    ),
    close: writes('/v1/connections/:connectionId/close', connectionViewAnswerSchema, closeConnectionSchema),
  },
  programs: { create: writes('/v1/programs', programAnswerSchema, createProgramSchema) },
  pools: {
    read: reads('/v1/programs/:programId/pool', poolAnswerSchema),
  },
  rewards: {
    read: reads('/v1/rewards/:rewardId', rewardAnswerSchema),
    evidence: reads('/v1/rewards/:rewardId/evidence', evidenceFileSchema),
  },
  deliveries: { list: reads('/v1/deliveries', deliveriesAnswerSchema, pageQuerySchema) },
}

export type Operations = typeof operations
