// Amounts in JSON: decimal strings with at most six decimals; never JSON numbers, signs or exponents.

import { formatMicros, parseMicros, type Micros } from '#domain/money.ts'
import { z } from 'zod'

/** Up to nine digits before the point: below a billion units, so that sums of thousands of amounts still fit 63 bits. */
const DECIMAL_TEXT = /^(?:0|[1-9]\d{0,8})(?:\.\d{1,6})?$/

const DECIMAL_REASON =
  'must be a decimal string such as "12.50": no sign, no exponent, at most six decimals, below a billion'

const decimalSchema = z.string().regex(DECIMAL_TEXT, DECIMAL_REASON)

function toMicros(text: string, context: z.RefinementCtx): Micros {
  const amount = parseMicros(text)
  if (amount !== undefined) return amount
  context.addIssue({ code: 'custom', message: DECIMAL_REASON })
  return z.NEVER
}

/** A decimal string from zero up, read as micros. */
export const microsSchema = decimalSchema.transform(toMicros)

/** A decimal string above zero, read as micros. */
export const positiveMicrosSchema = microsSchema.refine((amount) => amount > 0n, 'must be more than zero')

/** A decimal string above zero that stays a string, in its shortest form: what a policy is hashed from. */
export const positiveDecimalSchema = positiveMicrosSchema.transform(formatMicros)

/** A decimal string as this server writes amounts, perhaps with a sign; for those who read its answers. */
export const answeredMicrosSchema = z
  .string()
  .regex(/^-?(?:0|[1-9]\d{0,12})\.\d{2,6}$/, 'must be an amount as this server writes it')
