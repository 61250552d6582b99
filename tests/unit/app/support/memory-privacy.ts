// Rows of people who leave and of what is forgotten: no history uses them.

import { notInHistories } from './memory-state.ts'

import type { PrivacyRows } from '#ports/privacy-rows.ts'

/** Nobody leaves in a history. */
export const privacyRows: PrivacyRows = {
  setDisclosure: notInHistories,
  setWithoutProfile: notInHistories,
  linkCodes: notInHistories,
  rewardIds: notInHistories,
  ownRows: notInHistories,
  leave: notInHistories,
  leaving: notInHistories,
  hasUnfinished: notInHistories,
  erase: notInHistories,
  eraseBuyer: notInHistories,
  eraseConnection: notInHistories,
  ordersOfBuyer: notInHistories,
  forgetVisitors: notInHistories,
  emptyDeliveries: notInHistories,
  forgetSignIns: notInHistories,
}
