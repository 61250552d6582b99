// Old rows go, young ones stay, and never more than were asked for; on PostgreSQL.

import { OPERATOR_SCOPE } from '#domain/ids.ts'
import { openDatabase, type Database } from '#store/database.ts'
import { createIdempotency } from '#store/retailer/idempotency.ts'
import { privacyRows } from '#store/retailer/privacy-rows.ts'
import { createSealer } from '#store/sealer.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { queryDatabase } from '../../support/books.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'

import type { PrivacyRows } from '#ports/privacy-rows.ts'

const BEFORE = Date.UTC(2026, 10, 1)
const MINE = 'shap2'
const OTHER = 'other'

let file: TestDatabase
let database: Database

beforeAll(async () => {
  file = await createTestDatabase()
  database = openDatabase({ connectionString: file.url })
  for (const retailer of [MINE, OTHER, OPERATOR_SCOPE]) {
    await sql`
      insert into retailer_clicks (retailer_id, click_id, code, clicked_at, visitor_key, verdict)
      select ${retailer}, 'c' || n, 'code', to_timestamp(${BEFORE / 1000}) + (n - 3) * interval '1 ms', '\\x01', 'counted'
      from generate_series(0, 5) n`.execute(database)
    await sql`
      insert into retailer_deliveries
      select ${retailer}, 'conn', ('d' || n)::bytea, 'd' || n, 'standard', '{"a": "b"}', '\\x01',
        case when n = 0 then 'received' else 'processed' end, null,
        to_timestamp(${BEFORE / 1000}) + (n - 3) * interval '1 ms', null, 0
      from generate_series(0, 5) n`.execute(database)
    await sql`
      insert into retailer_idempotency (retailer_id, principal, route, key, body_hash, taken_at)
      select ${retailer}, 'p', 'r', 'k' || n, 'h', to_timestamp(${BEFORE / 1000}) + (n - 3) * interval '1 ms'
      from generate_series(0, 5) n`.execute(database)
    await sql`
      insert into retailer_sign_ins (retailer_id, token_hash, created_at, expires_at)
      select ${retailer}, ('t' || n)::bytea, now(), to_timestamp(${BEFORE / 1000}) + (n - 3) * interval '1 ms'
      from generate_series(0, 5) n`.execute(database)
  }
})

afterAll(async () => {
  await database.destroy()
  await file.drop()
})

type Kind = 'forgetVisitors' | 'emptyDeliveries' | 'forgetSignIns'

function forget(kind: Kind, limit: number): Promise<number> {
  return database.transaction().execute((transaction) => {
    const rows: PrivacyRows = privacyRows({ transaction, retailerId: MINE })
    return rows[kind]({ before: BEFORE, limit })
  })
}

// Six rows each, three of them before the instant. One of the old deliveries has not been read yet.
test.each<[Kind, number, string]>([
  [
    'forgetVisitors',
    3,
    'select count(visitor_key)::text as left from retailer_clicks where retailer_id = $1',
  ],
  [
    'emptyDeliveries',
    2,
    'select count(body_sealed)::text as left from retailer_deliveries where retailer_id = $1',
  ],
  ['forgetSignIns', 3, 'select count(*)::text as left from retailer_sign_ins where retailer_id = $1'],
])('%s lets %i old rows go, one and then the rest, and no young one', async (kind, old, left) => {
  expect(await forget(kind, 1)).toBe(1)
  expect(await forget(kind, 10)).toBe(old - 1)
  expect(await forget(kind, 10)).toBe(0)
  expect(await queryDatabase(file, left, [MINE])).toEqual([{ left: String(6 - old) }])
  expect(await queryDatabase(file, left, [OTHER])).toEqual([{ left: '6' }])
})

test.each([MINE, OPERATOR_SCOPE])(
  'answers kept under %s go one and then the rest, and no young one',
  async (scope) => {
    const kept = createIdempotency(database, {
      sealer: createSealer(new Uint8Array(32)),
      clock: { now: Date.now },
    })
    const left = 'select count(*)::text as left from retailer_idempotency where retailer_id = $1'
    expect(await kept.forget(scope, { before: BEFORE, limit: 1 })).toBe(1)
    expect(await kept.forget(scope, { before: BEFORE, limit: 10 })).toBe(2)
    expect(await kept.forget(scope, { before: BEFORE, limit: 10 })).toBe(0)
    expect(await queryDatabase(file, left, [scope])).toEqual([{ left: '3' }])
    expect(await queryDatabase(file, left, [OTHER])).toEqual([{ left: '6' }])
  },
)

test('a click without its visitor is still counted, and an emptied delivery is still known', async () => {
  const rows = await queryDatabase(
    file,
    `select (select count(*) from retailer_clicks where retailer_id = $1 and verdict = 'counted')::text as clicks,
      (select count(*) from retailer_deliveries where retailer_id = $1)::text as deliveries,
      (select count(*) from retailer_deliveries where retailer_id = $1 and headers = '{}')::text as bare`,
    [MINE],
  )
  expect(rows).toEqual([{ clicks: '6', deliveries: '6', bare: '2' }])
})
