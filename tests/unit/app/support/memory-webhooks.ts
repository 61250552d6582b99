// Nobody listens to the shops of the histories, so nothing is told; and nobody asks for tables.

import { notInHistories } from './memory-state.ts'

import type { ExportRows } from '#ports/export-rows.ts'
import type { WebhookRows } from '#ports/webhook-rows.ts'

export const unheard: WebhookRows = {
  insertEndpoint: notInHistories,
  endpoint: notInHistories,
  lockEndpoint: notInHistories,
  endpoints: notInHistories,
  updateEndpoint: notInHistories,
  removeEndpoint: notInHistories,
  listening: () => Promise.resolve([]),
  insertEvents: notInHistories,
  event: notInHistories,
  insertDeliveries: notInHistories,
  delivery: notInHistories,
  lockDelivery: notInHistories,
  deliveries: notInHistories,
  updateDelivery: notInHistories,
  insertAttempt: notInHistories,
  attempts: notInHistories,
  forgetEvents: notInHistories,
  lowMark: notInHistories,
  setLowMark: notInHistories,
  ordersOf: notInHistories,
  rewardOfRecord: notInHistories,
}

export const notExported: ExportRows = {
  orders: notInHistories,
  facts: notInHistories,
  rewarded: notInHistories,
  rewards: notInHistories,
  records: notInHistories,
  debts: notInHistories,
  settled: notInHistories,
  months: notInHistories,
}
