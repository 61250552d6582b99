// Writes what the follower saw: blocks and their events together or not at all.

import { invariant } from '#domain/invariant.ts'
import type { LedgerEvent } from '#ports/chain.ts'
import type { ChainStretch, FollowingStore } from '#ports/following-store.ts'

import { withDatabaseTransaction, type Database, type DatabaseTransaction } from '../database.ts'
import { writeEventPayload } from './event-payload.ts'
import { blockRow, createFollowedChain, followedBlock, readTip } from './followed-blocks.ts'

/**
 * Blocks kept below the latest final one: the sender compares receipts with them. Older ones are never asked for, and
 * a block every two seconds would fill the table with 43 000 rows a day.
 */
const FINAL_BLOCKS_KEPT = 10_000n

/** PostgreSQL takes 65 535 parameters a statement, and an event has seven. */
const EVENTS_PER_STATEMENT = 1_000

/** Keeps blocks in `chain_blocks`, events in `chain_events`, the latest final number in `chain_identity`. */
export function createFollowingStore(database: Database): FollowingStore {
  return {
    ...createFollowedChain(database),
    record: (stretch) => withDatabaseTransaction(database, (transaction) => record(transaction, stretch)),
    highestReceivedBefore: async (number, before) => {
      const row = await database
        .selectFrom('chain_blocks')
        .selectAll()
        .where('number', '<=', number)
        .where('received_at', '<', new Date(before))
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row && followedBlock(row)
    },
    markFinal: ({ number, hash }) =>
      withDatabaseTransaction(database, async (transaction) => {
        await lockTip(transaction)
        await transaction
          .updateTable('chain_identity')
          .set({ final_number: number })
          .where((where) => where.or([where('final_number', 'is', null), where('final_number', '<', number)]))
          .where((where) =>
            where.exists(
              where
                .selectFrom('chain_blocks')
                .select('number')
                .where('number', '=', number)
                .where('hash', '=', hash),
            ),
          )
          .execute()
        await transaction
          .deleteFrom('chain_blocks')
          .where('number', '<', number - FINAL_BLOCKS_KEPT)
          .execute()
      }),
  }
}

async function record(
  transaction: DatabaseTransaction,
  stretch: ChainStretch,
): Promise<'recorded' | 'tip-moved'> {
  const finalNumber = await lockTip(transaction)
  const tip = await readTip(transaction)
  if (tip?.hash !== stretch.expectedTip) return 'tip-moved'

  const { forkNumber } = stretch
  if (forkNumber !== undefined && tip !== undefined && forkNumber < tip.number) {
    invariant(finalNumber === undefined || forkNumber >= finalNumber, 'a final block is never an orphan')
    await transaction.deleteFrom('chain_events').where('block_number', '>', forkNumber).execute()
    await transaction.deleteFrom('chain_blocks').where('number', '>', forkNumber).execute()
  }
  if (stretch.blocks.length > 0) {
    await transaction.insertInto('chain_blocks').values(stretch.blocks.map(blockRow)).execute()
  }
  for (let start = 0; start < stretch.events.length; start += EVENTS_PER_STATEMENT) {
    const rows = stretch.events.slice(start, start + EVENTS_PER_STATEMENT).map(eventRow)
    await transaction.insertInto('chain_events').values(rows).execute()
  }
  return 'recorded'
}

/** Lets one follower at a time move the tip; returns the latest final number. */
async function lockTip(transaction: DatabaseTransaction): Promise<bigint | undefined> {
  const row = await transaction
    .selectFrom('chain_identity')
    .select('final_number')
    .forUpdate()
    .executeTakeFirst()
  invariant(row, 'a chain is pinned before it is followed')
  return row.final_number ?? undefined
}

function eventRow(event: LedgerEvent) {
  return {
    block_number: event.blockNumber,
    log_index: event.logIndex,
    block_hash: event.blockHash,
    block_timestamp_seconds: BigInt(event.blockTimestampSeconds),
    transaction_hash: event.transactionHash,
    payload: writeEventPayload(event),
    applied_at: null,
  }
}
