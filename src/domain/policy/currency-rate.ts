// What an amount in another currency is worth in the pool's: by the program's own dated rates, never by a market's.

import { invariant } from '../invariant.ts'
import { clampMicros } from './amounts.ts'

import type { Micros } from '../money.ts'
import type { Instant } from '../order-facts.ts'
import type { CurrencyRate, Policy } from '../policy.ts'

/** Decimal places of a rate: enough for the smallest unit of any currency there is. */
export const RATE_DECIMALS = 12

const RATE_ONE = 10n ** BigInt(RATE_DECIMALS)

const RATE = /^(0|[1-9]\d{0,5})(?:\.(\d{1,12}))?$/

/** Characters of `YYYY-MM-DD`. */
const DAY_LENGTH = 10

/** Reads a rate such as `0.0067`, as 10⁻¹² units; undefined when it is none (zero, sign, over 12 decimals, a million or more). */
export function parseRate(text: string): bigint | undefined {
  const match = RATE.exec(text)
  if (!match) return undefined
  const [, whole = '0', fraction = ''] = match
  const rate = BigInt(whole) * RATE_ONE + BigInt(fraction.padEnd(RATE_DECIMALS, '0'))
  return rate > 0n ? rate : undefined
}

/** The day of an instant in UTC, `YYYY-MM-DD`. */
export function dayOf(instant: Instant): string {
  return new Date(instant).toISOString().slice(0, DAY_LENGTH)
}

/**
 * The rate for a currency on the day (UTC) of payment: the latest one of the policy. Where it has none, an order waits
 * for the first `laterVersions` that states one: its rate of that day, or its oldest one.
 */
export function rateFor(
  policy: Policy,
  currency: string,
  paidAt: Instant,
  laterVersions: readonly Policy[] = [],
): CurrencyRate | undefined {
  const day = dayOf(paidAt)
  const own = ratesOf(policy, currency).findLast(({ from }) => from <= day)
  if (own) return own
  const later = laterVersions.map((version) => ratesOf(version, currency)).find((rates) => rates.length > 0)
  return later?.findLast(({ from }) => from <= day) ?? later?.[0]
}

/** `Object.hasOwn`, since currencies come from shops. */
function ratesOf({ rates = {} }: Policy, currency: string): readonly CurrencyRate[] {
  return Object.hasOwn(rates, currency) ? (rates[currency] ?? []) : []
}

/** An amount of the order's currency in the pool's, in micros, rounded down. */
export function convertDown(amount: bigint, rate: CurrencyRate | undefined): Micros {
  if (rate === undefined) return clampMicros(amount)
  const factor = parseRate(rate.rate)
  invariant(factor !== undefined, 'a stored policy holds decimal rates')
  return clampMicros((amount * factor) / RATE_ONE)
}
