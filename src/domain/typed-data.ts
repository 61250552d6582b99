// What a pool's order key signs (EIP-712), as viem's `signTypedData` and `hashTypedData` take it. The types are those of
// `contracts/libraries/SignedOrders.sol`; a test holds both to the same digests.

import type { Address, Hex } from 'viem'
import { invariant } from './invariant.ts'

/** The ledger's EIP-712 domain. */
export const LEDGER_DOMAIN_NAME = 'Vouchpenny RewardLedger'
export const LEDGER_DOMAIN_VERSION = '1'

/** The structure under a commit's signature. */
export const COMMIT_TYPES = {
  Commit: [
    { name: 'pool', type: 'uint32' },
    { name: 'seq', type: 'uint32' },
    { name: 'recordsHash', type: 'bytes32' },
    { name: 'holdSeconds', type: 'uint40' },
    { name: 'deadline', type: 'uint40' },
    { name: 'evidenceRoot', type: 'bytes32' },
    { name: 'policyHash', type: 'bytes32' },
    { name: 'counts', type: 'uint256' },
  ],
} as const

/** The structure under an amendment's signature. */
export const AMEND_TYPES = {
  Amend: [
    { name: 'pool', type: 'uint32' },
    { name: 'seq', type: 'uint32' },
    { name: 'batchHash', type: 'bytes27' },
    { name: 'reductionsHash', type: 'bytes32' },
    { name: 'deadline', type: 'uint40' },
  ],
} as const

/** Bits of one of the four numbers that share a header's word of counts. */
const COUNT_BITS = 64n
const COUNT_MAX = (1n << COUNT_BITS) - 1n

/** The ledger and the batch that a signature is for. */
export type SignedBatch = {
  readonly chainId: number
  readonly ledger: Address
  readonly pool: number
  readonly seq: number
}

/** The terms of a batch. `holdSeconds` runs from commit to maturity, `deadlineSeconds` is an instant of the chain. */
export type CommitTerms = {
  readonly holdSeconds: number
  readonly deadlineSeconds: number
  readonly evidenceRoot: Hex
  readonly policyHash: Hex
  readonly counts: bigint
}

/** Orders since the pool's previous commit. */
export type OrderCounts = {
  readonly seen: bigint
  readonly rewarded: bigint
  readonly rejected: bigint
  readonly underReview: bigint
}

/** The typed data of a commit; `recordsHash` is keccak256 of the records' bytes. */
export function commitTypedData(
  input: SignedBatch & {
    readonly recordsHash: Hex
    readonly header: CommitTerms
  },
) {
  const { pool, seq, recordsHash, header } = input
  const { holdSeconds, deadlineSeconds: deadline, evidenceRoot, policyHash, counts } = header
  return {
    domain: ledgerDomain(input),
    types: COMMIT_TYPES,
    primaryType: 'Commit',
    message: {
      pool,
      seq,
      recordsHash,
      holdSeconds,
      deadline,
      evidenceRoot,
      policyHash,
      counts,
    },
  } as const
}

/**
 * The typed data of an amendment. `batchHash` is the stored hash it starts from (27 bytes), `reductionsHash` keccak256
 * of the reductions' bytes, `deadlineSeconds` the last instant of the chain at which it may be carried.
 */
export function amendTypedData(
  input: SignedBatch & {
    readonly batchHash: Hex
    readonly reductionsHash: Hex
    readonly deadlineSeconds: number
  },
) {
  const { pool, seq, batchHash, reductionsHash, deadlineSeconds: deadline } = input
  return {
    domain: ledgerDomain(input),
    types: AMEND_TYPES,
    primaryType: 'Amend',
    message: { pool, seq, batchHash, reductionsHash, deadline },
  } as const
}

function ledgerDomain({ chainId, ledger }: SignedBatch) {
  return {
    name: LEDGER_DOMAIN_NAME,
    version: LEDGER_DOMAIN_VERSION,
    chainId,
    verifyingContract: ledger,
  } as const
}

/** One word of a header's counts, from the top: seen · rewarded · rejected · under review. Each below 2⁶⁴. */
export function packCounts({ seen, rewarded, rejected, underReview }: OrderCounts): bigint {
  let word = 0n
  for (const count of [seen, rewarded, rejected, underReview]) {
    invariant(count >= 0n && count <= COUNT_MAX, 'a count of orders fits 64 bits')
    word = (word << COUNT_BITS) | count
  }
  return word
}

/** The four numbers in a header's word of counts. */
export function unpackCounts(word: bigint): OrderCounts {
  const countAt = (place: bigint): bigint => (word >> (place * COUNT_BITS)) & COUNT_MAX
  return {
    seen: countAt(3n),
    rewarded: countAt(2n),
    rejected: countAt(1n),
    underReview: countAt(0n),
  }
}
