// Tables over several pages, on PostgreSQL: every row once, in order, whatever the page's end falls on.

import { exportOrders } from '#app/exports/export-orders.ts'
import { exportRewards } from '#app/exports/export-rewards.ts'
import { ROWS_PER_PAGE, type ExportPages } from '#app/exports/export-pages.ts'
import { openDatabase, type Database } from '#store/database.ts'
import { createRecommenderStore } from '#store/recommender/recommender-store.ts'
import { createRetailerStore } from '#store/retailer/retailer-store.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'

const MINE = 'shap2'
const OTHER = 'shap3'

/** Two full pages and one row. */
const ROWS = 2 * ROWS_PER_PAGE + 1

let file: TestDatabase
let database: Database
let deps: Parameters<typeof exportRewards>[0]

beforeAll(async () => {
  file = await createTestDatabase()
  database = openDatabase({ connectionString: file.url })
  const outbox = {
    enqueue: () => Promise.resolve(),
    enqueueAll: () => Promise.resolve(),
    work: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  }
  deps = {
    retailers: createRetailerStore(database, outbox),
    recommenders: createRecommenderStore(database, outbox),
    clock: { now: Date.now },
  }
  for (const retailer of [MINE, OTHER]) await fill(retailer)
})

afterAll(async () => {
  await database.destroy()
  await file.drop()
})

/** Orders and rewards whose ids sort by their number, each order paid with 2.00 and refunded by 0.50. */
async function fill(retailer: string): Promise<void> {
  const id = sql`${retailer} || '4abcdefg' || translate(lpad(n::text, 8, '0'), '01', 'yz')`
  await sql`
    insert into retailer_orders (retailer_id, order_id, connection_id, external_id, source_order, outcome, reason,
      updated_at, created_at)
    select ${retailer}, ${id}, 'c', 'o-' || n, '\\x01', 'credited', 'because', now(), now()
    from generate_series(1, ${ROWS}::int) n`.execute(database)
  await sql`
    insert into retailer_order_facts (retailer_id, order_id, fact_key, body, delivery_id, recorded_at)
    select ${retailer}, ${id}, 'paid',
      '{"kind": "paid", "at": 1790000000000, "currency": "USD", "eligibleMicros": "2000000", "totalMicros": "2000000",
        "references": [], "test": false, "lines": []}', 'd', now()
    from generate_series(1, ${ROWS}::int) n`.execute(database)
  await sql`
    insert into retailer_rewards (retailer_id, reward_id, order_id, program_id, recommender_id, payee, code, tag,
      policy_hash, target_micros, standing_micros, waiting_micros, vetoed, trace, trace_hash, created_at, updated_at)
    select ${retailer}, ${id}, ${id}, 'p', 'r', '0x', 'c', '0x' || n, 'h', 100000, 0, 100000, false, '[]', 'h', now(), now()
    from generate_series(1, ${ROWS}::int) n`.execute(database)
}

async function all(pages: ExportPages): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = []
  for await (const page of pages) rows.push(...page)
  return rows
}

describe('three pages', () => {
  test('of orders hold each of the shop’s own once, in order', async () => {
    const rows = await all(exportOrders(deps, { retailerId: MINE }))
    expect(rows).toHaveLength(1_001)
    const ids = rows.map((row) => String(row['orderId']))
    expect(new Set(ids).size).toBe(1_001)
    expect(ids).toEqual(ids.toSorted())
    expect(ids.every((id) => id.startsWith(MINE))).toBe(true)
    expect(rows[500]).toMatchObject({ eligible: 2_000_000n, rewards: 1, rewarded: 100_000n, state: 'paid' })
  })

  test('of rewards hold each of the shop’s own once', async () => {
    const rows = await all(exportRewards(deps, { retailerId: MINE }))
    expect(new Set(rows.map((row) => row['rewardId'])).size).toBe(1_001)
    expect(rows[1_000]).toMatchObject({ waiting: 100_000n, paid: 0n, state: 'waiting to be reserved' })
  })

  test('are not read before they are asked for', async () => {
    const pages = exportOrders(deps, { retailerId: MINE })
    expect((await pages.next()).value).toHaveLength(500)
    await pages.return()
    expect(await pages.next()).toEqual({ done: true, value: undefined })
  })
})

test('a period that nothing falls into has no row', async () => {
  const past = { retailerId: MINE, to: Date.UTC(2001, 0, 1) }
  expect(await all(exportOrders(deps, past))).toEqual([])
})
