// How a batch is named in a call to the ledger: with what its stored hash was made of.

import { recordsHash } from '#domain/records.ts'

import type { BatchRow } from '#ports/batch-rows.ts'
import type { BatchRef } from '#ports/chain.ts'
import type { Hex } from 'viem'

/** Names a batch by the net list that the ledger holds when the call reaches it. */
export function batchRef(
  { pool, seq, records }: Pick<BatchRow, 'pool' | 'seq' | 'records'>,
  netList: Hex,
): BatchRef {
  return { pool, seq, recordsHash: recordsHash(records), netList }
}
