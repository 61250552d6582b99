// The bytes of a call to `settle`, in one place.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { indexNetLists } from '#domain/settlement.ts'
import type { Hex } from 'viem'
import { encodeFunctionData } from 'viem/utils'

/** A committed batch as `settle` needs it. */
export type CommittedBatch = {
  readonly pool: number
  readonly seq: number
  readonly recordsHash: Hex
  readonly netList: Hex
}

/** Calldata of a settle of `batches`, in their order. */
export function encodeSettlement(batches: readonly CommittedBatch[], push: boolean): Hex {
  const { payees, indexedNetLists } = indexNetLists(batches.map(({ netList }) => netList))
  const refs = batches.map(({ pool, seq, recordsHash }, index) => ({
    pool,
    seq,
    recordsHash,
    indexedNetList: indexedNetLists[index] ?? '0x',
  }))
  return encodeFunctionData({ abi: rewardLedgerAbi, functionName: 'settle', args: [payees, refs, push] })
}
