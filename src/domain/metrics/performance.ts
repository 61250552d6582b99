// What the sums of a span say of it: rates, averages and returns. Definitions and sources: docs/reference/metrics.md.

import { micros, mulBpsDown, ZERO_MICROS, type Micros } from '../money.ts'
import { ratioBpsDown, shareMicrosDown } from './ratio.ts'

import type { Activity } from './activity.ts'

/** What the sums do not know, told by whoever asks. */
export type PerformanceBasis = {
  /** How often links were passed on, by people's own word. */
  readonly shares?: number
  /** What the shop keeps of a sale before rewards, in bps. */
  readonly marginBps?: number
  /** What carrying the rewards cost, in micros of the token. */
  readonly feesMicros?: Micros
}

/** Ratios in ten-thousandths, amounts in micros of the token; null where there is nothing to divide by. */
export type Performance = {
  readonly clickThroughBps: number | null
  readonly conversionBps: number | null
  readonly averageOrderMicros: Micros | null
  readonly earningsPerClickMicros: Micros | null
  readonly revenuePerClickMicros: Micros | null
  readonly returnOnRewardsBps: number | null
  readonly returnOnInvestmentBps: number | null
  readonly refundBps: number | null
  readonly refundedOrdersBps: number | null
  readonly reversalBps: number | null
  readonly newCustomerBps: number | null
  readonly costPerNewCustomerMicros: Micros | null
  readonly attributedSalesBps: number | null
}

/** Works out every ratio of a span; needs no clock and rounds down. */
export function performanceOf(activity: Activity, basis: PerformanceBasis = {}): Performance {
  const { uniqueClicks, orders, salesMicros, keptSalesMicros, grantedMicros, rewardMicros } = activity
  return {
    clickThroughBps: ratioBpsDown(uniqueClicks, basis.shares ?? 0),
    conversionBps: ratioBpsDown(orders, uniqueClicks),
    averageOrderMicros: shareMicrosDown(salesMicros, orders),
    earningsPerClickMicros: shareMicrosDown(rewardMicros, uniqueClicks),
    revenuePerClickMicros: shareMicrosDown(salesMicros, uniqueClicks),
    returnOnRewardsBps: ratioBpsDown(keptSalesMicros, rewardMicros),
    returnOnInvestmentBps: returnOnInvestment(activity, basis),
    refundBps: ratioBpsDown(salesMicros - keptSalesMicros, salesMicros),
    refundedOrdersBps: ratioBpsDown(activity.ordersGivenBack, orders),
    reversalBps: ratioBpsDown(grantedMicros - rewardMicros, grantedMicros),
    newCustomerBps: ratioBpsDown(activity.newCustomerOrders, orders),
    costPerNewCustomerMicros: shareMicrosDown(rewardMicros, activity.newCustomerOrders),
    attributedSalesBps: ratioBpsDown(salesMicros, activity.seenSalesMicros),
  }
}

/** (margin of what was kept − rewards − fees) ÷ (rewards + fees); null without a margin. */
function returnOnInvestment(
  { keptSalesMicros, rewardMicros }: Activity,
  { marginBps, feesMicros = ZERO_MICROS }: PerformanceBasis,
): number | null {
  if (marginBps === undefined) return null
  const spent = micros(rewardMicros + feesMicros)
  return ratioBpsDown(mulBpsDown(keptSalesMicros, marginBps) - spent, spent)
}

/** Measured clicks of people for each declared follower, in ten-thousandths; null without followers. */
export function engagementBps(uniqueClicks: number, followers: number): number | null {
  return ratioBpsDown(uniqueClicks, followers)
}
