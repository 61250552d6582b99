// Plans chain transactions and tells what became of them.

import { invariant } from '#domain/invariant.ts'
import { MAX_CALLDATA_BYTES } from '#ports/chain-sending.ts'
import type { ChainTransaction, ChainTransactions } from '#ports/chain-transactions.ts'
import type { WallClock } from '#ports/clocks.ts'
import { sql, type Selectable } from 'kysely'
import type { Address, Hex } from 'viem'
import { getAddress, size } from 'viem/utils'

import type { Database } from '../database.ts'
import type { ChainTables } from '../tables/chain.ts'

/** What is read of a chain transaction to tell what became of it. */
const COLUMNS = [
  'key',
  'sender',
  'state',
  'hash',
  'mined_hash',
  'block_number',
  'gas_used',
  'refusal',
] as const

/** Keeps plans in `chain_transactions`; a key is planned once and for all. Senders are kept with their checksum. */
export function createChainTransactions(database: Database, clock: WallClock): ChainTransactions {
  return {
    plan: async ({ key, sender, call, after }) => {
      invariant(size(call.data) < MAX_CALLDATA_BYTES, 'a chain transaction carries less than 120 000 bytes')
      const row = await database
        .insertInto('chain_transactions')
        .values({
          key,
          sender: getAddress(sender),
          to_address: call.to,
          data: call.data,
          value_wei: call.value.toString(),
          after_key: after ?? null,
          state: 'planned',
          hashes: [],
          replacements: 0,
          planned_at: new Date(clock.now()),
        })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning('key')
        .executeTakeFirst()
      return { status: row ? 'planned' : 'already-planned' }
    },
    find: async (key) => {
      const row = await database
        .selectFrom('chain_transactions')
        .select(COLUMNS)
        .where('key', '=', key)
        .executeTakeFirst()
      return row && chainTransaction(row)
    },
    findByHash: async (hash) => {
      const row = await database
        .selectFrom('chain_transactions')
        .select(COLUMNS)
        .where('hashes', '@>', sql<string[]>`array[${hash}]::text[]`)
        .limit(1)
        .executeTakeFirst()
      return row && chainTransaction(row)
    },
  }
}

function chainTransaction(
  row: Pick<Selectable<ChainTables['chain_transactions']>, (typeof COLUMNS)[number]>,
): ChainTransaction {
  return {
    key: row.key,
    sender: row.sender as Address,
    state: row.state,
    hash: (row.mined_hash ?? row.hash ?? undefined) as Hex | undefined,
    blockNumber: row.block_number ?? undefined,
    gasUsed: row.gas_used ?? undefined,
    refusal: row.refusal ?? undefined,
  }
}
