// Amounts as Stripe writes them: whole minor units of the currency.

import { MICROS_DECIMALS, micros, type Micros } from '#domain/money.ts'
import { refuseInput } from '../refuse-input.ts'

const DECIMALS_DEFAULT = 2

/**
 * Currencies that Stripe does not count in hundredths (docs.stripe.com/currencies). That is not quite ISO 4217: the ariary
 * is counted whole, and the króna and Uganda's shilling, which have no smaller unit, in hundredths all the same.
 */
const DECIMALS: ReadonlyMap<string, number> = new Map([
  ...[
    'BIF',
    'CLP',
    'DJF',
    'GNF',
    'JPY',
    'KMF',
    'KRW',
    'MGA',
    'PYG',
    'RWF',
    'VND',
    'VUV',
    'XAF',
    'XOF',
    'XPF',
  ].map((code) => [code, 0] as const),
  ...['BHD', 'JOD', 'KWD', 'OMR', 'TND'].map((code) => [code, 3] as const),
])

/** A billion units, in micros: sums of thousands of amounts below it still fit 63 bits. */
const AMOUNT_LIMIT = 1_000_000_000_000_000n

/** Micros of `amount` (minor units) of `currency` (ISO 4217, upper case); `input_invalid` at `field` from a billion units up. */
export function readMinorUnits(field: string, amount: number, currency: string): Micros {
  const decimals = DECIMALS.get(currency) ?? DECIMALS_DEFAULT
  const value = BigInt(amount) * 10n ** BigInt(MICROS_DECIMALS - decimals)
  if (value < AMOUNT_LIMIT && value > -AMOUNT_LIMIT) return micros(value)
  return refuseInput([{ field: `/data/object/${field}`, reason: 'must be below a billion units' }])
}

/** The other way round: minor units of an amount; what is finer is cut off. */
export function minorUnitsOf(amount: Micros, currency: string): number {
  const decimals = DECIMALS.get(currency) ?? DECIMALS_DEFAULT
  return Number(amount / 10n ** BigInt(MICROS_DECIMALS - decimals))
}
