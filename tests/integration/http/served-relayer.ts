// The HTTP side on a real PostgreSQL and testnet, without the loops that work things off: what a request writes stays
// as it was written.

import { join } from 'node:path'
import { sql } from 'kysely'
import { inject } from 'vitest'
import { readConfig } from '#config'
import type { AppDeps } from '#app/deps.ts'
import type { HttpLimits } from '#http/context.ts'
import { createHttpApp } from '#http/create-http-app.ts'
import { listen } from '#http/listen.ts'
import { openDatabase } from '#store/database.ts'
import { readSecrets } from '#store/secret-files.ts'
import { compose } from '../../../src/compose.ts'
import { startTestChain } from '../../support/chain.ts'
import { createTestDatabase } from '../../support/database.ts'

export type ServedRelayer = {
  readonly url: string
  readonly operatorKey: string
  readonly deps: AppDeps
  /** Rows of every table of ours, by its name. */
  readonly rowCounts: () => Promise<Record<string, number>>
  /** Every row of ours in which `text` stands, as text, with its table. */
  readonly rowsNaming: (text: string) => Promise<readonly string[]>
  /** Statements that wait for another's lock right now. */
  readonly lockWaits: () => Promise<number>
  /** Another process, as it were, on the same database and chain, with the same secrets and limits. */
  readonly serveAgain: () => Promise<{ readonly url: string; readonly stop: () => Promise<void> }>
  readonly stop: () => Promise<void>
}

const AS_FAST_AS_TESTS_ASK = {
  keyRequestsPerMinute: 1_000_000,
  openRequestsPerMinute: 1_000_000,
  openPostsPerMinute: 1_000_000,
}

/** Serves on a free port with a database of its own; requests are limited where `limits` says so; `deps`
 * stand for what lies outside, or, made from those that are, for what is watched. */
export async function serveRelayer({
  limits = {},
  deps = {},
}: {
  limits?: Partial<HttpLimits>
  deps?: Partial<AppDeps> | ((real: AppDeps) => Partial<AppDeps>)
} = {}): Promise<ServedRelayer> {
  const [database, chain] = await Promise.all([createTestDatabase(), startTestChain()])
  const secrets = join(inject('runFolder'), `secrets-${process.pid}-${Date.now()}`)
  const config = readConfig({
    DATABASE_URL: database.url,
    CHAIN_RPC_URL: chain.rpcUrl,
    LEDGER_ADDRESS: chain.ledger,
    DEPLOY_BLOCK: String(chain.deployBlock),
    DATA_DIR: secrets,
    LOG_LEVEL: 'error',
  })
  const serve = async () => {
    const relayer = await compose(config)
    const app = createHttpApp({
      ...relayer.http,
      deps: { ...relayer.deps, ...(typeof deps === 'function' ? deps(relayer.deps) : deps) },
      publicUrl: 'http://vouch.test',
      limits: { ...AS_FAST_AS_TESTS_ASK, ...limits },
    })
    const server = await listen(app, { host: '127.0.0.1', port: 0 })
    return {
      deps: relayer.deps,
      url: `http://127.0.0.1:${server.port}`,
      async stop() {
        await server.close()
        await relayer.stop()
      },
    }
  }
  const first = await serve()
  const counting = openDatabase({ connectionString: database.url })
  return {
    url: first.url,
    operatorKey: readSecrets(secrets).operatorKey,
    deps: first.deps,
    serveAgain: serve,
    rowCounts: () => countRows(counting),
    lockWaits: () => countLockWaits(counting),
    rowsNaming: (text) => findRows(counting, text),
    async stop() {
      await first.stop()
      await counting.destroy()
      await chain.stop()
      await database.drop()
    },
  }
}

async function countLockWaits(database: ReturnType<typeof openDatabase>): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*)::text as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(database)
  return Number(rows[0]?.count)
}

async function countRows(database: ReturnType<typeof openDatabase>): Promise<Record<string, number>> {
  const tables = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' order by tablename`.execute(database)
  const counts: Record<string, number> = {}
  for (const { name } of tables.rows) {
    const { rows } = await sql<{
      count: string
    }>`select count(*)::text as count from ${sql.table(name)}`.execute(database)
    counts[name] = Number(rows[0]?.count)
  }
  return counts
}

async function findRows(database: ReturnType<typeof openDatabase>, text: string): Promise<readonly string[]> {
  const tables = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' order by tablename`.execute(database)
  const found: string[] = []
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ row: string }>`
      select t::text as row from ${sql.table(name)} t where position(${text} in t::text) > 0
      order by 1`.execute(database)
    found.push(...rows.map(({ row }) => `${name} ${row}`))
  }
  return found
}
