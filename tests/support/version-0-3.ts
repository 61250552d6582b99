// A relayer's data as version 0.3.0 left it when it was killed: its tables, its secrets, its chain. One shop that sends by
// Standard Webhooks and by Shopify, one person, seven messages. Recorded from that version; nothing of it is made up.

import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync } from 'node:zlib'
import { openDatabase, type Database } from '#store/database.ts'
import { sql } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import { startAnvil } from '../../scripts/system/anvil.ts'
import type { Deployment } from '../../scripts/system/deploy.ts'
import { createDatabase, dropDatabase } from '../../scripts/system/postgres-databases.ts'
import { openTestClient, type TestChain } from './chain.ts'
import { testPostgresUrlOf, type TestDatabase } from './database.ts'
import { makeRunFolder } from './run-folder.ts'
import type { Person, TestShop } from './shop.ts'
import type { Delivery } from './webhooks.ts'

/** The last migration that version 0.3.0 knew. */
const LAST_MIGRATION = '0017-unrewarded'

const RECORDING = new URL('../vectors/version-0.3.0.json.br', import.meta.url)
const MIGRATIONS = new URL('../../src/store/migrations/', import.meta.url)

export type Recording = {
  /** When the relayer was killed. */
  readonly recordedAt: string
  readonly deployment: Deployment
  /** Files of its folder of secrets, by name. */
  readonly secrets: Readonly<Record<string, string>>
  readonly shop: Omit<TestShop, 'pool' | 'platform'> & { readonly pagePath: string }
  readonly shopify: Pick<TestShop, 'connectionId' | 'secret'>
  readonly person: Person
  /** What the shop sent, by what it is and the order's number. */
  readonly sent: Readonly<Record<string, Delivery>>
  /** Rows of each table, as a JSON list. */
  readonly tables: Readonly<Record<string, string>>
  /** The testnet's file. */
  readonly chain: string
}

export function readRecording(): Recording {
  return JSON.parse(brotliDecompressSync(readFileSync(RECORDING)).toString()) as Recording
}

/** A database with the schema and the rows of version 0.3.0. What happened then has happened just now. */
export async function restoreDatabase({ tables, recordedAt }: Recording): Promise<TestDatabase> {
  const server = { urlOf: testPostgresUrlOf }
  const name = `test_${randomBytes(6).toString('hex')}`
  const { url } = await createDatabase(server, { name })
  const database = openDatabase({ connectionString: url })
  try {
    await migrateToRecorded(database)
    for (const [table, rows] of Object.entries(tables)) {
      await sql`insert into ${sql.table(table)}
        select * from json_populate_recordset(null::${sql.table(table)}, ${rows}::json)`.execute(database)
    }
    await moveToNow(database, recordedAt)
  } finally {
    await database.destroy()
  }
  return { url, drop: () => dropDatabase(server, { name }) }
}

async function migrateToRecorded(database: Database): Promise<void> {
  const files = readdirSync(fileURLToPath(MIGRATIONS)).filter((file) => file <= `${LAST_MIGRATION}.ts`)
  const migrations: Record<string, Migration> = {}
  for (const file of files) {
    const { migrationName, up } = (await import(new URL(file, MIGRATIONS).href)) as Migration & {
      readonly migrationName: string
    }
    migrations[migrationName] = { up }
  }
  const provider = { getMigrations: () => Promise.resolve(migrations) }
  const { error } = await new Migrator({ db: database, provider }).migrateToLatest()
  if (error !== undefined) throw new Error('a migration of version 0.3.0 failed', { cause: error })
}

/** Moves all instants on, so that nothing is over merely because the recording is old. */
async function moveToNow(database: Database, recordedAt: string): Promise<void> {
  const columns = await sql<{ table: string; column: string }>`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = 'public' and data_type = 'timestamp with time zone'
      and table_name not like 'kysely%'`.execute(database)
  for (const { table, column } of columns.rows) {
    await sql`update ${sql.table(table)}
      set ${sql.ref(column)} = ${sql.ref(column)} + (now() - ${recordedAt}::timestamptz)`.execute(database)
  }
}

/** The testnet goes on from the recorded chain. */
export async function restoreChain({ chain, deployment }: Recording): Promise<TestChain> {
  const folder = makeRunFolder('chain-')
  writeFileSync(join(folder, 'chain.json'), chain)
  const anvil = await startAnvil({ folder })
  return {
    ...deployment,
    rpcUrl: anvil.rpcUrl,
    folder,
    anvil,
    client: openTestClient(anvil.rpcUrl),
    async stop() {
      await anvil.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Puts the recorded secrets where a relayer that has not started yet reads them. */
export function restoreSecrets({ secrets }: Recording, folder: string): void {
  mkdirSync(folder, { recursive: true })
  for (const [name, secret] of Object.entries(secrets)) {
    writeFileSync(join(folder, name), `${secret}\n`, { mode: 0o600 })
  }
}
