// Histories keep no figures.

import { notInHistories } from './memory-state.ts'

import type { MetricRows } from '#ports/metric-rows.ts'

export const metricRows: MetricRows = {
  takeMarks: notInHistories,
  setMarks: notInHistories,
  rollUpClicks: notInHistories,
  changedHours: notInHistories,
  paidOrders: notInHistories,
  replaceSales: notInHistories,
  byLink: notInHistories,
  byDay: notInHistories,
  owners: notInHistories,
  members: notInHistories,
  settledRecords: notInHistories,
  carriedBy: notInHistories,
  below: notInHistories,
  declared: notInHistories,
  ofLinks: notInHistories,
}
