// What the order key signs of a proposal, from what is stored of it.

import { batchHash, recordsHash } from '#domain/records.ts'
import { amendTypedData, commitTypedData } from '#domain/typed-data.ts'
import { keccak256 } from 'viem/utils'

import type { ChainIdentity } from '#ports/chain.ts'
import type { TypedDataDefinition } from 'viem'

import type { FoundProposal } from './find-proposal.ts'

/** The EIP-712 structure of the batch or the amendment. */
export function proposalTypedData(
  { chainId, ledger }: Pick<ChainIdentity, 'chainId' | 'ledger'>,
  { batch, amendment }: Pick<FoundProposal, 'batch' | 'amendment'>,
): TypedDataDefinition {
  const { pool, seq, records } = batch
  const of = { chainId, ledger, pool, seq }
  if (amendment === undefined) {
    return commitTypedData({ ...of, recordsHash: recordsHash(records), header: batch })
  }
  return amendTypedData({
    ...of,
    batchHash: batchHash(recordsHash(records), amendment.fromNetList),
    reductionsHash: keccak256(amendment.reductions),
    deadlineSeconds: amendment.deadlineSeconds,
  })
}
