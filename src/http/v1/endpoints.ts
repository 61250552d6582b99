// Every endpoint of the JSON API, in the order of docs/reference/http.md.

import type { Endpoint } from '../endpoint.ts'
import { apiKeyEndpoints } from './api-key-endpoints.ts'
import { askCouponEndpoint } from './ask-coupon.ts'
import { batchEndpoints } from './batch-endpoints.ts'
import { checkPolicyEndpoint } from './check-policy.ts'
import { campaignEndpoints } from './campaign-endpoints.ts'
import { compareModelsEndpoint } from './compare-models.ts'
import { connectionEndpoints } from './connection-endpoints.ts'
import { createLinkEndpoint } from './create-link.ts'
import { createProgramEndpoint } from './create-program.ts'
import { createRetailerEndpoint } from './create-retailer.ts'
import { declareFollowersEndpoint } from './declare-followers.ts'
import { dealEndpoints } from './deal-endpoints.ts'
import { endCouponsEndpoint } from './end-coupons.ts'
import { eraseBuyerEndpoint } from './erase-buyer.ts'
import { eraseMeEndpoint } from './erase-me.ts'
import { exportEndpoints } from './export-endpoints.ts'
import { explainOrderEndpoint } from './explain-order.ts'
import { exportMeEndpoint } from './export-me.ts'
import { setProfileEndpoint } from './set-profile.ts'
import { fundPoolEndpoint } from './fund-pool.ts'
import { importCouponTableEndpoint } from './import-coupon-table.ts'
import { importCouponsEndpoint } from './import-coupons.ts'
import { joinProgramEndpoint } from './join-program.ts'
import { listCouponsEndpoint } from './list-coupons.ts'
import { listNoticesEndpoint } from './list-notices.ts'
import { listMembersEndpoint } from './list-members.ts'
import { listDeliveriesEndpoint } from './list-deliveries.ts'
import { replayDeliveryEndpoint } from './replay-delivery.ts'
import { tryOrderEndpoint } from './try-order.ts'
import { listOrdersEndpoint } from './list-orders.ts'
import { listReviewsEndpoint } from './list-reviews.ts'
import { listRewardsEndpoint } from './list-rewards.ts'
import { listPoliciesEndpoint } from './list-policies.ts'
import { openPoolEndpoint } from './open-pool.ts'
import { readEvidenceEndpoint } from './read-evidence.ts'
import { listProgramsEndpoint } from './list-programs.ts'
import { listPublicProgramsEndpoint } from './list-public-programs.ts'
import { readPublicProgramEndpoint } from './read-public-program.ts'
import { pullEndpoints } from './pull-endpoints.ts'
import { publishPolicyEndpoint } from './publish-policy.ts'
import { readMeEndpoint } from './read-me.ts'
import { readMemberEndpoint } from './read-member.ts'
import { readReviewEndpoint } from './read-review.ts'
import { readMetricsEndpoint } from './read-metrics.ts'
import { readOrderTraceEndpoint } from './read-order-trace.ts'
import { readOrderEndpoint } from './read-order.ts'
import { readOwnMetricsEndpoint } from './read-own-metrics.ts'
import { readPoolEndpoint } from './read-pool.ts'
import { readRewardEndpoint } from './read-reward.ts'
import { readSpreadEndpoint } from './read-spread.ts'
import { readTagKeyEndpoint } from './read-tag-key.ts'
import { readWorkEndpoint } from './read-work.ts'
import { refuseReviewEndpoint } from './refuse-review.ts'
import { sessionEndpoints } from './session-endpoints.ts'
import { signInLinkEndpoints } from './sign-in-link-endpoints.ts'
import { passkeyEndpoints } from './passkey-endpoints.ts'
import { simulatePolicyEndpoint } from './simulate-policy.ts'
import { releaseReviewEndpoint } from './release-review.ts'
import { setMemberEndpoint } from './set-member.ts'
import { proposalEndpoints } from './proposal-endpoints.ts'
import { walletEndpoints } from './wallet-endpoints.ts'
import { wayEndpoints } from './way-endpoints.ts'
import { webhookEndpoints } from './webhook-endpoints.ts'
import { withdrawalEndpoints } from './withdrawal-endpoints.ts'
import { accountEndpoints } from './account-endpoints.ts'
import { addPictureEndpoint } from './add-picture.ts'
import { addProductPageEndpoint } from './add-product-page.ts'
import { ownPasskeyEndpoints } from './own-passkey-endpoints.ts'
import { hideStoryEndpoint, showStoryEndpoint } from './hide-story.ts'
import { importProductTableEndpoint } from './import-product-table.ts'
import { listMyStoriesEndpoint } from './list-my-stories.ts'
import { listProductsEndpoint } from './list-products.ts'
import { listStoriesEndpoint } from './list-stories.ts'
import { readStoryEndpoint } from './read-story.ts'
import { removeStoryEndpoint } from './remove-story.ts'
import { writeStoryEndpoint } from './write-story.ts'

/** Mounted in this order. */
export const endpoints: readonly Endpoint[] = [
  createRetailerEndpoint,
  ...connectionEndpoints,
  ...pullEndpoints,
  createProgramEndpoint,
  listProgramsEndpoint,
  publishPolicyEndpoint,
  listPoliciesEndpoint,
  checkPolicyEndpoint,
  simulatePolicyEndpoint,
  openPoolEndpoint,
  readPoolEndpoint,
  fundPoolEndpoint,
  ...withdrawalEndpoints,
  importCouponsEndpoint,
  importCouponTableEndpoint,
  endCouponsEndpoint,
  listCouponsEndpoint,
  importProductTableEndpoint,
  listProductsEndpoint,
  listStoriesEndpoint,
  hideStoryEndpoint,
  showStoryEndpoint,
  joinProgramEndpoint,
  listMembersEndpoint,
  readMemberEndpoint,
  setMemberEndpoint,
  declareFollowersEndpoint,
  createLinkEndpoint,
  askCouponEndpoint,
  addProductPageEndpoint,
  addPictureEndpoint,
  writeStoryEndpoint,
  readStoryEndpoint,
  listMyStoriesEndpoint,
  removeStoryEndpoint,
  readMeEndpoint,
  exportMeEndpoint,
  setProfileEndpoint,
  eraseMeEndpoint,
  eraseBuyerEndpoint,
  listDeliveriesEndpoint,
  replayDeliveryEndpoint,
  tryOrderEndpoint,
  listOrdersEndpoint,
  readOrderEndpoint,
  explainOrderEndpoint,
  readOrderTraceEndpoint,
  listRewardsEndpoint,
  readRewardEndpoint,
  readEvidenceEndpoint,
  ...batchEndpoints,
  readMetricsEndpoint,
  readSpreadEndpoint,
  compareModelsEndpoint,
  listReviewsEndpoint,
  readReviewEndpoint,
  releaseReviewEndpoint,
  refuseReviewEndpoint,
  listNoticesEndpoint,
  readWorkEndpoint,
  readOwnMetricsEndpoint,
  listPublicProgramsEndpoint,
  readPublicProgramEndpoint,
  ...campaignEndpoints,
  ...dealEndpoints,
  ...wayEndpoints,
  ...proposalEndpoints,
  readTagKeyEndpoint,
  ...webhookEndpoints,
  ...exportEndpoints,
  ...apiKeyEndpoints,
  ...sessionEndpoints,
  ...signInLinkEndpoints,
  ...passkeyEndpoints,
  ...walletEndpoints,
  ...ownPasskeyEndpoints,
  ...accountEndpoints,
]
