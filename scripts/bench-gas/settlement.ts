// The bytes of a call to `settle`, in one place.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { indexBatches } from '#domain/settlement.ts'
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
  const { payees, batches: refs } = indexBatches(
    batches.map(({ pool, seq, recordsHash, netList }) => ({ pool, seq, recordsHash, netList })),
  )
  return encodeFunctionData({ abi: rewardLedgerAbi, functionName: 'settle', args: [payees, refs, push] })
}
