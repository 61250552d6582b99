// Sums and ratios as they are shown: amounts in micros of the token under their plain names, ratios in bps.

import { sumActivities, type Activity } from '#domain/metrics/activity.ts'
import { performanceOf, type PerformanceBasis } from '#domain/metrics/performance.ts'

import type { Micros } from '#domain/money.ts'

/** Definitions: docs/reference/metrics.md. Ratios are null where there is nothing to divide by. */
export type FiguresView = {
  readonly reach: number
  readonly clicks: number
  readonly uniqueClicks: number
  readonly uncountedClicks: number
  readonly ordersSeen: number
  readonly orders: number
  readonly newCustomerOrders: number
  readonly ordersGivenBack: number
  readonly seenSales: Micros
  readonly sales: Micros
  readonly keptSales: Micros
  readonly granted: Micros
  readonly rewards: Micros
  readonly upline: Micros
  readonly clickThroughBps: number | null
  readonly conversionBps: number | null
  readonly averageOrder: Micros | null
  readonly earningsPerClick: Micros | null
  readonly revenuePerClick: Micros | null
  readonly returnOnRewardsBps: number | null
  readonly returnOnInvestmentBps: number | null
  readonly refundBps: number | null
  readonly refundedOrdersBps: number | null
  readonly reversalBps: number | null
  readonly newCustomerBps: number | null
  readonly costPerNewCustomer: Micros | null
  readonly attributedSalesBps: number | null
}

/** The figures of any number of links, hours or people together. */
export function figuresOf(parts: Iterable<Partial<Activity>>, basis?: PerformanceBasis): FiguresView {
  const sum = sumActivities(parts)
  const performance = performanceOf(sum, basis)
  const { seenSalesMicros, salesMicros, keptSalesMicros, grantedMicros, rewardMicros, uplineMicros } = sum
  const { averageOrderMicros, earningsPerClickMicros, revenuePerClickMicros } = performance
  return {
    reach: sum.reach,
    clicks: sum.clicks,
    uniqueClicks: sum.uniqueClicks,
    uncountedClicks: sum.uncountedClicks,
    ordersSeen: sum.ordersSeen,
    orders: sum.orders,
    newCustomerOrders: sum.newCustomerOrders,
    ordersGivenBack: sum.ordersGivenBack,
    seenSales: seenSalesMicros,
    sales: salesMicros,
    keptSales: keptSalesMicros,
    granted: grantedMicros,
    rewards: rewardMicros,
    upline: uplineMicros,
    clickThroughBps: performance.clickThroughBps,
    conversionBps: performance.conversionBps,
    averageOrder: averageOrderMicros,
    earningsPerClick: earningsPerClickMicros,
    revenuePerClick: revenuePerClickMicros,
    returnOnRewardsBps: performance.returnOnRewardsBps,
    returnOnInvestmentBps: performance.returnOnInvestmentBps,
    refundBps: performance.refundBps,
    refundedOrdersBps: performance.refundedOrdersBps,
    reversalBps: performance.reversalBps,
    newCustomerBps: performance.newCustomerBps,
    costPerNewCustomer: performance.costPerNewCustomerMicros,
    attributedSalesBps: performance.attributedSalesBps,
  }
}
