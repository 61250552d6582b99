// What the countersigner asks the chain itself, at its latest block and at its latest final one; it believes nobody else.

import { createReader, readChainId, readHead, readHeader, type ChainReader } from '#audit/chain/reader.ts'
import { pauseForReal } from '#audit/chain/ask.ts'
import { readMany } from '#audit/chain/ledger-views.ts'
import type { BatchOnChain } from '#domain/countersign/check-amendment.ts'
import type { PoolOnChain } from '#domain/countersign/verdict.ts'
import type { Address } from 'viem'

export type LedgerView = {
  readonly chainId: () => Promise<number>
  readonly head: () => Promise<LedgerAtBlock>
  /** At the latest block that is `finalDepth` blocks below the head; undefined while there is none. */
  readonly final: () => Promise<LedgerAtBlock | undefined>
}

export type LedgerAtBlock = {
  readonly timeSeconds: number
  readonly pool: (pool: number) => Promise<PoolOnChain>
  readonly batch: (pool: number, seq: number) => Promise<BatchOnChain>
}

/** A view of the ledger through an RPC endpoint; throws `chain_unavailable` when that does not answer. */
export function openLedgerView(options: {
  readonly rpc: string
  readonly ledger: Address
  readonly finalDepth: number
}): LedgerView {
  const reader = createReader(options.rpc, pauseForReal)
  return {
    chainId: () => readChainId(reader),
    head: async () => atBlock(reader, options.ledger, await readHead(reader)),
    final: async () => {
      const block = (await readHead(reader)) - options.finalDepth
      return block > 0 ? atBlock(reader, options.ledger, block) : undefined
    },
  }
}

async function atBlock(reader: ChainReader, ledger: Address, block: number): Promise<LedgerAtBlock> {
  const { time } = await readHeader(reader, block)
  const at = { ledger, block }
  return {
    timeSeconds: time,
    pool: async (number) => {
      const [pool] = await readMany(reader, at, 'getPool', [[number]])
      if (!pool) throw new Error('an answer for each question')
      const { owner, orderSigner, nextSeq, minHoldSeconds, rewardCapMicros } = pool
      return {
        owner,
        orderSigner,
        nextSeq,
        minHoldSeconds,
        rewardCapMicros: BigInt(rewardCapMicros),
        nowSeconds: time,
      }
    },
    batch: async (pool, seq) => {
      const [batch] = await readMany(reader, at, 'getBatch', [[pool, seq]])
      if (!batch) throw new Error('an answer for each question')
      const [maturesAtSeconds, batchHash] = batch
      return { maturesAtSeconds, batchHash }
    },
  }
}
