// A person's passkey account, and what they tell it.

import type { InstructionChange, InstructionState } from '#domain/account-instruction.ts'
import type { Instruction } from '#domain/passkey-account.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { Address, Hex } from 'viem'
import type { EnrolledSigners } from './passkey-accounts.ts'

export type InstructionRow = {
  readonly instructionId: string
  readonly account: Address
  readonly instruction: Instruction
  /** EIP-712 digest: what is signed, and the name under which it waits. */
  readonly digest: Hex
  readonly state: InstructionState
  /** As the account takes it; null before anybody has signed. */
  readonly signature: Hex | null
  /** Its traces on the chain are in this block or later. */
  readonly fromBlock: bigint
  /** By the chain's clock; null while it does not wait there. */
  readonly readyAtSeconds: number | null
  readonly attempt: number
  readonly tryAfterSeconds: number | null
  readonly refusal: string | null
  readonly askedAt: Instant
}

export type AccountRows = {
  /** Keeps what the address was made of; the first stays. */
  readonly insert: (signers: EnrolledSigners, createdAt: Instant) => Promise<void>
  readonly signers: () => Promise<EnrolledSigners | undefined>
  /** Whatever else is told to the account at the same time waits for this database transaction. */
  readonly lock: () => Promise<void>
  /** A new draft takes the place of the one before. */
  readonly insertDraft: (
    row: Pick<
      InstructionRow,
      'instructionId' | 'account' | 'instruction' | 'digest' | 'fromBlock' | 'askedAt'
    >,
  ) => Promise<void>
  readonly instruction: (instructionId: string) => Promise<InstructionRow | undefined>
  /** Newest first, drafts left out. */
  readonly list: (limit: number) => Promise<readonly InstructionRow[]>
  /** Signed, and not over. */
  readonly underWay: () => Promise<readonly InstructionRow[]>
  readonly sign: (instructionId: string, signature: Hex) => Promise<void>
  readonly change: (instructionId: string, change: InstructionChange) => Promise<void>
}
