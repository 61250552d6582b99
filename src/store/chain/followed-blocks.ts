// Keeps the followed blocks and what is final of them.

import type { FollowedBlock, FollowedChain } from '#ports/following-store.ts'
import type { Hex } from 'viem'

import type { Database, DatabaseTransaction } from '../database.ts'
import type { ChainTables } from '../tables/chain.ts'

export type BlockRow = ChainTables['chain_blocks']

/** Reads from `chain_blocks` and `chain_identity`. */
export function createFollowedChain(database: Database): FollowedChain {
  return {
    tip: () => readTip(database),
    blockAt: (number) => readBlockAt(database, number),
    finalNumber: () => readFinalNumber(database),
  }
}

/** The latest followed block; undefined before the first. */
export async function readTip(database: Database | DatabaseTransaction): Promise<FollowedBlock | undefined> {
  const row = await database
    .selectFrom('chain_blocks')
    .selectAll()
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && followedBlock(row)
}

/** The followed block of this number, while it is kept. */
export async function readBlockAt(database: Database, number: bigint): Promise<FollowedBlock | undefined> {
  const row = await database
    .selectFrom('chain_blocks')
    .selectAll()
    .where('number', '=', number)
    .executeTakeFirst()
  return row && followedBlock(row)
}

/** Number of the latest final block; undefined before the first. */
export async function readFinalNumber(database: Database): Promise<bigint | undefined> {
  const row = await database.selectFrom('chain_identity').select('final_number').executeTakeFirst()
  return row?.final_number ?? undefined
}

/** A row as the follower knows it. */
export function followedBlock(row: BlockRow): FollowedBlock {
  return {
    number: row.number,
    hash: row.hash as Hex,
    parentHash: row.parent_hash as Hex,
    timestampSeconds: Number(row.timestamp_seconds),
    receivedAt: row.received_at.getTime(),
  }
}

/** A followed block as its row. */
export function blockRow(block: FollowedBlock): BlockRow {
  return {
    number: block.number,
    hash: block.hash,
    parent_hash: block.parentHash,
    timestamp_seconds: BigInt(block.timestampSeconds),
    received_at: new Date(block.receivedAt),
  }
}
