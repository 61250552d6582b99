// Every column that names a person is known to erasure: a table that somebody adds later cannot be forgotten.

import {
  CODE_COLUMNS,
  ID_COLUMNS,
  LEFT_BEHIND,
  OWN_ROWS,
  PAYEE_COLUMNS,
  TEXT_COLUMNS,
} from '#store/retailer/person-columns.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { queryDatabase } from '../../support/books.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'

/** What such columns are called. */
const PERSONAL =
  /recommender_id$|^code$|^link_code$|^story_code$|^joined_via$|^payee$|^handle$|^email|^used_by$|^via$/

/** Named like one of them and let go in its own way, with the reason. */
const OTHERWISE = [
  // Overwritten when the person leaves.
  'retailer_enrollments.handle',
  'retailer_enrollments.email_key',
  'retailer_enrollments.email_domain_key',
  // Their own records and reductions: overwritten one by one.
  'retailer_records.payee',
  'retailer_reductions.payee',
  // The erasure itself, which ends by deleting this row.
  'retailer_erasures.recommender_id',
  // Gone with the rows of the person's stories and codes.
  'retailer_stories.code',
  'retailer_stories.link_code',
  'retailer_story_products.code',
  'retailer_coupons.code',
  'retailer_coupons.link_code',
  'retailer_customer_bindings.code',
  'retailer_clicks.story_code',
  // Whoever pasted the product's address: emptied.
  'retailer_products.recommender_id',
]

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

afterAll(() => database.drop())

async function columns(): Promise<readonly { readonly table: string; readonly column: string }[]> {
  const rows = await queryDatabase(
    database,
    `select table_name as "table", column_name as "column" from information_schema.columns
     where table_schema = 'public' and table_name like 'retailer\\_%'`,
  )
  return rows.map(({ table, column }) => ({ table: String(table), column: String(column) }))
}

test('every column of a shop’s rows that names a person is let go of', async () => {
  const known = new Set([
    ...[CODE_COLUMNS, ID_COLUMNS, PAYEE_COLUMNS, LEFT_BEHIND].flat().map((place) => place.join('.')),
    ...OTHERWISE,
  ])
  const personal = (await columns()).filter(({ column }) => PERSONAL.test(column))
  expect(personal.length).toBeGreaterThan(20)
  const forgotten = personal.map(({ table, column }) => `${table}.${column}`).filter((one) => !known.has(one))
  expect(forgotten).toEqual([])
})

test('every column that is let go of is there', async () => {
  const there = new Set((await columns()).map(({ table, column }) => `${table}.${column}`))
  const places = [CODE_COLUMNS, TEXT_COLUMNS, ID_COLUMNS, PAYEE_COLUMNS, LEFT_BEHIND, OWN_ROWS].flat()
  expect(places.map((place) => place.join('.')).filter((one) => !there.has(one))).toEqual([])
  expect(OTHERWISE.filter((one) => !there.has(one))).toEqual([])
})
