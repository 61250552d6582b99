// Calls of the reward ledger as text, and signatures that fit one content, for a ledger in memory.

import { hashTypedData, keccak256, stringToHex } from 'viem/utils'

import type { BatchHeader, BatchRef, ChainCall, IndexedBatchRef, LedgerCalls } from '#ports/chain.ts'
import type { Address, Hex, TypedDataDefinition } from 'viem'

/** What a call carries: the methods of the ledger that the relayer, a pool's owner or a passer-by uses. */
export type LedgerCall =
  | {
      readonly kind: 'commit'
      readonly pool: number
      readonly seq: number
      readonly header: Omit<BatchHeader, 'counts'> & { readonly counts: string }
      readonly records: Hex
      readonly signature: Hex
    }
  | {
      readonly kind: 'amend'
      readonly ref: BatchRef
      readonly deadlineSeconds: number
      readonly reductions: Hex
      readonly signature: Hex
    }
  | {
      readonly kind: 'settle'
      /** Packed, 20 bytes each. */
      readonly payees: Hex
      readonly batches: readonly IndexedBatchRef[]
      readonly push: boolean
    }
  | { readonly kind: 'pay'; readonly payees: readonly Address[] }
  | { readonly kind: 'veto'; readonly pool: number; readonly seq: number }
  | { readonly kind: 'deposit' | 'takeBack'; readonly pool: number; readonly micros: string }

/** 65 bytes that only the holder of `key` makes, and that fit one content: enough for a ledger in memory. */
export function fakeSignature(key: Hex, typedData: TypedDataDefinition): Hex {
  return `${keccak256(`${key}${hashTypedData(typedData).slice(2)}`)}${'00'.repeat(33)}`
}

/** Encodes calls as text, so that they travel through a store like real ones. */
export const fakeCalls: LedgerCalls = {
  commit: (pool, seq, header, records, signature) => {
    const { holdSeconds, deadlineSeconds, evidenceRoot, policyHash, counts } = header
    const signed = { holdSeconds, deadlineSeconds, evidenceRoot, policyHash, counts: counts.toString() }
    return encodeCall({ kind: 'commit', pool, seq, header: signed, records, signature })
  },
  amend: (ref, deadlineSeconds, reductions, signature) =>
    encodeCall({ kind: 'amend', ref, deadlineSeconds, reductions, signature }),
  settle: (payees, batches, push) => encodeCall({ kind: 'settle', payees, batches, push }),
  pay: (payees) => encodeCall({ kind: 'pay', payees }),
  openPool: notHere,
  transferPool: notHere,
  mintTestDollars: notHere,
  approveLedger: notHere,
  deposit: notHere,
  requestWithdrawal: notHere,
  executeWithdrawal: notHere,
  transferToken: notHere,
  sendGas: notHere,
}

function notHere(): never {
  throw new Error('the reward histories do not open or fund pools')
}

export function encodeCall(call: LedgerCall): ChainCall {
  return { to: `0x${'1'.repeat(40)}`, data: stringToHex(JSON.stringify(call)), value: 0n }
}
