// Which states a change may come from, and what it writes.

import type { ChainTransactionState } from '#ports/chain-transactions.ts'
import type { TransactionChange } from '#ports/sending-store.ts'
import type { Updateable } from 'kysely'

import type { ChainTables } from '../tables/chain.ts'

type Transition = {
  readonly from: readonly ChainTransactionState[]
  readonly set: Updateable<ChainTables['chain_transactions']>
}

/** What a chain transaction loses with its block. */
const NOT_MINED = {
  mined_hash: null,
  block_number: null,
  block_hash: null,
  gas_used: null,
  succeeded: null,
  refusal: null,
  mined_at: null,
}

/** `at` is when the change is saved, by the wall clock. */
export function transitionOf(change: TransactionChange, at: Date): Transition {
  const unmined = ['signed', 'broadcast'] as const
  switch (change.to) {
    case 'postponed':
      return {
        from: ['planned'],
        set: { postponed_until: new Date(change.until) },
      }
    case 'refused':
      return {
        from: ['planned'],
        set: { state: 'refused', refusal: change.errorName, ended_at: at },
      }
    case 'broadcast':
      return { from: unmined, set: { state: 'broadcast', broadcast_at: at } }
    case 'mined':
      return {
        from: unmined,
        set: {
          state: 'mined',
          ...minedColumns(change),
          mined_at: at,
          nonce_taken_since: null,
        },
      }
    case 'unmined':
      return {
        from: ['mined'],
        set: { state: 'broadcast', ...NOT_MINED, broadcast_at: at },
      }
    case 'final':
    case 'reverted':
      return { from: ['mined'], set: { state: change.to, ended_at: at } }
    case 'nonce-taken':
      return { from: unmined, set: { nonce_taken_since: at } }
    case 'nonce-free':
      return { from: unmined, set: { nonce_taken_since: null } }
    case 'requeued':
      // The hashes stay, as a record of what was once signed; the nonce they carry is used up.
      return {
        from: unmined,
        set: {
          state: 'planned',
          nonce: null,
          hash: null,
          raw: null,
          nonce_taken_since: null,
        },
      }
    default:
      return change satisfies never
  }
}

function minedColumns({ receipt, errorName }: Extract<TransactionChange, { readonly to: 'mined' }>) {
  return {
    mined_hash: receipt.hash,
    block_number: receipt.blockNumber,
    block_hash: receipt.blockHash,
    gas_used: receipt.gasUsed,
    succeeded: receipt.succeeded,
    refusal: errorName ?? null,
  }
}
