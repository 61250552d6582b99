// The part of the shop's page that says what came of a program: the last days in figures, by reach of the people, and
// how it spread.

import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import { DAY_MS, DAY_SECONDS, HOUR_SECONDS } from '#domain/time.ts'
import { dayBars } from './day-bars.ts'
import { html, type Html } from './html.ts'
import { counted, digits } from './parts.ts'
import { percent } from './reward-words.ts'

/** Ten-thousandths in a hundredth, and hundredths in one: ratios are read with two decimals. */
const BPS_PER_HUNDREDTH = 100
const HUNDREDTHS = 100

type SectionFigures = {
  readonly uniqueClicks: number
  readonly orders: number
  readonly sales: Micros
  readonly rewards: Micros
  readonly conversionBps: number | null
  readonly returnOnRewardsBps: number | null
  readonly refundBps: number | null
}

export type MetricsSection = {
  readonly metrics: {
    readonly from: Instant
    readonly to: Instant
    readonly totals: SectionFigures & { readonly reach: number; readonly averageOrder: Micros | null }
    readonly days: readonly { readonly day: Instant; readonly sales: Micros }[]
    readonly tiers: readonly (SectionFigures & {
      readonly tier: string
      readonly people: number
      readonly engagementBps: number | null
    })[]
    readonly timeToPay: { readonly p50Seconds: number | null }
  }
  readonly spread: {
    readonly people: number
    readonly generations: readonly number[]
    readonly broughtSalesBps: number | null
    readonly meanStructuralViralityBps: number | null
    readonly kFactor: { readonly kBps: number | null }
  }
}

/** Below the program's money. */
export function metricsSection({ metrics, spread }: MetricsSection): Html {
  const { totals } = metrics
  const brought = spread.generations.slice(1).reduce((sum, people) => sum + people, 0)
  return html`<details>
    <summary>What came of it in the last ${spanDays(metrics)} days</summary>
    <dl class="terms">
      ${term('Visitors', html`${totals.reach.toLocaleString('en-GB')}, with ${counted(totals.uniqueClicks, 'click', 'clicks')}`)}
      ${term(
        'Sales',
        html`${digits(totals.sales)} in ${counted(totals.orders, 'order', 'orders')}
        (${share(totals.conversionBps)} of clicks),
        ${totals.averageOrder === null ? 'none' : digits(totals.averageOrder)} on average;
        ${share(totals.refundBps)} came back`,
      )}
      ${term(
        'Rewards',
        html`${digits(totals.rewards)}; each brought
        ${totals.returnOnRewardsBps === null ? 'nothing' : times(totals.returnOnRewardsBps)} in sales that
        were kept`,
      )}
      ${term('Paid after', metrics.timeToPay.p50Seconds === null ? 'nothing paid yet' : wait(metrics.timeToPay.p50Seconds))}
      ${term(
        'Spread',
        html`${counted(spread.people, 'person', 'people')}, ${brought.toLocaleString('en-GB')} of them brought
        by others, with ${share(spread.broughtSalesBps)} of all sales; K-factor
        ${spread.kFactor.kBps === null ? 'not known' : hundredths(spread.kFactor.kBps)}, structural virality
        ${spread.meanStructuralViralityBps === null ? 'not known' : hundredths(spread.meanStructuralViralityBps)}`,
      )}
    </dl>
    ${dayBars('Sales, day by day', salesByDay(metrics))} ${tierTable(metrics.tiers)}
  </details>`
}

function term(name: string, meaning: Html | string): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${meaning}</dd>
  </div>`
}

function tierTable(tiers: MetricsSection['metrics']['tiers']): Html {
  return html`<table>
    <thead>
      <tr>
        <th>Reach</th>
        <th class="number">People</th>
        <th class="number">Clicks</th>
        <th class="number">Clicks of followers (declared)</th>
        <th class="number">Sales</th>
        <th class="number">Rewards</th>
        <th class="number">Sales for each reward</th>
      </tr>
    </thead>
    <tbody>
      ${tiers.map(
        (tier) =>
          html`<tr>
            <td data-label="Reach">${tier.tier}</td>
            <td data-label="People" class="number">${tier.people.toLocaleString('en-GB')}</td>
            <td data-label="Clicks" class="number">${tier.uniqueClicks.toLocaleString('en-GB')}</td>
            <td data-label="Clicks of followers (declared)" class="number">${share(tier.engagementBps)}</td>
            <td data-label="Sales" class="number">${digits(tier.sales)}</td>
            <td data-label="Rewards" class="number">${digits(tier.rewards)}</td>
            <td data-label="Sales for each reward" class="number">
              ${tier.returnOnRewardsBps === null ? 'none' : times(tier.returnOnRewardsBps)}
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

/** Each day of the span, those without anything too. */
function salesByDay({ from, to, days }: MetricsSection['metrics']): readonly bigint[] {
  const byDay = new Map(days.map(({ day, sales }) => [day, sales]))
  const first = Math.floor(from / DAY_MS)
  const last = Math.ceil(to / DAY_MS)
  return Array.from({ length: last - first }, (_, index) => byDay.get((first + index) * DAY_MS) ?? 0n)
}

function spanDays({ from, to }: MetricsSection['metrics']): number {
  return Math.round((to - from) / DAY_MS)
}

function share(bps: number | null): string {
  return bps === null ? 'none' : percent(bps)
}

/** `12.5 times`. */
function times(bps: number): string {
  return `${hundredths(bps)} times`
}

function hundredths(bps: number): string {
  return (Math.floor(bps / BPS_PER_HUNDREDTH) / HUNDREDTHS).toLocaleString('en-GB')
}

/** Days from two on, else hours. */
function wait(seconds: number): string {
  if (seconds >= 2 * DAY_SECONDS) return counted(Math.round(seconds / DAY_SECONDS), 'day', 'days')
  return counted(Math.round(seconds / HOUR_SECONDS), 'hour', 'hours')
}
