// Orders that were credited before several people could share one are read like new ones after the migration.

import { openDatabase, type Database } from '#store/database.ts'
import * as retailer from '#store/migrations/0001-retailer.ts'
import * as attribution from '#store/migrations/0007-attribution.ts'
import * as retailerLedger from '#store/migrations/0005-retailer-ledger.ts'
import * as orderCredits from '#store/migrations/0014-order-credits.ts'
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, dropDatabase } from '../../../scripts/system/postgres-databases.ts'
import { queryDatabase } from '../../support/books.ts'
import { testPostgresUrlOf } from '../../support/database.ts'

const server = { urlOf: testPostgresUrlOf }
const name = `test_${randomBytes(6).toString('hex')}`

let url: string
let database: Database

beforeAll(async () => {
  ;({ url } = await createDatabase(server, { name }))
  database = openDatabase({ connectionString: url })
  for (const { up } of [retailer, retailerLedger]) await up(database as never)
  await sql`insert into retailer_policies values
    ('shap2', 'p', '0xpolicy', '{"holdSeconds": 7200}', now())`.execute(database)
  await sql`insert into retailer_orders values
    ('shap2', 'sold', 'c', '1', '\\x01', 'credited', 'r',
      '{"recommenderId": "ann", "programId": "p", "code": "link", "steps": [{"step": "touches"}]}',
      'p', null, now(), now()),
    ('shap2', 'not', 'c', '2', '\\x02', 'not-credited', 'r',
      '{"recommenderId": null, "programId": "p", "code": null, "steps": [{"step": "fraud"}]}',
      'p', null, now(), now()),
    ('shap2', 'new', 'c', '3', '\\x03', 'waiting-for-payment', 'r', null, null, null, now(), now())`.execute(
    database,
  )
  await sql`insert into retailer_order_facts values
    ('shap2', 'sold', 'paid', '{"kind": "paid", "at": 1772366400000, "buyerKey": "0xaa"}', 'd', now())`.execute(
    database,
  )
  await sql`insert into retailer_rewards
    (retailer_id, reward_id, order_id, program_id, recommender_id, payee, code, tag, policy_hash, target_micros,
      standing_micros, waiting_micros, vetoed, trace, trace_hash, created_at, updated_at)
    values ('shap2', 'r', 'sold', 'p', 'ann', '0x', 'link', '0x', '0xpolicy', 1500000, 0, 0, false, '[]', '0x',
      now(), now())`.execute(database)
  for (const { up } of [attribution, orderCredits]) await up(database as never)
})

afterAll(async () => {
  await database.destroy()
  await dropDatabase(server, { name })
})

test('a credited order names its person, its rules and what it was granted', async () => {
  const [order] = await queryDatabase(
    { url },
    `select attribution::text, granted_micros::text, buyer_key, extract(epoch from paid_at)::bigint::text as paid
     from retailer_orders where order_id = 'sold'`,
  )
  expect(order).toMatchObject({ granted_micros: '1500000', buyer_key: '0xaa', paid: '1772366400' })
  expect(JSON.parse(String(order?.['attribution']))).toEqual({
    outcome: 'credited',
    programId: 'p',
    policyHash: '0xpolicy',
    credits: [
      {
        recommenderId: 'ann',
        code: 'link',
        role: 'direct',
        weight: 1,
        followers: 0,
        followerEvidence: 'none',
        tier: 'micro',
        holdSeconds: 7200,
      },
    ],
    ruleContext: {
      tier: 'micro',
      code: 'link',
      campaignIds: [],
      isNewCustomer: false,
      isFirstOrder: false,
    },
    grantedMicros: '1500000',
    touches: [],
    verdicts: [],
    steps: [{ step: 'touches' }],
  })
})

test('its reward keeps the hold of its rules, and counts against caps', async () => {
  const rewards = await queryDatabase(
    { url },
    `select hold_seconds::text, granted_micros::text, role, extract(epoch from paid_at)::bigint::text as paid
     from retailer_rewards`,
  )
  expect(rewards).toEqual([
    { hold_seconds: '7200', granted_micros: '1500000', role: 'direct', paid: '1772366400' },
  ])
})

test('an order that nobody was credited for keeps its reasons, and one that waits is left alone', async () => {
  const orders = await queryDatabase(
    { url },
    `select order_id, attribution::text from retailer_orders where order_id <> 'sold' order by 1`,
  )
  expect(
    orders.map((order) => [order['order_id'], JSON.parse(order['attribution'] ?? 'null') as unknown]),
  ).toEqual([
    ['new', null],
    [
      'not',
      { outcome: 'not-credited', programId: 'p', touches: [], verdicts: [], steps: [{ step: 'fraud' }] },
    ],
  ])
})
