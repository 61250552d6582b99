// The connection to PostgreSQL and the one way to run a database transaction.

import { Problem } from '#domain/problem.ts'
import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'

import type { ChainBookTables } from './tables/chain-books.ts'
import type { ChainTables } from './tables/chain.ts'
import type { AccountTables } from './tables/accounts.ts'
import type { IdentityTables } from './tables/identity.ts'
import type { MisuseTables } from './tables/misuse.ts'
import type { RecommenderTables } from './tables/recommender.ts'
import type { RetailerMetricsTables } from './tables/retailer-metrics.ts'
import type { RetailerTables } from './tables/retailer.ts'
import type { StoryTables } from './tables/stories.ts'
import type { WebhookTables } from './tables/webhooks.ts'

export type Tables = RetailerTables &
  RetailerMetricsTables &
  MisuseTables &
  AccountTables &
  IdentityTables &
  StoryTables &
  WebhookTables &
  RecommenderTables &
  ChainTables &
  ChainBookTables
export type Database = Kysely<Tables>
export type DatabaseTransaction = Transaction<Tables>

/** PostgreSQL's int8, which node-postgres would otherwise return as text. */
const INT8_OID = 20

/** Connections of one process: HTTP, jobs and loops together need about ten; PostgreSQL allows 100 by default. */
const POOL_CONNECTIONS = 16

/** Longest a statement may run before PostgreSQL ends it, in milliseconds: none of ours takes one second. */
const STATEMENT_TIMEOUT_MS = 15_000

/** Longest a connection may be waited for, in milliseconds. */
const CONNECT_TIMEOUT_MS = 10_000

/** Attempts at a database transaction that lost a race; several in a row mean more than bad luck. */
const DATABASE_TRANSACTION_ATTEMPTS = 8
/** SQLSTATEs of a lost race: serialization_failure and deadlock_detected. */
const RETRIED_STATES = new Set(['40001', '40P01'])

/** How Node and node-postgres say that no connection could be had or that it broke. */
const UNAVAILABLE_REASONS =
  /ECONN|ENOENT|EPIPE|ETIMEDOUT|Connection terminated|timeout exceeded when trying to connect/

/** Opens a pool of connections; `bigint` columns come back as bigint. Nothing is sent until the first query. */
export function openDatabase({ connectionString }: { readonly connectionString: string }): Database {
  const types = new pg.TypeOverrides()
  types.setTypeParser(INT8_OID, (text) => BigInt(text))
  const pool = new pg.Pool({
    connectionString,
    types,
    max: POOL_CONNECTIONS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  })
  // A connection that breaks fails the statement that uses it, and is replaced; without these listeners it would end
  // the process: the pool hears of idle connections only, each connection of itself while it is in use.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

/**
 * Runs `work` in one database transaction and commits it; rolls back when it throws.
 * A race lost (40001, 40P01) is run again from the start, so `work` must have no effect outside the database. Throws
 * `storage_unavailable` when the database cannot be reached; whether the last commit was taken is then unknown.
 */
export async function withDatabaseTransaction<Result>(
  database: Database,
  work: (transaction: DatabaseTransaction) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.transaction().execute(work)
    } catch (error) {
      if (isUnavailable(error)) throw new Problem('storage_unavailable', {}, { cause: error })
      if (attempt === DATABASE_TRANSACTION_ATTEMPTS || !RETRIED_STATES.has(sqlState(error) ?? '')) throw error
    }
  }
}

/** Five characters, a digit among them: Node's own `EPIPE` and `EPERM` are none. */
const SQLSTATE = /^(?=.*\d)[0-9A-Z]{5}$/

/** The SQLSTATE of a PostgreSQL error; undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' && SQLSTATE.test(error.code) ? error.code : undefined
}

/** Whether the database could not be reached, was shutting down, or went away meanwhile. */
function isUnavailable(error: unknown): boolean {
  const state = sqlState(error)
  if (state !== undefined) return state.startsWith('08') || state.startsWith('57P') || state === '53300'
  return (
    error instanceof Error &&
    UNAVAILABLE_REASONS.test(`${'code' in error ? String(error.code) : ''} ${error.message}`)
  )
}

/** Whether a unique constraint refused a row; uniqueness lives in constraints, and this is how it is heard. */
export function isUniqueViolation(error: unknown): boolean {
  return sqlState(error) === '23505'
}

/** Throws `storage_unavailable` unless the database answers. */
export async function checkDatabase(database: Database): Promise<void> {
  try {
    await database.selectNoFrom((eb) => eb.lit(1).as('one')).execute()
  } catch (cause) {
    throw new Problem('storage_unavailable', {}, { cause })
  }
}
