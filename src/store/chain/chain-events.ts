// Hands out what the follower recorded, to those who project it into books.

import type { LedgerEvent } from '#ports/chain.ts'
import type { ChainEvents, FinalEvent } from '#ports/chain-events.ts'
import type { WallClock } from '#ports/clocks.ts'
import { sql, type Selectable } from 'kysely'
import type { Hex } from 'viem'

import type { Database } from '../database.ts'
import type { ChainTables } from '../tables/chain.ts'
import { readEventPayload } from './event-payload.ts'
import { readBlockAt, readFinalNumber, readTip } from './followed-blocks.ts'

type EventRow = Selectable<ChainTables['chain_events']>

/** Most events handed out as seen and not final: far more than the few blocks above the final one can hold for us. */
const SEEN_LIMIT = 10_000

/** Below every block number: nothing is final yet. */
const BEFORE_EVERY_BLOCK = -1n

/** Reads `chain_events` and `chain_blocks`, keeps `chain_pools`. */
export function createChainEvents(database: Database, clock: WallClock): ChainEvents {
  return {
    nextFinal: async (limit) => {
      const finalNumber = await readFinalNumber(database)
      if (finalNumber === undefined) return []
      const rows = await database
        .selectFrom('chain_events')
        .selectAll()
        .where('applied_at', 'is', null)
        .where('block_number', '<=', finalNumber)
        .orderBy('block_number')
        .orderBy('log_index')
        .limit(limit)
        .execute()
      return rows.map(finalEvent)
    },
    markApplied: async (ids) => {
      if (ids.length === 0) return
      await database
        .updateTable('chain_events')
        .set({ applied_at: new Date(clock.now()) })
        .where('applied_at', 'is', null)
        .where((where) => where.or(ids.map((id) => where.and(placeOf(id)))))
        .execute()
    },
    seenNotFinal: async () => {
      const finalNumber = (await readFinalNumber(database)) ?? BEFORE_EVERY_BLOCK
      const rows = await database
        .selectFrom('chain_events')
        .selectAll()
        .where('block_number', '>', finalNumber)
        .orderBy('block_number')
        .orderBy('log_index')
        .limit(SEEN_LIMIT)
        .execute()
      return rows.map(ledgerEvent)
    },
    countUnapplied: async () => {
      const row = await database
        .selectFrom('chain_events')
        .select((count) => count.fn.countAll<bigint>().as('events'))
        .where('applied_at', 'is', null)
        .executeTakeFirstOrThrow()
      return Number(row.events)
    },
    countSettledBy: async ({ hash, blockNumber }) => {
      const row = await database
        .selectFrom('chain_events')
        .select((count) => count.fn.countAll<bigint>().as('batches'))
        .where('block_number', '=', blockNumber)
        .where('transaction_hash', '=', hash)
        .where(sql<string>`payload ->> 'name'`, '=', 'Settled')
        .executeTakeFirstOrThrow()
      return Number(row.batches)
    },
    latestBlock: () => readTip(database),
    finalBlock: async () => {
      const finalNumber = await readFinalNumber(database)
      return finalNumber === undefined ? undefined : readBlockAt(database, finalNumber)
    },
    retailerOfPool: async (pool) => {
      const row = await database
        .selectFrom('chain_pools')
        .select('retailer_id')
        .where('pool', '=', pool)
        .executeTakeFirst()
      return row?.retailer_id
    },
    assignPool: async (pool, retailerId) => {
      await database
        .insertInto('chain_pools')
        .values({ pool, retailer_id: retailerId })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
    pools: async () => {
      const rows = await database.selectFrom('chain_pools').selectAll().orderBy('pool').execute()
      return rows.map((row) => ({
        pool: row.pool,
        retailerId: row.retailer_id,
      }))
    },
  }
}

/** `<block number>:<log index>`, which no reorg can change in a final block. */
function finalEvent(row: EventRow): FinalEvent {
  return {
    id: `${row.block_number}:${row.log_index}`,
    event: ledgerEvent(row),
  }
}

function placeOf(id: string): { block_number: bigint; log_index: number } {
  const [blockNumber = '', logIndex = ''] = id.split(':')
  return { block_number: BigInt(blockNumber), log_index: Number(logIndex) }
}

function ledgerEvent(row: EventRow): LedgerEvent {
  return readEventPayload(row.payload, {
    blockNumber: row.block_number,
    blockHash: row.block_hash as Hex,
    blockTimestampSeconds: Number(row.block_timestamp_seconds),
    transactionHash: row.transaction_hash as Hex,
    logIndex: row.log_index,
  })
}
