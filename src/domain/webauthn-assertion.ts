// What an authenticator answers, as a passkey account takes it. The parts are those of WebAuthn level 3
// (https://www.w3.org/TR/webauthn-3/), the encoding is that of OpenZeppelin's `WebAuthn`.

import type { Hex } from 'viem'
import {
  bytesToBigInt,
  bytesToHex,
  encodeAbiParameters,
  hexToBytes,
  numberToHex,
  stringToBytes,
} from 'viem/utils'
import { base64Url } from './base64-url.ts'
import { Problem } from './problem.ts'

/** The three fields of a browser's `AuthenticatorAssertionResponse` that count, each as a `Uint8Array`. */
export type AssertionResponse = {
  readonly authenticatorData: Uint8Array
  readonly clientDataJSON: Uint8Array
  /** An ECDSA signature in DER (WebAuthn §6.5.5). */
  readonly signature: Uint8Array
}

/** Order of the P-256 group, and the largest `s` that the account takes (SP 800-186 §3.2.1.3). */
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const HALF_N = N >> 1n
const NUMBER_BYTES = 32

/** Authenticator data is rpIdHash (32 bytes), flags (1), counter (4), and what extensions add (WebAuthn §6.1). */
const FLAGS_OFFSET = 32
const AUTHENTICATOR_DATA_MIN_BYTES = 37
const USER_PRESENT = 0x01
const USER_VERIFIED = 0x04
const BACKUP_ELIGIBLE = 0x08
const BACKED_UP = 0x10

/** DER (X.690) of the two tags that a signature has, and the first byte that is a length of lengths. */
const DER_SEQUENCE = 0x30
const DER_INTEGER = 0x02
const DER_LONG_LENGTH = 0x80
const SIGN_BIT = 0x80

/** `clientDataJSON` is text to the contract; as `bytes` it has the same encoding, and no byte can change on the way. */
const SIGNATURE_PARAMETERS = [
  { name: 'r', type: 'bytes32' },
  { name: 's', type: 'bytes32' },
  { name: 'challengeIndex', type: 'uint256' },
  { name: 'typeIndex', type: 'uint256' },
  { name: 'authenticatorData', type: 'bytes' },
  { name: 'clientDataJSON', type: 'bytes' },
] as const

/**
 * The `signature` of an account's `Authorization`, from the answer of an authenticator that was asked to sign `digest`
 * (32 bytes) as its challenge. Folds `s` into the lower half. Refuses `passkey_malformed` for what the account would
 * refuse: another type or challenge, a person not present or not verified, contradictory backup flags, malformed DER.
 * Whether the key signed is checked by the account alone.
 */
export function encodeAssertion(response: AssertionResponse, digest: Hex): Hex {
  const { authenticatorData, clientDataJSON } = response
  checkAuthenticatorData(authenticatorData)
  const typeIndex = indexIn(clientDataJSON, '"type":"webauthn.get"')
  const challengeIndex = indexIn(clientDataJSON, `"challenge":"${base64Url(hexToBytes(digest))}"`)
  const { r, s } = readSignature(response.signature)
  return encodeAbiParameters(SIGNATURE_PARAMETERS, [
    numberToHex(r, { size: NUMBER_BYTES }),
    numberToHex(s > HALF_N ? N - s : s, { size: NUMBER_BYTES }),
    BigInt(challengeIndex),
    BigInt(typeIndex),
    bytesToHex(authenticatorData),
    bytesToHex(clientDataJSON),
  ])
}

function checkAuthenticatorData(data: Uint8Array): void {
  const refuse = (fault: string) => malformed('authenticatorData', fault)
  if (data.length < AUTHENTICATOR_DATA_MIN_BYTES) throw refuse('shorter than its fixed part')
  const flags = data[FLAGS_OFFSET] ?? 0
  if ((flags & USER_PRESENT) === 0) throw refuse('the person was not present')
  if ((flags & USER_VERIFIED) === 0) throw refuse('the person was not verified')
  if ((flags & BACKED_UP) !== 0 && (flags & BACKUP_ELIGIBLE) === 0)
    throw refuse('backed up without being eligible')
}

/** Where `piece` begins, counted in bytes as the contract counts; other members may hold letters of several bytes. */
function indexIn(json: Uint8Array, piece: string): number {
  const wanted = stringToBytes(piece)
  const last = json.length - wanted.length
  for (let start = 0; start <= last; start += 1) {
    if (wanted.every((byte, at) => json[start + at] === byte)) return start
  }
  throw malformed('clientDataJSON', `without ${piece}`)
}

/** r and s of a DER signature, each 1 to N − 1; either half. */
function readSignature(der: Uint8Array): { readonly r: bigint; readonly s: bigint } {
  const body = readElement(der, DER_SEQUENCE)
  if (body.rest.length > 0) throw malformed('signature', 'bytes after its end')
  const first = readElement(body.content, DER_INTEGER)
  const second = readElement(first.rest, DER_INTEGER)
  if (second.rest.length > 0) throw malformed('signature', 'more than two numbers')
  return { r: readNumber(first.content), s: readNumber(second.content) }
}

/** The element that `bytes` begin with, and what follows it. */
function readElement(
  bytes: Uint8Array,
  tag: number,
): { readonly content: Uint8Array; readonly rest: Uint8Array } {
  const [found, length] = bytes
  if (found === undefined || length === undefined) throw malformed('signature', 'cut off')
  if (found !== tag) throw malformed('signature', `tag ${found} instead of ${tag}`)
  if (length >= DER_LONG_LENGTH) throw malformed('signature', 'a length that no P-256 signature has')
  const end = 2 + length
  if (bytes.length < end) throw malformed('signature', 'cut off')
  return { content: bytes.subarray(2, end), rest: bytes.subarray(end) }
}

function readNumber(content: Uint8Array): bigint {
  const [first, second = 0] = content
  if (first === undefined) throw malformed('signature', 'a number without bytes')
  if ((first & SIGN_BIT) !== 0) throw malformed('signature', 'a negative number')
  if (first === 0 && (second & SIGN_BIT) === 0 && content.length > 1)
    throw malformed('signature', 'a number with a needless zero')
  const value = bytesToBigInt(content)
  if (value === 0n || value >= N) throw malformed('signature', 'a number that is zero or not below the order')
  return value
}

function malformed(part: keyof AssertionResponse, fault: string): Problem {
  return new Problem('passkey_malformed', { part, fault })
}
