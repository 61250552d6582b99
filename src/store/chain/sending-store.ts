// Moves chain transactions from plan to end, each step under the lease of its sender.

import { invariant } from '#domain/invariant.ts'
import { Problem } from '#domain/problem.ts'
import type { SignedTransaction } from '#ports/chain-sending.ts'
import type { Lease } from '#ports/leases.ts'
import type { SendingStore } from '#ports/sending-store.ts'
import type { ExpressionBuilder } from 'kysely'
import type { Address } from 'viem'

import { withDatabaseTransaction, type Database, type DatabaseTransaction, type Tables } from '../database.ts'
import { checkFence } from './leases.ts'
import { minedTransaction, plannedTransaction, unminedTransaction } from './transaction-rows.ts'
import { transitionOf } from './transaction-transitions.ts'

/** States that ask for work; past which a successor may follow; in which bytes are saved and no block holds them. */
const LIVE_STATES = ['planned', 'signed', 'broadcast', 'mined'] as const
const PAST_STATES = ['mined', 'final', 'reverted', 'refused'] as const
const UNMINED_STATES = ['signed', 'broadcast'] as const

/** Keeps chain transactions in `chain_transactions` and nonces in `chain_nonces`. */
export function createSendingStore(database: Database): SendingStore {
  return {
    sendersWithWork: async () => {
      const rows = await database
        .selectFrom('chain_transactions')
        .select('sender')
        .distinct()
        .where('state', 'in', LIVE_STATES)
        .orderBy('sender')
        .execute()
      return rows.map(({ sender }) => sender as Address)
    },
    planned: async (sender, now, limit) => {
      const rows = await database
        .selectFrom('chain_transactions')
        .selectAll()
        .where('sender', '=', sender)
        .where('state', '=', 'planned')
        .where((where) =>
          where.or([where('postponed_until', 'is', null), where('postponed_until', '<=', new Date(now))]),
        )
        .where((where) => where.or([where('after_key', 'is', null), where.exists(pastPredecessor(where))]))
        .orderBy('planned_at')
        .orderBy('key')
        .limit(limit)
        .execute()
      return rows.map(plannedTransaction)
    },
    unmined: async (sender, limit) => {
      const chainId = await readChainId(database)
      const rows = await database
        .selectFrom('chain_transactions')
        .selectAll()
        .where('sender', '=', sender)
        .where('state', 'in', UNMINED_STATES)
        .orderBy('nonce')
        .limit(limit)
        .execute()
      return rows.map((row) => unminedTransaction(row, chainId))
    },
    mined: async (sender, limit) => {
      const rows = await database
        .selectFrom('chain_transactions')
        .select(['key', 'nonce', 'mined_hash', 'block_number', 'block_hash', 'gas_used', 'succeeded'])
        .where('sender', '=', sender)
        .where('state', '=', 'mined')
        .orderBy('nonce')
        .limit(limit)
        .execute()
      return rows.map(minedTransaction)
    },
    saveSigned: (lease, key, leastNonce, at, sign) =>
      withDatabaseTransaction(database, async (transaction) => {
        await checkFence(transaction, lease)
        const sender = await senderOf(transaction, key)
        const nonce = await takeNonce(transaction, lease, sender, leastNonce)
        const signed = await sign(nonce)
        await saveBytes(transaction, lease, key, ['planned'], signed, at)
        return signed
      }),
    saveReplacement: (lease, key, signed, at) =>
      withDatabaseTransaction(database, async (transaction) => {
        await checkFence(transaction, lease)
        await saveBytes(transaction, lease, key, UNMINED_STATES, signed, at)
        await transaction
          .updateTable('chain_transactions')
          .set((row) => ({ replacements: row('replacements', '+', 1) }))
          .where('key', '=', key)
          .execute()
      }),
    change: (lease, key, change, at) =>
      withDatabaseTransaction(database, async (transaction) => {
        await checkFence(transaction, lease)
        const { from, set } = transitionOf(change, new Date(at))
        const { numUpdatedRows } = await transaction
          .updateTable('chain_transactions')
          .set({ ...set, fence: lease.fence })
          .where('key', '=', key)
          .where('state', 'in', from)
          .executeTakeFirst()
        if (numUpdatedRows !== 1n) throw new Problem('lease_lost', { lease: lease.name, key })
      }),
  }
}

/** What must be mined before: past is mined or ended in any way, and then the chain itself judges what comes after. */
function pastPredecessor(where: ExpressionBuilder<Tables, 'chain_transactions'>) {
  return where
    .selectFrom('chain_transactions as predecessor')
    .select('predecessor.key')
    .whereRef('predecessor.key', '=', 'chain_transactions.after_key')
    .where('predecessor.state', 'in', PAST_STATES)
}

async function readChainId(database: Database): Promise<number> {
  const row = await database.selectFrom('chain_identity').select('chain_id').executeTakeFirst()
  invariant(row, 'a chain is pinned before anything is sent')
  return Number(row.chain_id)
}

async function senderOf(transaction: DatabaseTransaction, key: string): Promise<Address> {
  const row = await transaction
    .selectFrom('chain_transactions')
    .select('sender')
    .where('key', '=', key)
    .executeTakeFirst()
  invariant(row, 'only what is planned is signed')
  return row.sender as Address
}

/** The next nonce of the sender; the row is written before the bytes that use it, in the same database transaction. */
async function takeNonce(
  transaction: DatabaseTransaction,
  lease: Lease,
  sender: Address,
  leastNonce: bigint,
): Promise<bigint> {
  const row = await transaction
    .selectFrom('chain_nonces')
    .select('next_nonce')
    .where('sender', '=', sender)
    .forUpdate()
    .executeTakeFirst()
  const nonce = row !== undefined && row.next_nonce > leastNonce ? row.next_nonce : leastNonce
  const next = { next_nonce: nonce + 1n, fence: lease.fence }
  await transaction
    .insertInto('chain_nonces')
    .values({ sender, ...next })
    .onConflict((conflict) => conflict.column('sender').doUpdateSet(next))
    .execute()
  return nonce
}

async function saveBytes(
  transaction: DatabaseTransaction,
  lease: Lease,
  key: string,
  from: readonly ('planned' | 'signed' | 'broadcast')[],
  signed: SignedTransaction,
  at: number,
): Promise<void> {
  const { numUpdatedRows } = await transaction
    .updateTable('chain_transactions')
    .set((row) => ({
      state: 'signed' as const,
      nonce: signed.nonce,
      hash: signed.hash,
      raw: signed.raw,
      hashes: row.fn<string[]>('array_append', ['hashes', row.val(signed.hash)]),
      gas_limit: signed.gasLimit,
      max_fee_per_gas: signed.fees.maxFeePerGas.toString(),
      max_priority_fee_per_gas: signed.fees.maxPriorityFeePerGas.toString(),
      fence: lease.fence,
      signed_at: new Date(at),
    }))
    .where('key', '=', key)
    .where('state', 'in', from)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new Problem('lease_lost', { lease: lease.name, key })
}
