// The chain as the sender uses it: simulate, sign, broadcast, look for receipts. Implemented with viem in `src/chain`.

import type { Address, Hex } from 'viem'

import type { ChainCall } from './chain.ts'

/** Most gas one chain transaction may have: the protocol's own cap since Osaka (EIP-7825), 2²⁴. */
export const MAX_TRANSACTION_GAS = 16_777_216n

/** Most bytes of calldata: common nodes refuse chain transactions above 131 072 bytes, and the rest needs room too. */
export const MAX_CALLDATA_BYTES = 120_000

/** In wei for one unit of gas, as EIP-1559 names them. */
export type ChainFees = {
  readonly maxFeePerGas: bigint
  readonly maxPriorityFeePerGas: bigint
}

export type Simulation =
  /** `gas` is what the call is estimated to need. */
  | { readonly status: 'passes'; readonly gas: bigint }
  /** The ledger or token refused it; `errorName` is the custom error's name, or `Error` or `Panic`. */
  | { readonly status: 'refused'; readonly errorName: string }

export type ChainReceipt = {
  readonly hash: Hex
  readonly blockNumber: bigint
  readonly blockHash: Hex
  readonly gasUsed: bigint
  readonly succeeded: boolean
}

/**
 * Every method may throw `Problem('chain_unavailable')`, which says nothing about what became of a chain transaction.
 */
export type ChainBroadcaster = {
  /** `accepted` also when the node had these bytes already; `unknown` for any error, with its text. */
  readonly broadcast: (
    raw: Hex,
  ) => Promise<{ readonly status: 'accepted' } | { readonly status: 'unknown'; readonly reason: string }>
  readonly receipt: (hash: Hex) => Promise<ChainReceipt | undefined>
  /** Whether the node has the chain transaction, mined or waiting. */
  readonly knows: (hash: Hex) => Promise<boolean>
  /** The next nonce by mined blocks, and by those waiting too. */
  readonly nonces: (sender: Address) => Promise<{ readonly latest: bigint; readonly pending: bigint }>
  /** The next nonce as of a block. */
  readonly nonceAt: (sender: Address, blockNumber: bigint) => Promise<bigint>
  /** In wei. */
  readonly balance: (address: Address) => Promise<bigint>
  /** What gets a chain transaction mined soon. */
  readonly fees: () => Promise<ChainFees>
  /** Runs the call on the latest block with no more than `mostGas`, and estimates its gas; any other error than a refusal is thrown. */
  readonly simulate: (sender: Address, call: ChainCall, mostGas: bigint) => Promise<Simulation>
  /** Name of the custom error with which the call reverts on top of the given block; undefined when it does not. */
  readonly explainRevert: (
    sender: Address,
    call: ChainCall,
    blockNumber: bigint,
  ) => Promise<string | undefined>
}

export type SignableTransaction = {
  readonly chainId: number
  readonly nonce: bigint
  readonly call: ChainCall
  readonly gasLimit: bigint
  readonly fees: ChainFees
}

export type SignedTransaction = SignableTransaction & {
  readonly raw: Hex
  readonly hash: Hex
}

/** Signs EIP-1559 chain transactions; pure. */
export type TransactionSigner = {
  readonly sign: (privateKey: Uint8Array, transaction: SignableTransaction) => Promise<SignedTransaction>
}

/** The keys this process may send with. */
export type SigningKeys = {
  /** The 32 bytes of the sender's private key; undefined when it is not ours to use. */
  readonly privateKeyOf: (sender: Address) => Promise<Uint8Array | undefined>
}
