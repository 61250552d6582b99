// The shop's figures as people read them, and the bars of their days.

import { describe, expect, test } from 'vitest'
import { micros } from '#domain/money.ts'
import { dayBars } from '#web/pages/day-bars.ts'
import { htmlText } from '#web/pages/html.ts'
import { metricsSection, type MetricsSection } from '#web/pages/metrics-section.ts'

const DAY = 86_400_000

const figures = {
  reach: 1_234,
  uniqueClicks: 1_500,
  orders: 30,
  sales: micros(1_500_000_000n),
  rewards: micros(75_000_000n),
  conversionBps: 200,
  returnOnRewardsBps: 185_000,
  refundBps: 750,
  averageOrder: micros(50_000_000n),
}

const section: MetricsSection = {
  metrics: {
    from: 100 * DAY,
    to: 104 * DAY,
    totals: figures,
    days: [
      { day: 101 * DAY, sales: micros(1_000_000n) },
      { day: 103 * DAY, sales: micros(500_000n) },
    ],
    tiers: [{ ...figures, tier: 'micro', people: 12, engagementBps: 480 }],
    timeToPay: { p50Seconds: 30 * 86_400 },
  },
  spread: {
    people: 12,
    generations: [7, 4, 1],
    broughtSalesBps: 3_300,
    meanStructuralViralityBps: 19_850,
    kFactor: { kBps: 4_200 },
  },
}

const text = htmlText(metricsSection(section))
  .replace(/<[^>]*>/g, ' ')
  .replace(/\s+/g, ' ')

describe("the shop's figures", () => {
  test('say what came of a program, in words and with their units', () => {
    expect(text).toContain('What came of it in the last 4 days')
    expect(text).toContain('1,234, with 1,500 clicks')
    expect(text).toContain('1,500.00 in 30 orders (2 % of clicks), 50.00 on average; 7.5 % came back')
    expect(text).toContain('75.00; each brought 18.5 times in sales that were kept')
    expect(text).toContain('Paid after 30 days')
    expect(text).toContain('12 people, 5 of them brought by others, with 33 % of all sales')
    expect(text).toContain('K-factor 0.42, structural virality 1.98')
  })

  test('mark what people have only declared', () => {
    expect(text).toMatch(/Clicks of followers \(declared\).*micro 12 1,500 4.8 %/)
  })

  test('say none where there is nothing to divide by', () => {
    const nothing = { ...figures, conversionBps: null, refundBps: null, averageOrder: null }
    const page = htmlText(
      metricsSection({ ...section, metrics: { ...section.metrics, totals: nothing } }),
    ).replace(/\s+/g, ' ')
    expect(page).toContain('(none of clicks), none on average; none came back')
  })

  test('have a bar for each day of the span, empty days included', () => {
    expect(htmlText(metricsSection(section))).toContain('d="M3 100v-100h2v100zM9 100v-50h2v50z"')
  })
})

describe('bars', () => {
  test('can be seen however small, and are none where there is nothing', () => {
    expect(htmlText(dayBars('Sales', [1_000_000n, 1n, 0n]))).toContain('d="M0 100v-100h2v100zM3 100v-2h2v2z"')
  })

  test('of nothing at all are an empty picture', () => {
    expect(htmlText(dayBars('Sales', [0n, 0n]))).toContain('d=""')
    expect(htmlText(dayBars('Sales', []))).toContain('viewBox="0 0 1 100"')
  })
})
