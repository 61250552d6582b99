// Evidence as a file: what one reward rests on, with the salt and the proof that tie it to the chain. Whoever has the
// file and an RPC endpoint can check it; nobody has to be asked.

import type { OrderClasses } from './order-classes.ts'
import type { Policy } from './policy.ts'
import type { Trace } from './trace.ts'
import type { Address, Hex } from 'viem'

/** The form of the file, its first field. */
export const EVIDENCE_FORMAT = 'vouchpenny-evidence/1'

/** One record of the reward; a reward that grew has several. Amounts are decimal strings of the token. */
export type EvidenceRecord = {
  readonly pool: number
  readonly seq: number
  /** The chain transaction whose log carries the batch; a hint where to look, and worthless if it is wrong. */
  readonly chainTransaction: Hex
  readonly payee: Address
  readonly tag: Hex
  readonly earned: string
  readonly netted: string
  readonly sourceOrder: Hex
  readonly tier: number
  readonly policyHash: Hex
  readonly traceHash: Hex
  readonly salt: Hex
  /** From the leaf's sibling upwards. */
  readonly proof: readonly Hex[]
  /** What the trace hash is of; left out where it speaks of what only the shop may know. */
  readonly trace?: Trace
  /** Of its batch; left out where they speak of what only the shop may know, and for batches from before they were bound. */
  readonly classes?: EvidenceClasses
}

/** What the counts in the batch's header are made of, with a salt and a proof of their own. */
export type EvidenceClasses = {
  readonly orders: OrderClasses
  readonly salt: Hex
  readonly proof: readonly Hex[]
}

export type EvidenceFile = {
  readonly format: typeof EVIDENCE_FORMAT
  readonly rewardId: string
  readonly chainId: number
  readonly ledger: Address
  /** The rules that the policy hash is of. */
  readonly policy: Policy
  readonly records: readonly EvidenceRecord[]
}
