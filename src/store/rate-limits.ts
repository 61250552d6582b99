// Counts requests in PostgreSQL, so that all processes count together. Whoever asks stands there as a keyed hash that
// changes daily, for as long as the window lasts and an hour more.

import { DAY_MS, SECOND_MS } from '#domain/time.ts'
import { CompiledQuery } from 'kysely'
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { bytesToHex, stringToBytes } from 'viem/utils'

import type { WallClock } from '#ports/clocks.ts'
import type { RateCount, RateLimit, RateLimits } from '#ports/rate-limits.ts'

import type { Database } from './database.ts'
import { macs } from './macs.ts'

/** Hex digits of the hash that stands for who asks: enough that two never meet. */
const WHO_LENGTH = 32

/** What the counter needs of a client of PostgreSQL. */
type Query = { readonly text: string; readonly values?: readonly unknown[] }

/** Counters over `database`; `key` (32 random bytes) hides who asks. */
export function createRateLimits(
  database: Database,
  { clock, key }: { readonly clock: WallClock; readonly key: Uint8Array },
): RateLimits {
  const counters = new Map<string, RateLimiterPostgres>()
  const nameOf = (who: string): string => {
    const day = Math.floor(clock.now() / DAY_MS)
    return bytesToHex(macs.hmacSha256(key, stringToBytes(`${day}\n${who}`))).slice(2, 2 + WHO_LENGTH)
  }
  return {
    count: async (limit, who) => {
      const id = `${limit.name}:${limit.requests}:${limit.windowSeconds}`
      const counter = counters.get(id) ?? counterOf(database, limit)
      counters.set(id, counter)
      return consume(counter, limit, nameOf(who))
    },
  }
}

function counterOf(database: Database, limit: RateLimit): RateLimiterPostgres {
  const common = { points: limit.requests, duration: limit.windowSeconds, keyPrefix: limit.name }
  return new RateLimiterPostgres({
    ...common,
    storeClient: { query: (query: Query) => runQuery(database, query) },
    storeType: 'client',
    schemaName: 'limits',
    tableName: 'requests',
    tableCreated: true,
    // Whoever is over the limit is told so without asking the store again.
    inMemoryBlockOnConsumed: limit.requests + 1,
    insuranceLimiter: new RateLimiterMemory(common),
  })
}

async function runQuery(
  database: Database,
  { text, values = [] }: Query,
): Promise<{ readonly rows: readonly object[]; readonly rowCount: number }> {
  const { rows } = await database.executeQuery<{ points: number; expire: bigint }>(
    CompiledQuery.raw(text, [...values]),
  )
  return {
    rows: rows.map(({ points, expire }) => ({ points, expire: Number(expire) })),
    rowCount: rows.length,
  }
}

/** A refusal is a result, too; whatever else is thrown is not one of the counter's. */
async function consume(counter: RateLimiterPostgres, limit: RateLimit, who: string): Promise<RateCount> {
  try {
    const { consumedPoints, msBeforeNext } = await counter.consume(who)
    return {
      isAllowed: true,
      remaining: Math.max(0, limit.requests - consumedPoints),
      resetSeconds: Math.ceil(msBeforeNext / SECOND_MS),
    }
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    return { isAllowed: false, remaining: 0, resetSeconds: Math.ceil(refusal.msBeforeNext / SECOND_MS) }
  }
}
