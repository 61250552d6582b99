// Passkey accounts on the chain: what they hold, who may sign for them, what waits, and calls that carry an instruction.

import type { LoggedOutcome } from '#domain/account-instruction.ts'
import type { Micros } from '#domain/money.ts'
import type { Instruction, Signer } from '#domain/passkey-account.ts'
import type { Address, Hex } from 'viem'
import type { ChainCall } from './chain.ts'

/**
 * Most gas that carrying an instruction may take: three times what making an account and checking a passkey on a chain
 * without a precompile for it take. A contract that signs for an account runs what its owner wrote, at the relayer's cost.
 */
export const INSTRUCTION_GAS_MAX = 2_000_000n

/** Both signers that an address was made of; whoever signs now is the account's own to say. */
export type EnrolledSigners = { readonly key: Signer; readonly recovery: Signer }

export type PasskeyAccountState = {
  /** False while nothing but an address: its signers are then those enrolled. */
  readonly isCreated: boolean
  readonly key: Signer
  readonly recovery: Signer
  readonly keyNonce: bigint
  readonly recoveryNonce: bigint
  /** Tokens at the address. */
  readonly heldMicros: Micros
  /** What the ledger owes it. */
  readonly owedMicros: Micros
  readonly blockNumber: bigint
}

/** All but `call` and `rawOf` may throw `Problem('chain_unavailable')`. */
export type PasskeyAccounts = {
  readonly state: (account: Address, enrolled: EnrolledSigners) => Promise<PasskeyAccountState>
  /** Whether a transfer to `to` does not wait. */
  readonly isKnown: (account: Address, to: Address) => Promise<boolean>
  /** First instant, in seconds by the chain, at which a waiting instruction may be carried again; 0 for one that does not wait. */
  readonly waitsUntilSeconds: (account: Address, digest: Hex) => Promise<number>
  /** What the logs since `fromBlock` say of an instruction. */
  readonly logged: (asked: {
    readonly account: Address
    readonly instruction: Instruction
    readonly digest: Hex
    readonly fromBlock: bigint
  }) => Promise<LoggedOutcome>
  /** Creates the account unless it is there, and tells it the instruction. */
  readonly call: (carried: {
    readonly enrolled: EnrolledSigners
    readonly instruction: Instruction
    readonly signature: Hex
  }) => ChainCall
  /** Whether the account takes the signature, as the relayer would carry it. What else it refuses says nothing of that. */
  readonly takesSignature: (call: ChainCall, carrier: Address) => Promise<boolean>
  /** An amount in the token's own units. */
  readonly rawOf: (amount: Micros) => bigint
}
