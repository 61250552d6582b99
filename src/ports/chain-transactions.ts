// Sending as the rules see it: ask once under a key, look later. Nothing here waits, and nothing is sent twice.

import type { ChainCall } from './chain.ts'
import type { Address, Hex } from 'viem'

/**
 * planned → signed (bytes, hash and nonce are saved) → broadcast → mined → final.
 * `mined` goes back to `broadcast` when its block is reorganised away. `reverted` is mined and final, without effect.
 * `refused` was never signed: the chain refused its simulation with a custom error, and nothing was sent.
 */
export type ChainTransactionState =
  'planned' | 'signed' | 'broadcast' | 'mined' | 'final' | 'reverted' | 'refused'

export type ChainTransaction = {
  /** Names what is done, once and for all, such as `commit:<pool>:<seq>:<attempt>:<try at sending>`. */
  readonly key: string
  readonly sender: Address
  readonly state: ChainTransactionState
  readonly hash: Hex | undefined
  readonly blockNumber: bigint | undefined
  readonly gasUsed: bigint | undefined
  /** Name of the custom error that a refused or reverted call answered with, when known. */
  readonly refusal: string | undefined
}

export type ChainTransactionRequest = {
  readonly key: string
  readonly sender: Address
  readonly call: ChainCall
  /** Key of a chain transaction that must be mined before this one is simulated and signed. */
  readonly after?: string
}

export type ChainTransactions = {
  /** Plans a chain transaction; the same key a second time is `already-planned` and changes nothing. */
  readonly plan: (
    request: ChainTransactionRequest,
  ) => Promise<{ readonly status: 'planned' | 'already-planned' }>
  readonly find: (key: string) => Promise<ChainTransaction | undefined>
  /** By the hash of any bytes ever signed for it. */
  readonly findByHash: (hash: Hex) => Promise<ChainTransaction | undefined>
}
