// The chain as the rules see it: blocks, the ledger's events and state, calls ready to send. Implemented with viem in
// `src/chain`.

import type { Micros } from '#domain/money.ts'
import type { CommitTerms } from '#domain/typed-data.ts'
import type { Address, Hex } from 'viem'

export type ChainBlock = {
  readonly number: bigint
  readonly hash: Hex
  readonly parentHash: Hex
  /** Seconds since 1970, by the chain. */
  readonly timestampSeconds: number
}

/** What a relayer pins at its first start and checks at every other. */
export type ChainIdentity = {
  readonly chainId: number
  readonly ledger: Address
  readonly token: Address
  readonly ledgerCodeHash: Hex
  readonly deployBlock: bigint
  readonly deployBlockHash: Hex
}

export type LedgerEventPlace = {
  readonly blockNumber: bigint
  readonly blockHash: Hex
  readonly blockTimestampSeconds: number
  readonly transactionHash: Hex
  readonly logIndex: number
}

/** The ledger's events, by their names in IRewardLedger; amounts in micros. */
export type LedgerEventBody =
  | {
      readonly name: 'PoolOpened'
      readonly pool: number
      readonly owner: Address
      readonly orderSigner: Address
    }
  | {
      readonly name: 'OrderSignerSet'
      readonly pool: number
      readonly orderSigner: Address
    }
  | {
      readonly name: 'PoolTransferStarted'
      readonly pool: number
      /** Zero takes an offer back. */
      readonly newOwner: Address
    }
  | {
      readonly name: 'PoolTransferred'
      readonly pool: number
      readonly previousOwner: Address
      readonly newOwner: Address
    }
  | {
      readonly name: 'Deposited'
      readonly pool: number
      readonly from: Address
      readonly micros: Micros
    }
  | {
      readonly name: 'Committed'
      readonly pool: number
      readonly seq: number
      readonly maturesAtSeconds: number
      readonly records: Hex
    }
  | {
      readonly name: 'Amended'
      readonly pool: number
      readonly seq: number
      readonly reductions: Hex
    }
  | {
      readonly name: 'Vetoed'
      readonly pool: number
      readonly seq: number
      readonly micros: Micros
    }
  | {
      readonly name: 'Settled'
      readonly pool: number
      readonly seq: number
      readonly index: number
      readonly push: boolean
    }
  | {
      readonly name: 'PayDeferred'
      readonly payee: Address
      readonly owedMicros: Micros
    }
  | { readonly name: 'Paid'; readonly payee: Address; readonly micros: Micros }
  | {
      readonly name: 'Withdrawn'
      readonly payee: Address
      readonly to: Address
      readonly micros: Micros
    }
  | {
      readonly name: 'MinimumPayoutSet'
      readonly payee: Address
      readonly micros: Micros
    }
  | {
      readonly name: 'WithdrawalRequested'
      readonly pool: number
      readonly micros: Micros
      readonly readyAtSeconds: number
    }
  | {
      readonly name: 'PoolWithdrawn'
      readonly pool: number
      readonly to: Address
      readonly micros: Micros
    }
  /** A push by `settle`: the token's Transfer from the ledger that no Paid, Withdrawn or PoolWithdrawn log explains. */
  | {
      readonly name: 'Pushed'
      readonly payee: Address
      readonly micros: Micros
    }

export type LedgerEvent = LedgerEventBody & LedgerEventPlace

export type PoolState = {
  readonly owner: Address
  readonly orderSigner: Address
  readonly availableMicros: Micros
  readonly reservedMicros: Micros
  /** What the rate limit lets through at the block read. */
  readonly rateMicros: Micros
  readonly rewardCapMicros: Micros
  readonly minHoldSeconds: number
  readonly nextSeq: number
}

export type BatchState = {
  /** 0 when the batch is not open. */
  readonly maturesAtSeconds: number
  /** Upper 216 bits, 27 bytes; zero when never committed. */
  readonly batchHash: Hex
}

export type AccountState = {
  readonly owedMicros: Micros
  readonly minimumMicros: Micros
}

/** Reading. Every method may throw `Problem('chain_unavailable')`; none is ever taken for "failed". */
export type ChainReader = {
  /** Also throws `Problem('chain_mismatch')` when there is no ledger where one should be. */
  readonly identity: () => Promise<ChainIdentity>
  readonly head: () => Promise<ChainBlock>
  readonly block: (number: bigint) => Promise<ChainBlock | undefined>
  /** Events of the ledger, pushes included, in log order; both ends included. */
  readonly ledgerEvents: (fromBlock: bigint, toBlock: bigint) => Promise<readonly LedgerEvent[]>
  readonly pool: (pool: number) => Promise<PoolState | undefined>
  readonly batch: (pool: number, seq: number) => Promise<BatchState>
  readonly accounts: (payees: readonly Address[]) => Promise<readonly AccountState[]>
}

export type PoolTerms = {
  readonly minHoldSeconds: number
  readonly rewardCapMicros: Micros
  readonly rateCapacityMicros: Micros
  readonly rateMicrosPerDay: Micros
}

/** The header that a commit carries: the very terms that the order key signs. */
export type BatchHeader = CommitTerms

export type BatchRef = {
  readonly pool: number
  readonly seq: number
  readonly recordsHash: Hex
  readonly netList: Hex
}

/** A batch as a settle call names it: its payees by their places in a list that the call's batches share. */
export type IndexedBatchRef = {
  readonly pool: number
  readonly seq: number
  readonly recordsHash: Hex
  readonly indexedNetList: Hex
}

/** A call ready to be sent; `value` in wei. */
export type ChainCall = {
  readonly to: Address
  readonly data: Hex
  readonly value: bigint
}

/** Encodes calls; pure. */
export type LedgerCalls = {
  readonly openPool: (orderSigner: Address, terms: PoolTerms) => ChainCall
  /** Offers a pool to a new owner. */
  readonly transferPool: (pool: number, newOwner: Address) => ChainCall
  readonly mintTestDollars: (to: Address, amount: Micros) => ChainCall
  readonly approveLedger: (amount: Micros) => ChainCall
  readonly deposit: (pool: number, expectedOwner: Address, amount: Micros) => ChainCall
  /** 0 takes a request back. */
  readonly requestWithdrawal: (pool: number, amount: Micros) => ChainCall
  readonly executeWithdrawal: (pool: number) => ChainCall
  /** The token itself, from the caller to somebody. */
  readonly transferToken: (to: Address, amount: Micros) => ChainCall
  readonly commit: (pool: number, seq: number, header: BatchHeader, records: Hex, signature: Hex) => ChainCall
  readonly amend: (batch: BatchRef, deadlineSeconds: number, reductions: Hex, signature: Hex) => ChainCall
  /** `payees`: 20 bytes each, strictly ascending. */
  readonly settle: (payees: Hex, batches: readonly IndexedBatchRef[], push: boolean) => ChainCall
  readonly pay: (payees: readonly Address[]) => ChainCall
  readonly sendGas: (to: Address, wei: bigint) => ChainCall
}
