// The form of `tests/vectors/passkeys.json`: assertions recorded from a browser, for TypeScript and Solidity alike.

import { readFileSync } from 'node:fs'
import type { Instruction, Signer } from '#domain/passkey-account.ts'
import type { Address, Hex } from 'viem'

export const PASSKEY_VECTORS_FILE = new URL('../vectors/passkeys.json', import.meta.url)

/** An instruction as JSON: amounts, nonces and instants as decimal strings. */
export type InstructionJson = {
  readonly type: Instruction['type']
  readonly [field: string]: unknown
}

export type RecordedAssertion = {
  readonly name: string
  /** Which of the accounts it is carried to. */
  readonly account: 'alone' | 'backed' | 'guarded'
  readonly byRecovery: boolean
  readonly instruction: InstructionJson
  /** EIP-712 digest of the instruction. */
  readonly digest: Hex
  /** What the device was asked to sign: the digest, unless that is what is wrong with it. */
  readonly challenge: Hex
  readonly authenticatorData: Hex
  readonly clientDataJSON: Hex
  /** ECDSA signature as the device gave it, DER. */
  readonly der: Hex
  /** The same as the account takes it; of a refused one, encoded all the same. */
  readonly signature: Hex
  /** The whole call of the account. */
  readonly call: Hex
  /** What becomes of the call on a new account. */
  readonly outcome: 'done' | 'waits' | 'refused'
}

export type PasskeyVectors = {
  readonly about: string
  readonly chainId: number
  /** Creates the factory, the token and the ledger with its nonces 0, 1 and 2. */
  readonly deployer: Address
  readonly factory: Address
  readonly implementation: Address
  readonly token: Address
  readonly ledger: Address
  /** SubjectPublicKeyInfo of each passkey, as its registration gave it. */
  readonly publicKeys: { readonly key: Hex; readonly recovery: Hex }
  readonly accounts: Readonly<
    Record<
      RecordedAssertion['account'],
      { readonly key: Signer; readonly recovery: Signer; readonly account: Address }
    >
  >
  readonly assertions: readonly RecordedAssertion[]
}

/** The committed vectors. */
export function readPasskeyVectors(): PasskeyVectors {
  return JSON.parse(readFileSync(PASSKEY_VECTORS_FILE, 'utf8')) as PasskeyVectors
}

/** An instruction as the domain takes it. */
export function parseInstruction(json: InstructionJson): Instruction {
  const { nonce, deadlineSeconds, rawAmount, micros, ...rest } = json
  return {
    ...rest,
    nonce: BigInt(nonce as string),
    deadlineSeconds: Number(deadlineSeconds),
    ...(rawAmount === undefined ? {} : { rawAmount: BigInt(rawAmount as string) }),
    ...(micros === undefined ? {} : { micros: BigInt(micros as string) }),
  } as Instruction
}
