// The three families of tables: by their prefix, by what their keys begin with, and by what queries on them name.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { queryDatabase } from '../../support/books.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { queriesWithoutRetailer } from '../../support/retailer-queries.ts'

const STORE = fileURLToPath(new URL('../../../src/store', import.meta.url))

/** What kysely's migrator keeps for itself. */
const MIGRATOR_TABLES = ['kysely_migration', 'kysely_migration_lock']

/** Unique indexes, primary keys among them, of our own tables with their columns. */
const UNIQUE_INDEXES = `
  select t.relname as "table", i.indisprimary::text as "primary",
    array_to_string(array_agg(a.attname order by k.place), ' ') as columns
  from pg_index i
  join pg_class t on t.oid = i.indrelid
  join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
  cross join lateral unnest(i.indkey::int2[]) with ordinality as k(attnum, place)
  join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum
  where i.indisunique group by i.indexrelid, 1, 2`

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

afterAll(() => database.drop())

async function ourTables(): Promise<readonly string[]> {
  const rows = await queryDatabase(
    database,
    `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
  )
  return rows.map(({ name }) => String(name)).filter((name) => !MIGRATOR_TABLES.includes(name))
}

describe('the tables', () => {
  test('belong to one of three families, by their prefix', async () => {
    const tables = await ourTables()
    expect(tables.length).toBeGreaterThan(30)
    expect(tables.filter((name) => !/^(retailer|recommender|chain)_/.test(name))).toEqual([])
  })

  test('live in our own schema, and nowhere else but those of the jobs and of the counts of requests', async () => {
    const rows = await queryDatabase(
      database,
      `select distinct table_schema as name from information_schema.tables
       where table_schema not in ('pg_catalog', 'information_schema', 'pgboss')`,
    )
    expect(rows.map(({ name }) => String(name)).toSorted()).toEqual(['limits', 'public'])
  })

  test('all have a primary key, and every unique key of a family begins with the family’s column', async () => {
    const indexes = await queryDatabase(database, UNIQUE_INDEXES)
    const withKey = indexes.filter(({ primary }) => primary === 'true').map(({ table }) => table)
    expect((await ourTables()).filter((name) => !withKey.includes(name))).toEqual([])
    const astray = indexes.filter(({ table, columns }) => {
      const [, family] = /^(retailer|recommender)_/.exec(table ?? '') ?? []
      return family !== undefined && columns?.split(' ')[0] !== `${family}_id`
    })
    expect(astray).toEqual([])
  })

  test('need no trigger, sequence, enum or stored function of ours', async () => {
    const rows = await queryDatabase(
      database,
      `select 'trigger' as kind, tgname::text as name from pg_trigger where not tgisinternal
       union all select 'sequence', sequencename from pg_sequences where schemaname = 'public'
       union all select 'enum', typname from pg_type t join pg_namespace n on n.oid = t.typnamespace
         where typtype = 'e' and nspname = 'public'
       union all select 'function', proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where nspname = 'public'`,
    )
    expect(rows).toEqual([])
  })
})

describe('the queries', () => {
  const sources = readdirSync(STORE, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('migrations'))
    .map((name) => ({ name, source: readFileSync(join(STORE, name), 'utf8') }))

  test('on a retailer’s tables name the retailer', () => {
    const faults = sources.flatMap(({ name, source }) =>
      queriesWithoutRetailer(source).map((fault) => `${name}:${fault}`),
    )
    expect(faults).toEqual([])
  })

  test('on a retailer’s tables are found at all', () => {
    const found = sources.filter(({ source }) => source.includes("From('retailer_")).map(({ name }) => name)
    expect(found.length).toBeGreaterThan(5)
  })

  test.each([
    ["db.selectFrom('retailer_orders').selectAll().execute()", 'selectFrom retailer_orders'],
    ["db.selectFrom('retailer_orders').select('retailer_id').execute()", 'selectFrom retailer_orders'],
    [
      "db.updateTable('retailer_pools').set({ pool }).where('program_id', '=', id)",
      'updateTable retailer_pools',
    ],
    ["db.deleteFrom('retailer_clicks').where((w) => w('a', '=', ')'))", 'deleteFrom retailer_clicks'],
    ["db.insertInto('retailer_links').values({ code })", 'insertInto retailer_links'],
    [
      "db.selectFrom('retailer_debts as d').innerJoin('retailer_rewards as r', 'r.reward_id', 'd.reward_id')\n" +
        ".where('d.retailer_id', '=', me)",
      'innerJoin retailer_rewards',
    ],
    ['sql`select count(*) from retailer_orders`.execute(db)', 'raw SQL'],
  ])('that forget the retailer are seen: %s', (planted, fault) => {
    expect(queriesWithoutRetailer(planted)).toEqual([`1: ${fault}`])
  })

  test.each([
    "db.selectFrom('retailer_orders').selectAll().where('retailer_id', '=', me).execute()",
    "db.insertInto('retailer_links').values(rows.map((row) => ({ retailer_id: me, ...row }))).execute()",
    "db.selectFrom('recommender_people').selectAll().execute()",
    'sql`select 1 from retailer_orders where retailer_id = ${me}`.execute(db)',
  ])('that name the retailer are let through: %s', (planted) => {
    expect(queriesWithoutRetailer(planted)).toEqual([])
  })
})
