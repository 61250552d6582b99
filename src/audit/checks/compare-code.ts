// Holds the deployed code against that of the build this program comes from, with the values put in that a deployment
// fixes. Equal bytes mean that what the contracts' own tests show of the build holds of the deployment.

import { rewardLedgerBytecode } from '#abi/reward-ledger-bytecode.ts'
import { rewardLedgerCode } from '#abi/reward-ledger-code.ts'
import { concatHex, keccak256, numberToHex, padHex, size, sliceHex, stringToHex, type Hex } from 'viem'
import { checkNames } from '../check-names.ts'
import type { Replay } from '../replay/context.ts'
import type { LedgerConstants } from '../state.ts'
import { check } from '../tally.ts'
import { DOMAIN_NAME, DOMAIN_VERSION } from '../typed-data.ts'

type Immutable = keyof typeof rewardLedgerCode.immutables

/** An immutable fills one word of the code. */
const WORD_BYTES = 32

/** The `0x` before the code. */
const PREFIX_DIGITS = 2

/** What EIP-712 hashes the domain under. */
const DOMAIN_TYPE = 'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'

/** Compares `code`, the ledger's own, and names the first byte that differs; `block` is the audited one. */
export function compareCode({ constants, tally }: Replay, code: Hex, block: number): void {
  const found = code.toLowerCase()
  const words = wordsOf(constants)
  const expected = codeWith(words)
  check(tally, checkNames.codeOfBuild, found === expected, () => ({
    block,
    ...differenceOf(expected, found, words),
    sentence: 'The ledger’s code is not that of the contracts this audit was built from.',
  }))
}

/** One use of an immutable: its name, the bytes of code before it, and what stands there. */
type Word = { readonly name: Immutable; readonly start: number; readonly value: Hex }

/** Every use of every immutable, in the order of the code. */
function wordsOf(constants: LedgerConstants): readonly Word[] {
  return (Object.entries(valuesOf(constants)) as [Immutable, Hex][])
    .flatMap(([name, value]) => rewardLedgerCode.immutables[name].map((start) => ({ name, start, value })))
    .toSorted((a, b) => a.start - b.start)
}

/** The build's deployed code, in lower case, with the deployment's values in it. */
function codeWith(words: readonly Word[]): string {
  const { offset, length } = rewardLedgerCode
  const build = sliceHex(rewardLedgerBytecode, offset, offset + length).toLowerCase()
  const parts: string[] = []
  let done = 0
  for (const { start, value } of words) {
    parts.push(build.slice(done, digitOf(start)), value.slice(PREFIX_DIGITS))
    done = digitOf(start + WORD_BYTES)
  }
  return [...parts, build.slice(done)].join('')
}

/** The first difference: in a value that the deployment fixes, in the code around them, or in the length. */
function differenceOf(
  expected: string,
  found: string,
  words: readonly Word[],
): { readonly expected: string; readonly found: string } {
  let digit = 0
  while (digit < expected.length && expected[digit] === found[digit]) digit += 1
  const byte = Math.floor((digit - PREFIX_DIGITS) / 2)
  const word = words.find(({ start }) => start <= byte && byte < start + WORD_BYTES)
  const [from, bytes] = word ? [word.start, WORD_BYTES] : [byte, 1]
  const part = (code: string): string => {
    const digits = code.slice(digitOf(from), digitOf(from + bytes))
    return digits === '' ? 'the end of the code' : `0x${digits}`
  }
  const place = `at byte ${from}${word ? `, ${word.name}` : ''}`
  return { expected: `${part(expected)} ${place}`, found: `${part(found)} ${place}` }
}

/** Where a byte begins in the text of the code. */
function digitOf(byte: number): number {
  return PREFIX_DIGITS + byte * 2
}

/**
 * What the constructor leaves in each immutable. The ledger's own come from what it says of itself, which another check
 * holds equal to its Deployed log; those of OpenZeppelin's EIP712 follow from chain, address, name and version.
 */
function valuesOf(constants: LedgerConstants): Readonly<Record<Immutable, Hex>> {
  const word = (value: bigint | number): Hex => numberToHex(value, { size: WORD_BYTES })
  const address = (value: Hex): Hex => padHex(value, { size: WORD_BYTES })
  const hashedName = keccak256(stringToHex(DOMAIN_NAME))
  const hashedVersion = keccak256(stringToHex(DOMAIN_VERSION))
  const { chainId, ledger } = constants
  const domain = [
    keccak256(stringToHex(DOMAIN_TYPE)),
    hashedName,
    hashedVersion,
    word(chainId),
    address(ledger),
  ]
  return {
    TOKEN: address(constants.token),
    SCALE: word(constants.scale),
    DEFAULT_MINIMUM_MICROS: word(constants.defaultMinimumMicros),
    MIN_HOLD: word(constants.minHoldSeconds),
    MAX_HOLD: word(constants.maxHoldSeconds),
    NOTICE: word(constants.noticeSeconds),
    REQUEST_WINDOW: word(constants.requestWindowSeconds),
    _cachedDomainSeparator: keccak256(concatHex(domain)),
    _cachedChainId: word(chainId),
    _cachedThis: address(ledger),
    _hashedName: hashedName,
    _hashedVersion: hashedVersion,
    _name: shortString(DOMAIN_NAME),
    _version: shortString(DOMAIN_VERSION),
  }
}

/** OpenZeppelin's ShortString: the text from the left, its length in the last byte. */
function shortString(text: string): Hex {
  const bytes = stringToHex(text)
  return concatHex([
    padHex(bytes, { size: WORD_BYTES - 1, dir: 'right' }),
    numberToHex(size(bytes), { size: 1 }),
  ])
}
