// Reads rows of `chain_transactions` as the sender knows them.

import { invariant } from '#domain/invariant.ts'
import type { SignedTransaction } from '#ports/chain-sending.ts'
import type { MinedTransaction, PlannedTransaction, UnminedTransaction } from '#ports/sending-store.ts'
import type { Selectable } from 'kysely'
import type { Address, Hex } from 'viem'

import type { ChainTables } from '../tables/chain.ts'

type TransactionRow = Selectable<ChainTables['chain_transactions']>
type MinedRow = Pick<
  TransactionRow,
  'key' | 'nonce' | 'mined_hash' | 'block_number' | 'block_hash' | 'gas_used' | 'succeeded'
>

/** Takes rows in any state: what was planned never changes. */
export function plannedTransaction(row: TransactionRow): PlannedTransaction {
  return {
    key: row.key,
    sender: row.sender as Address,
    call: {
      to: row.to_address as Address,
      data: row.data as Hex,
      value: BigInt(row.value_wei),
    },
    plannedAt: row.planned_at.getTime(),
  }
}

/** Takes rows in state signed or broadcast; their bytes are always there. */
export function unminedTransaction(row: TransactionRow, chainId: number): UnminedTransaction {
  const { state, signed_at } = row
  invariant((state === 'signed' || state === 'broadcast') && signed_at, 'only signed rows are read as signed')
  const sentAt = state === 'broadcast' ? (row.broadcast_at ?? signed_at) : signed_at
  return {
    ...plannedTransaction(row),
    state,
    signed: signedTransaction(row, chainId),
    hashes: row.hashes as Hex[],
    replacements: row.replacements,
    sentAt: sentAt.getTime(),
    nonceTakenSince: row.nonce_taken_since?.getTime(),
  }
}

function signedTransaction(row: TransactionRow, chainId: number): SignedTransaction {
  const { nonce, raw, hash, gas_limit, max_fee_per_gas, max_priority_fee_per_gas } = row
  invariant(
    nonce !== null && raw !== null && hash !== null && gas_limit !== null,
    'signed bytes are saved with their nonce, hash and gas',
  )
  invariant(
    max_fee_per_gas !== null && max_priority_fee_per_gas !== null,
    'signed bytes are saved with their fees',
  )
  return {
    chainId,
    nonce,
    call: plannedTransaction(row).call,
    gasLimit: gas_limit,
    fees: {
      maxFeePerGas: BigInt(max_fee_per_gas),
      maxPriorityFeePerGas: BigInt(max_priority_fee_per_gas),
    },
    raw: raw as Hex,
    hash: hash as Hex,
  }
}

/** Takes rows in state mined; their receipt is always there. */
export function minedTransaction(row: MinedRow): MinedTransaction {
  const { key, nonce, mined_hash, block_number, block_hash, gas_used, succeeded } = row
  invariant(
    nonce !== null && mined_hash !== null && block_number !== null && block_hash !== null,
    'a mined chain transaction is saved with its place',
  )
  invariant(gas_used !== null && succeeded !== null, 'a mined chain transaction is saved with its receipt')
  const place = {
    hash: mined_hash as Hex,
    blockNumber: block_number,
    blockHash: block_hash as Hex,
  }
  return { key, nonce, receipt: { ...place, gasUsed: gas_used, succeeded } }
}
