// Figures of links by the hour, in PostgreSQL.

import { NO_ACTIVITY, sumActivities, type Activity } from '#domain/metrics/activity.ts'
import { micros, type Micros } from '#domain/money.ts'
import { DAY_MS, HOUR_MS } from '#domain/time.ts'
import { sql, type RawBuilder } from 'kysely'

import { floorTo } from './floor-to.ts'
import { metricSources } from './metric-sources.ts'

import type { LinkHour, MetricRows, Span } from '#ports/metric-rows.ts'

import type { RetailerScope } from './scope.ts'

/** Rows written in one statement: 14 parameters each, below PostgreSQL's 65 535. */
const ROWS_PER_INSERT = 4_000

/** All time: up to the year 9999. */
const EVER: Span = { from: 0, to: Date.UTC(9999, 11, 31) }

const CLICK_SUMS = ['reach', 'clicks', 'unique_clicks', 'uncounted_clicks'] as const

const SALE_SUMS = [
  'orders_seen',
  'orders',
  'new_customer_orders',
  'orders_given_back',
  'seen_sales_micros',
  'sales_micros',
  'kept_sales_micros',
  'granted_micros',
  'reward_micros',
  'upline_micros',
] as const

type SumColumn = (typeof CLICK_SUMS)[number] | (typeof SALE_SUMS)[number]

/** Rows of figures, and of what they are rolled up from. */
export function metricRows(scope: RetailerScope): MetricRows {
  return { ...marks(scope), ...rollups(scope), ...sums(scope), ...metricSources(scope) }
}

function marks({ transaction, retailerId }: RetailerScope): Pick<MetricRows, 'takeMarks' | 'setMarks'> {
  const never = new Date(0)
  return {
    async takeMarks() {
      await transaction
        .insertInto('retailer_rollups')
        .values({ retailer_id: retailerId, clicks_until: never, orders_until: never })
        .onConflict((conflict) => conflict.column('retailer_id').doNothing())
        .execute()
      const row = await transaction
        .selectFrom('retailer_rollups')
        .selectAll()
        .where('retailer_id', '=', retailerId)
        .forUpdate()
        .executeTakeFirstOrThrow()
      return { clicksUntil: row.clicks_until.getTime(), ordersUntil: row.orders_until.getTime() }
    },

    async setMarks({ clicksUntil, ordersUntil }) {
      await transaction
        .updateTable('retailer_rollups')
        .set({ clicks_until: new Date(clicksUntil), orders_until: new Date(ordersUntil) })
        .where('retailer_id', '=', retailerId)
        .execute()
    },
  }
}

function rollups({
  transaction,
  retailerId,
}: RetailerScope): Pick<MetricRows, 'rollUpClicks' | 'replaceSales'> {
  return {
    async rollUpClicks(from) {
      const hour = new Date(from)
      // Who came before on the same day is no new visitor, so the day is looked at from its beginning.
      const dayBegin = new Date(Math.floor(from / DAY_MS) * DAY_MS)
      await transaction
        .deleteFrom('retailer_click_hours')
        .where('retailer_id', '=', retailerId)
        .where('hour', '>=', hour)
        .execute()
      await sql`
        insert into retailer_click_hours
          (retailer_id, program_id, hour, code, reach, clicks, unique_clicks, uncounted_clicks)
        select ${retailerId}, program_id, hour, code,
          count(*) filter (where is_human and (visitor_key is null or visit = 1)),
          count(*) filter (where is_human),
          count(*) filter (where verdict = 'counted'),
          count(*) filter (where not is_human)
        from (
          select link.program_id, click.code, click.verdict, click.visitor_key,
            click.verdict in ('counted', 'duplicate') as is_human,
            ${floorTo(sql`click.clicked_at`, HOUR_MS)} as hour,
            row_number() over (
              partition by link.program_id, click.visitor_key, click.verdict in ('counted', 'duplicate'),
                ${floorTo(sql`click.clicked_at`, DAY_MS)}
              order by click.clicked_at, click.click_id
            ) as visit
          from retailer_clicks click
          join retailer_links link on link.retailer_id = click.retailer_id and link.code = click.code
          where click.retailer_id = ${retailerId} and click.clicked_at >= ${dayBegin}
        ) seen
        where hour >= ${hour}
        group by program_id, hour, code`.execute(transaction)
    },

    async replaceSales(hour, rows) {
      await transaction
        .deleteFrom('retailer_sale_hours')
        .where('retailer_id', '=', retailerId)
        .where('hour', '=', new Date(hour))
        .execute()
      for (let i = 0; i < rows.length; i += ROWS_PER_INSERT) {
        await transaction
          .insertInto('retailer_sale_hours')
          .values(
            rows.slice(i, i + ROWS_PER_INSERT).map((row) => ({
              retailer_id: retailerId,
              program_id: row.programId,
              hour: new Date(hour),
              code: row.code,
              ...saleColumns(row),
            })),
          )
          .execute()
      }
    },
  }
}

function saleColumns({ activity }: LinkHour) {
  return {
    orders_seen: BigInt(activity.ordersSeen),
    orders: BigInt(activity.orders),
    new_customer_orders: BigInt(activity.newCustomerOrders),
    orders_given_back: BigInt(activity.ordersGivenBack),
    seen_sales_micros: activity.seenSalesMicros,
    sales_micros: activity.salesMicros,
    kept_sales_micros: activity.keptSalesMicros,
    granted_micros: activity.grantedMicros,
    reward_micros: activity.rewardMicros,
    upline_micros: activity.uplineMicros,
  }
}

function sums({ transaction, retailerId }: RetailerScope): Pick<MetricRows, 'byLink' | 'ofLinks' | 'byDay'> {
  const clickHours = (programId: string, { from, to }: Span) =>
    transaction
      .selectFrom('retailer_click_hours')
      .where('retailer_id', '=', retailerId)
      .where('program_id', '=', programId)
      .where('hour', '>=', new Date(from))
      .where('hour', '<', new Date(to))
      .select(CLICK_SUMS.map((column) => sumOf(column).as(column)))
  const saleHours = (programId: string, { from, to }: Span) =>
    transaction
      .selectFrom('retailer_sale_hours')
      .where('retailer_id', '=', retailerId)
      .where('program_id', '=', programId)
      .where('hour', '>=', new Date(from))
      .where('hour', '<', new Date(to))
      .select(SALE_SUMS.map((column) => sumOf(column).as(column)))

  return {
    async byLink(programId, span) {
      const clicks = await clickHours(programId, span).select('code').groupBy('code').execute()
      const sales = await saleHours(programId, span).select('code').groupBy('code').execute()
      return [
        ...Map.groupBy<string, SumRow & { code: string }>([...clicks, ...sales], ({ code }) => code),
      ].map(([code, rows]) => ({ code, activity: sumActivities(rows.map(activityOf)) }))
    },

    async ofLinks(programId, codes) {
      if (codes.length === 0) return NO_ACTIVITY
      const clicks = await clickHours(programId, EVER)
        .where('code', 'in', [...codes])
        .executeTakeFirstOrThrow()
      const sales = await saleHours(programId, EVER)
        .where('code', 'in', [...codes])
        .executeTakeFirstOrThrow()
      return sumActivities([clicks, sales].map(activityOf))
    },

    async byDay(programId, span) {
      const day = floorTo(sql`hour`, DAY_MS)
      const clicks = await clickHours(programId, span).select(day.as('day')).groupBy(day).execute()
      const sales = await saleHours(programId, span).select(day.as('day')).groupBy(day).execute()
      return [
        ...Map.groupBy<number, SumRow & { day: Date }>([...clicks, ...sales], (row) => row.day.getTime()),
      ]
        .map(([at, rows]) => ({ day: at, activity: sumActivities(rows.map(activityOf)) }))
        .toSorted((a, b) => a.day - b.day)
    },
  }
}

/** A sum over nothing is null. */
type SumRow = { readonly [Column in SumColumn]?: string | null }

function sumOf(column: SumColumn): RawBuilder<string | null> {
  return sql<string | null>`sum(${sql.ref(column)})`
}

function activityOf(row: SumRow): Partial<Activity> {
  const count = (text: string | null | undefined): number => Number(text ?? '0')
  const amount = (text: string | null | undefined): Micros => micros(BigInt(text ?? '0'))
  return {
    reach: count(row.reach),
    clicks: count(row.clicks),
    uniqueClicks: count(row.unique_clicks),
    uncountedClicks: count(row.uncounted_clicks),
    ordersSeen: count(row.orders_seen),
    orders: count(row.orders),
    newCustomerOrders: count(row.new_customer_orders),
    ordersGivenBack: count(row.orders_given_back),
    seenSalesMicros: amount(row.seen_sales_micros),
    salesMicros: amount(row.sales_micros),
    keptSalesMicros: amount(row.kept_sales_micros),
    grantedMicros: amount(row.granted_micros),
    rewardMicros: amount(row.reward_micros),
    uplineMicros: amount(row.upline_micros),
  }
}
