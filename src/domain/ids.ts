// Identifiers. Everything that belongs to a retailer begins with the retailer's 5-character number, so that an id
// which arrives alone (a link code, a connection id, an API-key id) finds its shard.

import { invariant } from './invariant.ts'

/** Letters and digits that nobody mistakes for one another: 31 characters, about 4.95 bits each. */
export const ID_ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz'

/** Characters of a retailer's number: 31⁵ = 28.6 million retailers. */
export const RETAILER_ID_LENGTH = 5

/** Characters after the number in a link code: 31⁸ ≈ 8.5 × 10¹¹ links a retailer; short enough to read aloud. */
export const LINK_SUFFIX_LENGTH = 8

/** Characters after the number in other ids: 79 bits, no collisions to think of. */
export const ID_SUFFIX_LENGTH = 16

/** Characters of a secret in a key or sign-in link: 31²⁸ > 2¹³⁸, above the 128 bits asked for. */
export const SECRET_LENGTH = 28

/** Stands in for a retailer's number where the operator asks; 0 is not in the alphabet, so it is nobody's. */
export const OPERATOR_SCOPE = '0'.repeat(RETAILER_ID_LENGTH)

export type RetailerId = string
export type ProgramId = string
export type ConnectionId = string
export type LinkCode = string
export type CampaignId = string
export type DealId = string
export type OrderId = string
export type RewardId = string
export type RecommenderId = string

const ID = new RegExp(`^[${ID_ALPHABET}]+$`)

/** Whether `text` is made of the id alphabet and has `length` characters. */
export function isId(text: string, length: number): boolean {
  return text.length === length && ID.test(text)
}

/** Makes `length` characters of the id alphabet from at least `2 × length` random bytes (16 bits a character: bias < 0.05 %). */
export function idFromBytes(bytes: Uint8Array, length: number): string {
  invariant(bytes.length >= 2 * length, 'an id takes two random bytes a character')
  let id = ''
  for (let i = 0; i < length; i++) {
    const value = (bytes[2 * i] ?? 0) * 256 + (bytes[2 * i + 1] ?? 0)
    id += ID_ALPHABET[value % ID_ALPHABET.length]
  }
  return id
}

/** Characters of an id that tell its time: 31⁹ ms reach beyond the year 2700. */
const TIME_LENGTH = 9

/**
 * Makes the part of an id after the retailer's number so that ids sort by time: nine characters of milliseconds, the
 * rest random. Takes `2 × (ID_SUFFIX_LENGTH − 9)` random bytes at least.
 */
export function sortableSuffix(now: number, bytes: Uint8Array): string {
  return timeText(now) + idFromBytes(bytes, ID_SUFFIX_LENGTH - TIME_LENGTH)
}

function timeText(at: number): string {
  let time = ''
  for (let rest = at; time.length < TIME_LENGTH; rest = Math.floor(rest / ID_ALPHABET.length)) {
    time = `${ID_ALPHABET[rest % ID_ALPHABET.length]}${time}`
  }
  return time
}

/** The retailer an id belongs to; undefined when it cannot be one. */
export function retailerIdOf(id: string): RetailerId | undefined {
  const retailerId = id.slice(0, RETAILER_ID_LENGTH)
  return isId(retailerId, RETAILER_ID_LENGTH) && ID.test(id) ? retailerId : undefined
}

/** What ids of a retailer that were made at an instant or later are above, and earlier ones below. */
export function idsFrom(retailerId: RetailerId, at: number): string {
  return retailerId + timeText(at)
}
