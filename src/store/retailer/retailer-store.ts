// The retailer's family behind its port: one database transaction, one retailer.

import { isId, RETAILER_ID_LENGTH } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'

import { withDatabaseTransaction, type Database } from '../database.ts'
import { apiKeyRows } from './api-key-rows.ts'
import { batchListRows } from './batch-list-rows.ts'
import { batchRows } from './batch-rows.ts'
import { campaignRows } from './campaign-rows.ts'
import { clickRows } from './click-rows.ts'
import { connectionRows } from './connection-rows.ts'
import { couponRows } from './coupon-rows.ts'
import { dealRows } from './deal-rows.ts'
import { deliveryRows } from './delivery-rows.ts'
import { exportRows } from './export-rows.ts'
import { identityRows } from './identity-rows.ts'
import { journalRows } from './journal-rows.ts'
import { misuseRows } from './misuse-rows.ts'
import { metricRows } from './metric-rows.ts'
import { orderNameRows } from './order-name-rows.ts'
import { orderRows } from './order-rows.ts'
import { policyRows } from './policy-rows.ts'
import { pictureRows } from './picture-rows.ts'
import { poolRows } from './pool-rows.ts'
import { privacyRows } from './privacy-rows.ts'
import { productRows } from './product-rows.ts'
import { programRows } from './program-rows.ts'
import { proposalRows } from './proposal-rows.ts'
import { reviewRows } from './review-rows.ts'
import { pullRows } from './pull-rows.ts'
import { rewardRows } from './reward-rows.ts'
import { sessionRows } from './session-rows.ts'
import { signInLinkRows } from './sign-in-link-rows.ts'
import { storyRows } from './story-rows.ts'
import { wayRows } from './way-rows.ts'
import { webhookRows } from './webhook-rows.ts'
import { closingRows, withdrawalRows } from './withdrawal-rows.ts'

import type { RetailerStore } from '#ports/retailer-store.ts'

import type { Outbox } from '../outbox.ts'

/** A retailer store over PostgreSQL; refuses a malformed retailer number with `not_found`. */
export function createRetailerStore(database: Database, outbox: Outbox): RetailerStore {
  return {
    transaction: (retailerId, work) => {
      if (!isId(retailerId, RETAILER_ID_LENGTH)) throw new Problem('not_found')
      return withDatabaseTransaction(database, (transaction) => {
        const scope = { transaction, retailerId }
        return work({
          retailerId,
          identity: identityRows(scope),
          apiKeys: apiKeyRows(scope),
          sessions: sessionRows(scope),
          signInLinks: signInLinkRows(scope),
          programs: programRows(scope),
          connections: connectionRows(scope),
          policies: policyRows(scope),
          pools: poolRows(scope),
          clicks: clickRows(scope),
          coupons: couponRows(scope),
          pictures: pictureRows(scope),
          products: productRows(scope),
          stories: storyRows(scope),
          deliveries: deliveryRows(scope),
          pulls: pullRows(scope),
          orders: orderRows(scope),
          orderNames: orderNameRows(scope),
          rewards: rewardRows(scope),
          batches: batchRows(scope),
          batchList: batchListRows(scope),
          proposals: proposalRows(scope),
          journal: journalRows(scope),
          privacy: privacyRows(scope),
          campaigns: campaignRows(scope),
          deals: dealRows(scope),
          ways: wayRows(scope),
          misuse: misuseRows(scope),
          reviews: reviewRows(scope),
          metrics: metricRows(scope),
          webhooks: webhookRows(scope),
          withdrawals: withdrawalRows(scope),
          closings: closingRows(scope),
          exports: exportRows(scope),
          enqueue: (job) => outbox.enqueue(transaction, job),
          enqueueAll: (queue, all) => outbox.enqueueAll(transaction, queue, all),
        })
      })
    },
  }
}
