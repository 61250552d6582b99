// Packed bytes of fixed-width fields, as records, net lists and reductions are.

import type { Address, Hex } from 'viem'

/** Length of `bytes` in bytes. */
export function lengthOf(bytes: Hex): number {
  return (bytes.length - 2) / 2
}

/** The `length` bytes from `offset`; refuses to read beyond the end. */
export function slice(bytes: Hex, offset: number, length: number): Hex {
  const end = offset + length
  if (end > lengthOf(bytes)) throw new RangeError(`bytes ${offset} to ${end} of ${lengthOf(bytes)}`)
  return `0x${bytes.slice(2 + 2 * offset, 2 + 2 * end)}`
}

export function addressAt(bytes: Hex, offset: number): Address {
  return slice(bytes, offset, 20)
}

/** An unsigned big-endian number of up to six bytes. */
export function numberAt(bytes: Hex, offset: number, length: number): number {
  return Number(slice(bytes, offset, length))
}

/** Like `numberAt`, for amounts. */
export function amountAt(bytes: Hex, offset: number, length: number): bigint {
  return BigInt(slice(bytes, offset, length))
}

/** `value` in exactly `length` bytes, without 0x. Refuses what does not fit. */
export function packed(value: number | bigint, length: number): string {
  const digits = value.toString(16).padStart(2 * length, '0')
  if (digits.length !== 2 * length || value < 0) throw new RangeError(`${value} in ${length} bytes`)
  return digits
}

/** Joins pieces of hex without 0x. */
export function join(pieces: readonly string[]): Hex {
  return `0x${pieces.join('')}`
}
