// What happened: deliveries, orders, rewards, batches, figures, reviews and proposals.

import { batchQuerySchema, batchWithRecordsAnswerSchema, batchesAnswerSchema } from '#schema/batches.ts'
import {
  deliveriesAnswerSchema,
  noticesAnswerSchema,
  replayedDeliveryAnswerSchema,
} from '#schema/deliveries.ts'
import { evidenceAnswerSchema } from '#schema/evidence.ts'
import { metricsAnswerSchema, spreadAnswerSchema } from '#schema/figures.ts'
import { metricsQuerySchema, spreadQuerySchema } from '#schema/metrics.ts'
import { modelsAnswerSchema } from '#schema/models.ts'
import {
  orderAnswerSchema,
  orderExplanationAnswerSchema,
  orderTraceAnswerSchema,
  ordersAnswerSchema,
} from '#schema/orders.ts'
import { anyPageQuerySchema, emptyBodySchema, pageQuerySchema } from '#schema/page.ts'
import {
  proposalAnswerSchema,
  proposalsAnswerSchema,
  refuseProposalSchema,
  refusedRewardAnswerSchema,
  refuseRewardSchema,
  refusedAnswerSchema,
  resumeRewardSchema,
  resumedAnswerSchema,
  signProposalSchema,
  signedAnswerSchema,
} from '#schema/proposals.ts'
import { workAnswerSchema } from '#schema/retailers.ts'
import {
  refuseReviewSchema,
  releaseReviewSchema,
  reviewAnswerSchema,
  reviewQuerySchema,
  reviewsAnswerSchema,
} from '#schema/reviews.ts'
import { rewardAnswerSchema, rewardsAnswerSchema } from '#schema/rewards.ts'
import { tagKeyAnswerSchema } from '#schema/tag-key.ts'
import { reads, writes } from '../operation.ts'

/** By subject. */
export const recordsOperations = {
  deliveries: {
    list: reads('/v1/deliveries', deliveriesAnswerSchema, pageQuerySchema),
    replay: writes('/v1/deliveries/:deliveryId/replay', replayedDeliveryAnswerSchema, emptyBodySchema),
  },
  orders: {
    list: reads('/v1/orders', ordersAnswerSchema, pageQuerySchema),
    read: reads('/v1/orders/:orderId', orderAnswerSchema),
    explain: reads('/v1/orders/:orderId/explanation', orderExplanationAnswerSchema),
    readTrace: reads('/v1/orders/:orderId/trace', orderTraceAnswerSchema),
  },
  rewards: {
    list: reads('/v1/rewards', rewardsAnswerSchema, pageQuerySchema),
    read: reads('/v1/rewards/:rewardId', rewardAnswerSchema),
    readEvidence: reads('/v1/rewards/:rewardId/evidence', evidenceAnswerSchema),
    refuse: writes('/v1/rewards/:rewardId/refuse', refusedRewardAnswerSchema, refuseRewardSchema),
    resume: writes('/v1/rewards/:rewardId/resume', resumedAnswerSchema, resumeRewardSchema),
  },
  batches: {
    list: reads('/v1/batches', batchesAnswerSchema, batchQuerySchema),
    read: reads('/v1/batches/:pool/:seq', batchWithRecordsAnswerSchema),
  },
  metrics: {
    read: reads('/v1/programs/:programId/metrics', metricsAnswerSchema, metricsQuerySchema),
    readSpread: reads('/v1/programs/:programId/spread', spreadAnswerSchema, spreadQuerySchema),
    compareModels: reads('/v1/programs/:programId/models', modelsAnswerSchema, spreadQuerySchema),
  },
  reviews: {
    list: reads('/v1/reviews', reviewsAnswerSchema, reviewQuerySchema),
    read: reads('/v1/reviews/:reviewId', reviewAnswerSchema),
    release: writes('/v1/reviews/:reviewId/release', reviewAnswerSchema, releaseReviewSchema),
    refuse: writes('/v1/reviews/:reviewId/refuse', reviewAnswerSchema, refuseReviewSchema),
  },
  notices: {
    list: reads('/v1/notices', noticesAnswerSchema, pageQuerySchema),
  },
  work: {
    read: reads('/v1/work', workAnswerSchema),
  },
  tagKey: {
    read: reads('/v1/tag-key', tagKeyAnswerSchema),
  },
  proposals: {
    list: reads('/v1/proposals', proposalsAnswerSchema, anyPageQuerySchema),
    read: reads('/v1/proposals/:proposalId', proposalAnswerSchema),
    sign: writes('/v1/proposals/:proposalId/signature', signedAnswerSchema, signProposalSchema),
    refuse: writes('/v1/proposals/:proposalId/refusal', refusedAnswerSchema, refuseProposalSchema),
  },
}
