// The ratios of a span: worked out by hand, and undefined where there is nothing to divide by.

import { describe, expect, test } from 'vitest'
import { NO_ACTIVITY, sumActivities, type Activity } from '#domain/metrics/activity.ts'
import { percentile } from '#domain/metrics/percentile.ts'
import { engagementBps, performanceOf } from '#domain/metrics/performance.ts'
import { ratioBpsDown } from '#domain/metrics/ratio.ts'
import { micros } from '#domain/money.ts'

/** 120 people came, 3 of 90 unique clicks bought for 100, 30 and 20; 30 went back; rewards were 12, now 9.60. */
const span: Activity = {
  ...NO_ACTIVITY,
  reach: 84,
  clicks: 120,
  uniqueClicks: 90,
  uncountedClicks: 17,
  ordersSeen: 10,
  orders: 3,
  newCustomerOrders: 2,
  ordersGivenBack: 1,
  seenSalesMicros: micros(500_000_000n),
  salesMicros: micros(150_000_000n),
  keptSalesMicros: micros(120_000_000n),
  grantedMicros: micros(12_000_000n),
  rewardMicros: micros(9_600_000n),
  uplineMicros: micros(600_000n),
}

describe('the ratios of a span', () => {
  test('are those of its sums, rounded down', () => {
    expect(performanceOf(span, { shares: 40, marginBps: 4_000, feesMicros: micros(400_000n) })).toEqual({
      clickThroughBps: 22_500,
      conversionBps: 333,
      averageOrderMicros: 50_000_000n,
      earningsPerClickMicros: 106_666n,
      revenuePerClickMicros: 1_666_666n,
      returnOnRewardsBps: 125_000,
      // 40 % of 120 is 48; less 10 spent is 38; 38 ÷ 10.
      returnOnInvestmentBps: 38_000,
      refundBps: 2_000,
      refundedOrdersBps: 3_333,
      reversalBps: 2_000,
      newCustomerBps: 6_666,
      costPerNewCustomerMicros: 4_800_000n,
      attributedSalesBps: 3_000,
    })
  })

  test('are unknown where there is nothing to divide by', () => {
    const nothing = performanceOf(NO_ACTIVITY, { shares: 0, marginBps: 4_000 })
    expect(new Set(Object.values(nothing))).toEqual(new Set([null]))
  })

  test('have no return on investment without the margin, and a loss below zero with a thin one', () => {
    expect(performanceOf(span).returnOnInvestmentBps).toBeNull()
    // 5 % of 120 is 6; 6 − 9.60 = −3.60; −3.60 ÷ 9.60.
    expect(performanceOf(span, { marginBps: 500 }).returnOnInvestmentBps).toBe(-3_750)
  })

  test('round towards less below zero, too', () => {
    expect([ratioBpsDown(1, 3), ratioBpsDown(-1, 3), ratioBpsDown(-3, 3)]).toEqual([3_333, -3_334, -10_000])
  })

  test('stay exact numbers however large', () => {
    expect(ratioBpsDown(10n ** 18n, 1n)).toBe(Number.MAX_SAFE_INTEGER)
  })
})

test('spans add up field by field', () => {
  const two = sumActivities([span, { uniqueClicks: 5, rewardMicros: micros(400_000n) }])
  expect(two).toEqual({ ...span, uniqueClicks: 95, rewardMicros: 10_000_000n })
  expect(sumActivities([])).toEqual(NO_ACTIVITY)
})

test('engagement is clicks for each follower, and unknown without followers', () => {
  expect([engagementBps(42, 1_200), engagementBps(42, 0)]).toEqual([350, null])
})

describe('a percentile', () => {
  test('is the nearest value that occurred', () => {
    const waits = [50, 10, 40, 20, 30]
    expect([percentile(waits, 50), percentile(waits, 60), percentile(waits, 61)]).toEqual([30, 30, 40])
    expect([percentile(waits, 95), percentile(waits, 100), percentile(waits, 1)]).toEqual([50, 50, 10])
  })

  test('is unknown of nothing', () => {
    expect(percentile([], 50)).toBeNull()
  })
})
