// Who appears in the histories, and how they sign.

import { concatHex, type Address, type Hex } from 'viem'
import { privateKeyToAddress, sign } from 'viem/accounts'
import { lower } from '../support/ledger-model/outcome.ts'
import { rememberSigner } from '../support/ledger-model/typed-data.ts'

export type Person = {
  readonly address: Address
  /** Undefined for an account of code, which signs with the digest itself. */
  readonly key: Hex | undefined
  /** Whether code at the address takes the digest as a signature. */
  readonly isCode: boolean
}

/** Where the wallets of code stand; any free addresses. */
const WALLETS: readonly Address[] = [
  '0x00000000000000000000000000000000000ca5e1',
  '0xca5e000000000000000000000000000000000002',
]

export const OWNERS = [101, 102, 103].map((number) => personOf(number))
export const SIGNERS = [201, 202, 203].map((number) => personOf(number))
export const CARRIER = personOf(301)
export const THIEF = personOf(302)
/** A key whose address has code by delegation (EIP-7702): both the key and the code sign for it. */
export const DELEGATED: Person = { ...personOf(401), isCode: true }
export const WALLET_PEOPLE: readonly Person[] = WALLETS.map((address) => ({
  address,
  key: undefined,
  isCode: true,
}))

/** Those who are paid, in ascending order of address. */
export const PEOPLE: readonly Person[] = [
  ...[501, 502, 503, 504, 505, 506].map((number) => personOf(number)),
  DELEGATED,
  ...WALLET_PEOPLE,
].sort((a, b) => (a.address < b.address ? -1 : 1))

/** Everyone who can send a call without having to be paid for it. */
export const EVERYBODY: readonly Person[] = [...OWNERS, ...SIGNERS, CARRIER, THIEF, ...PEOPLE]

/** Whether code at `payee` accepts the signature: see contracts/DigestWallet.sol. */
export function acceptsSignature(payee: Address, digest: Hex, signature: Hex): boolean {
  return signature === digest && PEOPLE.some(({ address, isCode }) => isCode && address === payee)
}

/** 65 bytes by the person's key, or the digest where there is no key. */
export async function signDigest({ address, key }: Person, digest: Hex): Promise<Hex> {
  if (key === undefined) return digest
  const signature = await sign({ hash: digest, privateKey: key, to: 'hex' })
  rememberSigner(digest, signature, address)
  return signature
}

/** A faulty way for code to sign: see contracts/DigestWallet.sol. */
export function misanswered(digest: Hex, fault: number): Hex {
  return concatHex([digest, `0x0${fault}`])
}

function personOf(number: number): Person {
  const key: Hex = `0x${number.toString(16).padStart(64, '0')}`
  return { address: lower(privateKeyToAddress(key)), key, isCode: false }
}
