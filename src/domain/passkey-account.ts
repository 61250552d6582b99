// A passkey account as seen from outside the chain: who may sign for it, where it is before it exists, and what its
// signers sign (EIP-712). Specification: `contracts/passkey/IPasskeyAccount.sol`; examples: `tests/vectors/passkeys.json`.

import type { Address, Hex } from 'viem'
import {
  concatHex,
  getContractAddress,
  hashTypedData,
  hexToBigInt,
  numberToHex,
  pad,
  size,
  slice,
} from 'viem/utils'
import { Problem } from './problem.ts'

/** The account's EIP-712 domain. */
export const PASSKEY_ACCOUNT_DOMAIN_NAME = 'Vouchpenny PasskeyAccount'
export const PASSKEY_ACCOUNT_DOMAIN_VERSION = '1'

/** How long a first transfer to an address waits, and a change of key or recovery; seconds, as in the contract. */
export const FIRST_TRANSFER_DELAY_SECONDS = 2 * 24 * 60 * 60
export const KEY_DELAY_SECONDS = 7 * 24 * 60 * 60

/** How long an instruction may be carried again once its delay is over; seconds, as in the contract. */
export const CARRY_WINDOW_SECONDS = 14 * 24 * 60 * 60

/** Every structure that a signer signs, as viem's `signTypedData` takes it. */
export const INSTRUCTION_TYPES = {
  Transfer: [
    { name: 'token', type: 'address' },
    { name: 'to', type: 'address' },
    { name: 'rawAmount', type: 'uint256' },
    { name: 'nonce', type: 'uint64' },
    { name: 'deadline', type: 'uint40' },
  ],
  Withdraw: [
    { name: 'ledger', type: 'address' },
    { name: 'to', type: 'address' },
    { name: 'micros', type: 'uint64' },
    { name: 'nonce', type: 'uint64' },
    { name: 'deadline', type: 'uint40' },
  ],
  SetMinimumPayout: [
    { name: 'ledger', type: 'address' },
    { name: 'micros', type: 'uint64' },
    { name: 'nonce', type: 'uint64' },
    { name: 'deadline', type: 'uint40' },
  ],
  SetKey: [
    { name: 'x', type: 'bytes32' },
    { name: 'y', type: 'bytes32' },
    { name: 'byRecovery', type: 'bool' },
    { name: 'nonce', type: 'uint64' },
    { name: 'deadline', type: 'uint40' },
  ],
  SetRecovery: [
    { name: 'x', type: 'bytes32' },
    { name: 'y', type: 'bytes32' },
    { name: 'nonce', type: 'uint64' },
    { name: 'deadline', type: 'uint40' },
  ],
  Cancel: [
    { name: 'byRecovery', type: 'bool' },
    { name: 'nonce', type: 'uint64' },
    { name: 'deadline', type: 'uint40' },
  ],
} as const

/** Who may sign: a passkey's public key as (x, y), an address as (address, 0), nobody as (0, 0); 32 bytes each. */
export type Signer = { readonly x: Hex; readonly y: Hex }

/** What an account is told. `rawAmount` counts the token's own units, `micros` 10⁻⁶ of the ledger's token. */
export type Instruction = {
  /** The next nonce of whoever signs. */
  readonly nonce: bigint
  /** Last instant of the chain at which it may be carried for the first time. */
  readonly deadlineSeconds: number
} & (
  | { readonly type: 'Transfer'; readonly token: Address; readonly to: Address; readonly rawAmount: bigint }
  | { readonly type: 'Withdraw'; readonly ledger: Address; readonly to: Address; readonly micros: bigint }
  | { readonly type: 'SetMinimumPayout'; readonly ledger: Address; readonly micros: bigint }
  | { readonly type: 'SetKey'; readonly signer: Signer; readonly byRecovery: boolean }
  | { readonly type: 'SetRecovery'; readonly signer: Signer }
  | { readonly type: 'Cancel'; readonly byRecovery: boolean }
)

/** Stands in a signer's second place for an address, and in both for nobody; also the salt of every account. */
const ZERO_WORD = numberToHex(0, { size: 32 })

/** The signer of an account without recovery. */
export const NOBODY: Signer = { x: ZERO_WORD, y: ZERO_WORD }

/** P-256: field prime and the constant b of y² = x³ − 3x + b (FIPS 186-5, SP 800-186 §3.2.1.3). */
const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn

/**
 * What precedes the point of every uncompressed P-256 key in a SubjectPublicKeyInfo (RFC 5480), with the byte that says
 * "uncompressed".
 */
const SPKI_PREFIX = '0x3059301306072a8648ce3d020106082a8648ce3d03010703420004'
const SPKI_PREFIX_BYTES = size(SPKI_PREFIX)
const COORDINATE_BYTES = 32
const SPKI_BYTES = SPKI_PREFIX_BYTES + 2 * COORDINATE_BYTES

/**
 * The signer that a new passkey is; `publicKey` is what a browser's `response.getPublicKey()` gives (DER). Refuses
 * `passkey_malformed` for any other kind of key and for a point off the curve: money sent to its account would be lost.
 */
export function passkeySigner(publicKey: Hex): Signer {
  if (size(publicKey) !== SPKI_BYTES || slice(publicKey, 0, SPKI_PREFIX_BYTES) !== SPKI_PREFIX)
    throw new Problem('passkey_malformed', { part: 'publicKey', fault: 'not an uncompressed P-256 key' })
  const middle = SPKI_PREFIX_BYTES + COORDINATE_BYTES
  const signer = { x: slice(publicKey, SPKI_PREFIX_BYTES, middle), y: slice(publicKey, middle) }
  if (!isOnCurve(signer))
    throw new Problem('passkey_malformed', { part: 'publicKey', fault: 'not a point of the curve' })
  return signer
}

/** The same of a key that is given as its point alone, x then y, 32 bytes each. */
export function passkeySignerAt(point: Hex): Signer {
  return passkeySigner(concatHex([SPKI_PREFIX, point]))
}

/** The signer that an address is. The zero address is nobody. */
export function addressSigner(address: Address): Signer {
  return { x: pad(address.toLowerCase() as Address), y: ZERO_WORD }
}

function isOnCurve(signer: Signer): boolean {
  const x = hexToBigInt(signer.x)
  const y = hexToBigInt(signer.y)
  return x < P && y < P && (x * x * x - 3n * x + B - y * y) % P === 0n
}

/** Where the account of `key` and `recovery` is, or will be, at the factory at `factory`. */
export function passkeyAccountAddress(input: {
  readonly factory: Address
  readonly key: Signer
  readonly recovery: Signer
}): Address {
  const { factory, key, recovery } = input
  return getContractAddress({
    opcode: 'CREATE2',
    from: factory,
    salt: ZERO_WORD,
    bytecode: cloneCode(passkeyAccountImplementation(factory), [key, recovery]),
  })
}

/** The code behind every account of the factory: the first contract that it created. */
export function passkeyAccountImplementation(factory: Address): Address {
  return getContractAddress({ opcode: 'CREATE', from: factory, nonce: 1n })
}

/** Length of the code of a clone without arguments (ERC-1167). */
const CLONE_BYTES = 45

/** The creation code of an ERC-1167 clone with its signers behind it, as OpenZeppelin's `Clones` writes it. */
function cloneCode(implementation: Address, signers: readonly Signer[]): Hex {
  const behind = concatHex(signers.flatMap(({ x, y }) => [x, y]))
  return concatHex([
    '0x61',
    numberToHex(CLONE_BYTES + size(behind), { size: 2 }),
    '0x3d81600a3d39f3363d3d373d3d3d363d73',
    implementation,
    '0x5af43d82803e903d91602b57fd5bf3',
    behind,
  ])
}

/** The typed data of an instruction to the account at `account`, for a wallet that is its recovery. */
export function instructionTypedData(input: {
  readonly chainId: number
  readonly account: Address
  readonly instruction: Instruction
}) {
  const { chainId, account, instruction } = input
  return {
    domain: {
      name: PASSKEY_ACCOUNT_DOMAIN_NAME,
      version: PASSKEY_ACCOUNT_DOMAIN_VERSION,
      chainId,
      verifyingContract: account,
    },
    types: { [instruction.type]: INSTRUCTION_TYPES[instruction.type] },
    primaryType: instruction.type,
    message: messageOf(instruction),
  }
}

/** The digest of the same typed data: the challenge of a passkey, and the name under which an instruction waits. */
export function instructionDigest(input: Parameters<typeof instructionTypedData>[0]): Hex {
  return hashTypedData(instructionTypedData(input))
}

function messageOf(instruction: Instruction): Record<string, unknown> {
  const { nonce, deadlineSeconds: deadline } = instruction
  switch (instruction.type) {
    case 'Transfer': {
      const { token, to, rawAmount } = instruction
      return { token, to, rawAmount, nonce, deadline }
    }
    case 'Withdraw': {
      const { ledger, to, micros } = instruction
      return { ledger, to, micros, nonce, deadline }
    }
    case 'SetMinimumPayout': {
      const { ledger, micros } = instruction
      return { ledger, micros, nonce, deadline }
    }
    case 'SetKey':
      return { ...instruction.signer, byRecovery: instruction.byRecovery, nonce, deadline }
    case 'SetRecovery':
      return { ...instruction.signer, nonce, deadline }
    case 'Cancel':
      return { byRecovery: instruction.byRecovery, nonce, deadline }
    default:
      return instruction satisfies never
  }
}
