// Amounts as shops write them: decimal strings in the order's currency, read as micros of that currency.

import { MICROS_DECIMALS, parseMicros, type Micros } from '#domain/money.ts'
import { refuseInput } from './refuse-input.ts'

/** Decimal places of most currencies. */
const DECIMALS_DEFAULT = 2

/** Currencies whose smallest unit is not a hundredth (ISO 4217, list one, column "minor unit"). */
const DECIMALS: ReadonlyMap<string, number> = new Map([
  ...['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV'].map(
    (code) => [code, 0] as const,
  ),
  ...['XAF', 'XOF', 'XPF'].map((code) => [code, 0] as const),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3] as const),
  ...['CLF', 'UYW'].map((code) => [code, 4] as const),
])

/** Decimal places of a currency (ISO 4217 code, upper case): 2 unless the standard says otherwise. */
export function currencyDecimals(currency: string): number {
  return DECIMALS.get(currency) ?? DECIMALS_DEFAULT
}

/** Up to nine digits before the point: below a billion units, so that sums of thousands of amounts still fit 63 bits. */
const WHOLE_DIGITS = /^\d{1,9}(?:\.|$)/

/**
 * Reads `text` (`59.99`) as micros of `currency`; undefined when it is no decimal string from zero up, a billion or
 * more, or finer than the currency's smallest unit. Trailing zeros are not finer: some platforms write yen as `3000.00`.
 */
export function parseCurrencyAmount(text: string, currency: string): Micros | undefined {
  const amount = WHOLE_DIGITS.test(text) ? parseMicros(text) : undefined
  if (amount === undefined) return undefined
  const smallestUnit = 10n ** BigInt(MICROS_DECIMALS - currencyDecimals(currency))
  return amount % smallestUnit === 0n ? amount : undefined
}

/** Reads an amount that stands at `field`; throws `input_invalid` where {@link parseCurrencyAmount} finds none. */
export function readCurrencyAmount(field: string, text: string, currency: string): Micros {
  const amount = parseCurrencyAmount(text, currency)
  if (amount !== undefined) return amount
  const decimals = currencyDecimals(currency)
  const reason = `must be a decimal string from zero up, below a billion, with at most ${decimals} decimals`
  return refuseInput([{ field, reason }])
}
