// The evidence behind one record: what the header of its batch binds, field by field.

import { bytesToHex } from 'viem/utils'

import type { EvidenceLeaf } from '#domain/evidence.ts'
import type { RecordRow } from '#ports/batch-rows.ts'
import type { ChainIdentity } from '#ports/chain.ts'
import type { OrderRow } from '#ports/order-rows.ts'
import type { RewardRow } from '#ports/reward-rows.ts'
import type { Hex } from 'viem'

export type LeafParts = {
  readonly pool: number
  readonly seq: number
  readonly record: Pick<RecordRow, 'payee' | 'tag' | 'earnedMicros' | 'nettedMicros' | 'traceHash'> & {
    readonly salt: Hex
  }
  readonly reward: Pick<RewardRow, 'tier' | 'policyHash'>
  readonly order: Pick<OrderRow, 'sourceOrder'>
}

/** The leaf of a record; `pool` and `seq` are its batch's on the ledger. */
export function leafOfRecord(
  { chainId, ledger }: Pick<ChainIdentity, 'chainId' | 'ledger'>,
  { pool, seq, record, reward, order }: LeafParts,
): EvidenceLeaf {
  return {
    chainId,
    ledger,
    pool,
    seq,
    payee: record.payee,
    tag: record.tag,
    earnedMicros: record.earnedMicros,
    nettedMicros: record.nettedMicros,
    sourceOrder: bytesToHex(order.sourceOrder),
    tier: reward.tier,
    policyHash: reward.policyHash,
    traceHash: record.traceHash,
    salt: record.salt,
  }
}
