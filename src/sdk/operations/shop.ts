// What a shop is made of: connections, programs and their rules, pools, discount codes, products and stories.

import {
  closeConnectionSchema,
  connectionAnswerSchema,
  connectionCheckAnswerSchema,
  connectionStateAnswerSchema,
  connectionViewAnswerSchema,
  connectionsAnswerSchema,
  createConnectionSchema,
  rotateConnectionSchema,
  rotatedConnectionAnswerSchema,
} from '#schema/connections.ts'
import {
  couponOutcomesAnswerSchema,
  couponQuerySchema,
  couponTableQuerySchema,
  couponsAnswerSchema,
  endCouponsSchema,
  importCouponsSchema,
} from '#schema/coupons.ts'
import { anyPageQuerySchema, pageQuerySchema } from '#schema/page.ts'
import {
  checkPolicySchema,
  policyCheckAnswerSchema,
  policyListAnswerSchema,
  publishPolicySchema,
  publishedPolicyAnswerSchema,
  simulatePolicyForm,
  simulationAnswerSchema,
} from '#schema/policies.ts'
import { credentialsSchema, pullAnswerSchema } from '#schema/pulls.ts'
import {
  createProgramSchema,
  createRetailerSchema,
  depositAnswerSchema,
  depositSchema,
  poolAnswerSchema,
  poolRequestAnswerSchema,
  poolTermsSchema,
  programAnswerSchema,
  programsAnswerSchema,
  retailerAnswerSchema,
} from '#schema/retailers.ts'
import { hideStorySchema, showStorySchema } from '#schema/stories.ts'
import {
  productsAnswerSchema,
  productsImportedAnswerSchema,
  publicStoryAnswerSchema,
  storiesAnswerSchema,
  storyStateAnswerSchema,
} from '#schema/story-answers.ts'
import { triedOrderAnswerSchema, tryOrderSchema } from '#schema/test-orders.ts'
import { emptyBodySchema } from '#schema/ways.ts'
import { lowMarkAnswerSchema, lowMarkSchema } from '#schema/webhooks.ts'
import {
  closeProgramSchema,
  closingAnswerSchema,
  withdrawSchema,
  withdrawalRequestAnswerSchema,
  withdrawalsAnswerSchema,
} from '#schema/withdrawals.ts'
import { reads, replaces, takesFile, writes } from '../operation.ts'

/** By subject. */
export const shopOperations = {
  retailers: {
    create: writes('/v1/retailers', retailerAnswerSchema, createRetailerSchema),
  },
  connections: {
    create: writes('/v1/connections', connectionAnswerSchema, createConnectionSchema),
    list: reads('/v1/connections', connectionsAnswerSchema, anyPageQuerySchema),
    check: reads('/v1/connections/:connectionId/check', connectionCheckAnswerSchema),
    rotate: writes(
      '/v1/connections/:connectionId/rotate',
      rotatedConnectionAnswerSchema,
      rotateConnectionSchema,
    ),
    close: writes('/v1/connections/:connectionId/close', connectionViewAnswerSchema, closeConnectionSchema),
    read: reads('/v1/connections/:connectionId', connectionStateAnswerSchema),
    setCredentials: writes('/v1/connections/:connectionId/credentials', pullAnswerSchema, credentialsSchema),
    removeCredentials: writes(
      '/v1/connections/:connectionId/credentials/remove',
      pullAnswerSchema,
      emptyBodySchema,
    ),
    pull: writes('/v1/connections/:connectionId/pull', pullAnswerSchema, emptyBodySchema),
    testOrder: writes('/v1/connections/:connectionId/test-orders', triedOrderAnswerSchema, tryOrderSchema),
  },
  programs: {
    create: writes('/v1/programs', programAnswerSchema, createProgramSchema),
    list: reads('/v1/programs', programsAnswerSchema, anyPageQuerySchema),
    close: writes('/v1/programs/:programId/close', closingAnswerSchema, closeProgramSchema),
    readClosing: reads('/v1/programs/:programId/closing', closingAnswerSchema),
  },
  policies: {
    publish: writes('/v1/programs/:programId/policies', publishedPolicyAnswerSchema, publishPolicySchema),
    list: reads('/v1/programs/:programId/policies', policyListAnswerSchema, anyPageQuerySchema),
    check: writes('/v1/policies/check', policyCheckAnswerSchema, checkPolicySchema),
    simulate: writes('/v1/policies/simulate', simulationAnswerSchema, simulatePolicyForm),
  },
  pools: {
    open: writes('/v1/programs/:programId/pool', poolRequestAnswerSchema, poolTermsSchema),
    read: reads('/v1/programs/:programId/pool', poolAnswerSchema),
    fund: writes('/v1/programs/:programId/pool/deposits', depositAnswerSchema, depositSchema),
    withdraw: writes(
      '/v1/programs/:programId/pool/withdrawals',
      withdrawalRequestAnswerSchema,
      withdrawSchema,
    ),
    listWithdrawals: reads(
      '/v1/programs/:programId/pool/withdrawals',
      withdrawalsAnswerSchema,
      pageQuerySchema,
    ),
    cancelWithdrawal: writes(
      '/v1/programs/:programId/pool/withdrawals/:withdrawalId/cancel',
      withdrawalRequestAnswerSchema,
      emptyBodySchema,
    ),
    readLowMark: reads('/v1/programs/:programId/pool/low-mark', lowMarkAnswerSchema),
    setLowMark: replaces('/v1/programs/:programId/pool/low-mark', lowMarkAnswerSchema, lowMarkSchema),
  },
  coupons: {
    import: writes('/v1/programs/:programId/coupons', couponOutcomesAnswerSchema, importCouponsSchema),
    importTable: takesFile('/v1/programs/:programId/coupons/csv', couponOutcomesAnswerSchema, {
      type: 'text/csv',
      query: couponTableQuerySchema,
    }),
    end: writes('/v1/programs/:programId/coupons/end', couponOutcomesAnswerSchema, endCouponsSchema),
    list: reads('/v1/programs/:programId/coupons', couponsAnswerSchema, couponQuerySchema),
  },
  products: {
    importTable: takesFile('/v1/programs/:programId/products/csv', productsImportedAnswerSchema, {
      type: 'text/csv',
    }),
    list: reads('/v1/programs/:programId/products', productsAnswerSchema, anyPageQuerySchema),
  },
  stories: {
    list: reads('/v1/programs/:programId/stories', storiesAnswerSchema, anyPageQuerySchema),
    hide: writes('/v1/stories/:code/hide', storyStateAnswerSchema, hideStorySchema),
    show: writes('/v1/stories/:code/show', storyStateAnswerSchema, showStorySchema),
    read: reads('/v1/stories/:code', publicStoryAnswerSchema),
  },
}
