// F19: a shop takes back or refuses more than shops do. Never a verdict on an order: a public mark on the shop.

import { BPS_PER_ONE } from '../money.ts'
import { flagged, passed, type MisuseVerdict } from './verdict.ts'

/** What a pool has promised and taken back, and what became of the orders that carried a recommendation. */
export type ShopConduct = {
  /** Micros, as plain integers: the audit's may lie outside what a ledger can hold. */
  readonly committedMicros: bigint
  /** Amended and vetoed together. */
  readonly takenBackMicros: bigint
  readonly ordersRewarded: bigint
  /** Carried a recommendation, and a rule gave nothing for it. */
  readonly ordersRejected: bigint
}

/** Rewarded and rejected orders from which ratios say something. */
export const CONDUCT_ORDERS_MIN = 20n

/** Part of what was promised that may come back without a mark: half; fashion shops see a third returned. */
export const REVERSAL_MAX_BPS = 5_000n

/** Part of recommended orders that may be rejected without a mark: half. */
export const REJECTION_MAX_BPS = 5_000n

/** Taken back of what was committed, in basis points, rounded down; 0 when nothing was committed. */
export function reversalBps({
  committedMicros,
  takenBackMicros,
}: Pick<ShopConduct, 'committedMicros' | 'takenBackMicros'>): bigint {
  return committedMicros === 0n ? 0n : (takenBackMicros * BPS_PER_ONE) / committedMicros
}

/** Rejected of the orders that carried a recommendation, in basis points, rounded down; 0 when there are none. */
export function rejectionBps({
  ordersRewarded,
  ordersRejected,
}: Pick<ShopConduct, 'ordersRewarded' | 'ordersRejected'>): bigint {
  const orders = ordersRewarded + ordersRejected
  return orders === 0n ? 0n : (ordersRejected * BPS_PER_ONE) / orders
}

/** Flags a shop above either ratio once it has enough orders. */
export function shopConduct(conduct: ShopConduct): MisuseVerdict {
  const orders = conduct.ordersRewarded + conduct.ordersRejected
  const reversal = reversalBps(conduct)
  const rejection = rejectionBps(conduct)
  const evidence = {
    orders: Number(orders),
    reversalBps: Number(reversal),
    rejectionBps: Number(rejection),
  }
  const isOdd = reversal > REVERSAL_MAX_BPS || rejection > REJECTION_MAX_BPS
  if (orders < CONDUCT_ORDERS_MIN || !isOdd) return passed('F19', evidence)
  return flagged('F19', {
    evidence,
    sentence:
      reversal > REVERSAL_MAX_BPS
        ? 'More than half of what this shop promised was taken back.'
        : 'More than half of the recommended orders of this shop were rejected.',
  })
}
