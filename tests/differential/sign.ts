// Signatures of the histories: mostly right, sometimes wrong in one of the ways that people and thieves get them wrong.

import type { Address, Hex } from 'viem'
import type { SplitSignature } from '../support/ledger-model/token.ts'
import { digestOf, ledgerDomain, type Domain } from '../support/ledger-model/typed-data.ts'
import { EVERYBODY, misanswered, signDigest, type Person } from './cast.ts'
import type { Dice } from './dice.ts'
import type { World } from './world.ts'

/** Order of secp256k1: s and this minus s are both valid until one is forbidden. */
const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

const FAULTS = [
  'other-key',
  'other-key',
  'other-chain',
  'other-contract',
  'other-value',
  'other-value',
  'short',
  'long',
  'none',
  'zeros',
  'high-s',
  'other-v',
  'flipped',
  'misanswered',
] as const

export type Signing = {
  readonly signer: Person | undefined
  readonly domain: Domain
  readonly type: string
  readonly values: readonly unknown[]
}

/** Domain of what is signed for the ledger. */
export function domainOf({ ledger }: World): Domain {
  const { chainId, ledger: itself } = ledger.deployment
  return ledgerDomain(chainId, itself)
}

/** Who has `address`; undefined when it is nobody of the cast. */
export function personAt(address: Address): Person | undefined {
  return EVERYBODY.find((person) => person.address === address)
}

/** A signature of `signer`, or a wrong one. */
export async function signed(dice: Dice, signing: Signing, isWrong: boolean): Promise<Hex> {
  const { domain, type, values } = signing
  const signer = signing.signer ?? dice.of(EVERYBODY)
  if (!isWrong) return signDigest(signer, digestOf(domain, type, values))
  switch (dice.of(FAULTS)) {
    case 'other-key':
      return signDigest(dice.of(EVERYBODY), digestOf(domain, type, values))
    case 'other-chain':
      return signDigest(signer, digestOf({ ...domain, chainId: domain.chainId + 1 }, type, values))
    case 'other-contract':
      return signDigest(signer, digestOf({ ...domain, verifyingContract: signer.address }, type, values))
    case 'other-value':
      return signDigest(signer, digestOf(domain, type, altered(dice, values)))
    case 'none':
      return '0x'
    case 'zeros':
      return `0x${'00'.repeat(65)}`
    case 'misanswered':
      return misanswered(digestOf(domain, type, values), 1 + dice.below(4))
    case 'short':
      return trimmed(await signDigest(signer, digestOf(domain, type, values)))
    case 'long':
      return `${await signDigest(signer, digestOf(domain, type, values))}00`
    case 'high-s':
      return malleated(await signDigest(signer, digestOf(domain, type, values)))
    case 'other-v':
      return withOtherV(dice, await signDigest(signer, digestOf(domain, type, values)))
    case 'flipped':
      return flipped(dice, await signDigest(signer, digestOf(domain, type, values)))
  }
}

/** 65 bytes as three values; shorter ones end in zeros, and of longer ones the end is dropped. */
export function split(signature: Hex): SplitSignature {
  const digits = signature.slice(2).padEnd(130, '0')
  return {
    r: `0x${digits.slice(0, 64)}`,
    s: `0x${digits.slice(64, 128)}`,
    v: Number(`0x${digits.slice(128, 130)}`),
  }
}

/** One bit of `bytes` turned over; nothing where there are none. */
export function flipped(dice: Dice, bytes: Hex): Hex {
  if (bytes.length === 2) return bytes
  const at = 2 + dice.below(bytes.length - 2)
  const digit = Number.parseInt(bytes.charAt(at), 16) ^ (1 << dice.below(4))
  return `0x${bytes.slice(2, at)}${digit.toString(16)}${bytes.slice(at + 1)}`
}

/** One number among the values is one less, or no longer zero. */
function altered(dice: Dice, values: readonly unknown[]): unknown[] {
  const numbers = [...values.keys()].filter((at) => ['number', 'bigint'].includes(typeof values[at]))
  const chosen = dice.of(numbers)
  return values.map((value, at) => {
    if (at !== chosen) return value
    if (typeof value === 'bigint') return value === 0n ? 1n : value - 1n
    return Math.abs((value as number) - 1)
  })
}

function trimmed(signature: Hex): Hex {
  return `0x${signature.slice(2, -2)}`
}

function malleated(signature: Hex): Hex {
  if (signature.length !== 132) return signature
  const { r, s, v } = split(signature)
  const other = (CURVE_ORDER - BigInt(s)).toString(16).padStart(64, '0')
  return `${r}${other}${v === 27 ? '1c' : '1b'}`
}

function withOtherV(dice: Dice, signature: Hex): Hex {
  return `0x${signature.slice(2, -2)}${dice.of(['00', '01', '1a', '1d', 'ff', '1b', '1c'])}`
}
