// Nobody misuses anything in the histories: the looks back find nothing, and no case is opened.

import { ZERO_MICROS } from '#domain/money.ts'

import type { MisuseRows } from '#ports/misuse-rows.ts'
import type { ReviewRows } from '#ports/review-rows.ts'

import { notInHistories } from './memory-state.ts'

export const quietMisuse: MisuseRows = {
  emailDomainKey: () => Promise.resolve(undefined),
  noteEmailDomain: notInHistories,
  joinedAt: () => Promise.resolve(undefined),
  hasEarlierTwin: () => Promise.resolve(false),
  ownsCustomerAccount: () => Promise.resolve(false),
  clicks: () => Promise.resolve(1),
  ordersOf: () => Promise.resolve(0),
  couponOrdersOf: () => Promise.resolve({ orders: 0, withoutClick: 0 }),
  returnsOf: () => Promise.resolve({ orders: 0, returned: 0 }),
  returnsOfProgram: () => Promise.resolve({ orders: 0, returned: 0 }),
  largestOrder: () => Promise.resolve(ZERO_MICROS),
  countOrders: () => Promise.resolve(0),
  noteSize: () => Promise.resolve(),
}

export const noReviews: ReviewRows = {
  open: notInHistories,
  get: notInHistories,
  list: notInHistories,
  decide: notInHistories,
  refusals: () => Promise.resolve(new Map()),
  expire: notInHistories,
  addNotice: notInHistories,
  notices: notInHistories,
}
