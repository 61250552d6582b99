// The app's rewards through random histories on PostgreSQL: the same histories and checks that hundreds live through in
// memory, so that both stores are known to say the same.

import { createChainBooks } from '#store/chain/chain-books.ts'
import { openDatabase, type Database } from '#store/database.ts'
import { createRecommenderStore } from '#store/recommender/recommender-store.ts'
import { createRetailerStore } from '#store/retailer/retailer-store.ts'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, test } from 'vitest'

import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { history, play } from '../../unit/app/support/reward-histories.ts'
import { inspectDatabase } from './inspect-database.ts'

import type { OutboxJob } from '#ports/retailer-store.ts'
import type { HistoryStores } from '../../unit/app/support/history-world.ts'

/** Histories of a run, some seconds; more by `REWARD_HISTORIES_POSTGRES`. */
const HISTORIES = Number(process.env['REWARD_HISTORIES_POSTGRES'] ?? 6)

/** Milliseconds of a history on a loaded machine, many times over. */
const PATIENCE_MS = 60_000 + HISTORIES * 20_000

/** Milliseconds after which a failure is told as short as it is by then. */
const SHRINK_MS = 60_000 + HISTORIES * 10_000

let testDatabase: TestDatabase
let database: Database

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase({ connectionString: testDatabase.url })
})

afterAll(async () => {
  await database?.destroy()
  await testDatabase?.drop()
})

/** Empty tables of all families; jobs wait in a list, since nobody runs them but the history. */
async function openStores(): Promise<HistoryStores> {
  const tables = await sql<{ readonly name: string }>`
    select tablename as name from pg_tables
    where tablename like any (array['retailer\_%', 'recommender\_%', 'chain\_%'])`.execute(database)
  await sql`truncate ${sql.join(tables.rows.map(({ name }) => sql.table(name)))}`.execute(database)
  const jobs: OutboxJob[] = []
  const outbox = {
    enqueue: (_: unknown, job: OutboxJob) => Promise.resolve(void jobs.push(job)),
    enqueueAll: () => Promise.resolve(),
    work: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  }
  return {
    retailers: createRetailerStore(database, outbox),
    recommenders: createRecommenderStore(database, outbox),
    chainBooks: createChainBooks(database),
    inspect: () => inspectDatabase(database),
    jobs: () => jobs,
  }
}

test(
  'L-1, L-5, L-6, L-7, L-8, L-9, L-10, L-11, L-12: whatever happens to rewards, PostgreSQL ends at what the facts say',
  async () => {
    await fc.assert(
      fc.asyncProperty(history, async (one) => play(await openStores(), one)),
      { numRuns: HISTORIES, interruptAfterTimeLimit: SHRINK_MS },
    )
  },
  PATIENCE_MS,
)
