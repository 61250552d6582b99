// Money off chain: whole micros, 10⁻⁶ of the token's unit, and their decimal form in JSON and on pages.

import { invariant } from './invariant.ts'

declare const microsBrand: unique symbol

/** Whole micros (10⁻⁶ of the token's unit); negative only in differences. */
export type Micros = bigint & { readonly [microsBrand]: true }

/** Decimal places of an amount in micros. */
export const MICROS_DECIMALS = 6

/** Micros in one unit of the token: 1.000000. */
export const MICROS_PER_UNIT = 1_000_000n

/** Basis points in one: 10 000 bps are 100 %. */
export const BPS_PER_ONE = 10_000n

/** Basis points in one percent. */
export const BPS_PER_PERCENT = 100

/** Largest amount a `bigint` column and the ledger's 64-bit fields can both hold, in micros. */
export const MICROS_MAX = (1n << 63n) - 1n

/** Marks a bigint as micros. */
export function micros(value: bigint): Micros {
  invariant(value <= MICROS_MAX && value >= -MICROS_MAX, 'an amount in micros fits 63 bits')
  return value as Micros
}

/** Nothing, in micros. */
export const ZERO_MICROS = micros(0n)

/** Sum of amounts, in micros. */
export function sumMicros(amounts: Iterable<Micros>): Micros {
  let sum = 0n
  for (const amount of amounts) sum += amount
  return micros(sum)
}

/** The smaller of two amounts, in micros. */
export function minMicros(a: Micros, b: Micros): Micros {
  return a < b ? a : b
}

/** The larger of two amounts, in micros. */
export function maxMicros(a: Micros, b: Micros): Micros {
  return a > b ? a : b
}

/** `amount × bps ÷ 10 000`, rounded down; `amount` in micros, at least 0. */
export function mulBpsDown(amount: Micros, bps: number): Micros {
  invariant(
    amount >= 0n && Number.isInteger(bps) && bps >= 0,
    'mulBpsDown takes amounts and rates from zero up',
  )
  return micros((amount * BigInt(bps)) / BPS_PER_ONE)
}

const DECIMAL = /^(0|[1-9]\d{0,12})(?:\.(\d{1,6}))?$/

/** Reads a decimal string such as `12.5` as micros; undefined when it is none (sign, exponent, over 6 decimals, too large). */
export function parseMicros(text: string): Micros | undefined {
  const match = DECIMAL.exec(text)
  if (!match) return undefined
  const [, whole = '0', fraction = ''] = match
  const amount = BigInt(whole) * MICROS_PER_UNIT + BigInt(fraction.padEnd(MICROS_DECIMALS, '0'))
  return amount <= MICROS_MAX ? micros(amount) : undefined
}

/** Writes micros as a decimal string with at least two and at most six decimals: `0.3725`, `12.50`, `-1.00`. */
export function formatMicros(amount: Micros): string {
  const sign = amount < 0n ? '-' : ''
  const absolute = amount < 0n ? -amount : amount
  const fraction = (absolute % MICROS_PER_UNIT).toString().padStart(MICROS_DECIMALS, '0')
  return `${sign}${absolute / MICROS_PER_UNIT}.${fraction.replace(/0{1,4}$/, '')}`
}
