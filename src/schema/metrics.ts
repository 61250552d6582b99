// For which span figures are asked for, and at which prices.

import { BPS_PER_ONE } from '#domain/money.ts'
import { DAY_MS } from '#domain/time.ts'
import { z } from 'zod'
import { instantSchema } from './commerce/instant.ts'
import { positiveMicrosSchema } from './money.ts'
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from './page.ts'

/** Longest span of one answer: two years compare a month with the same one a year before. */
const SPAN_DAYS_MAX = 731

/** `2026-11-01` is its first moment in UTC; an instant is one with an offset. */
const momentSchema = z
  .string()
  .transform((text) => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text))
  .pipe(instantSchema)

const span = { from: momentSchema.optional(), to: momentSchema.optional() }

const isSpan = ({ from, to }: { from?: number | undefined; to?: number | undefined }): boolean =>
  from === undefined || to === undefined || (from < to && to - from <= SPAN_DAYS_MAX * DAY_MS)

const SPAN_REASON = { message: 'must be later than from, and at most 731 days', path: ['to'] }

/** Above any price of gas that was ever paid: a coin for each unit. */
const GAS_PRICE_DIGITS_MAX = 18

export const metricsQuerySchema = z
  .strictObject({
    ...span,
    marginBps: z
      .string()
      .regex(/^(?:0|[1-9]\d{0,4})$/, 'must be a whole number from 0 to 10000')
      .transform(Number)
      .pipe(z.int().max(Number(BPS_PER_ONE)))
      .optional(),
    gasPriceWei: z
      .string()
      .regex(/^[1-9]\d*$/, 'must be a whole number above zero')
      .max(GAS_PRICE_DIGITS_MAX)
      .transform(BigInt)
      .optional(),
    coinPrice: positiveMicrosSchema.optional(),
  })
  .refine(isSpan, SPAN_REASON)
  .refine(({ gasPriceWei, coinPrice }) => (gasPriceWei === undefined) === (coinPrice === undefined), {
    message: 'is given together with coinPrice, or neither is',
    path: ['gasPriceWei'],
  })

export const spreadQuerySchema = z.strictObject(span).refine(isSpan, SPAN_REASON)

export const directoryQuerySchema = z.strictObject({
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, 'must be a whole number from 1 to 100')
    .transform(Number)
    .pipe(z.int().max(PAGE_LIMIT_MAX))
    .default(PAGE_LIMIT_DEFAULT),
  after: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'must be what the page before called next')
    .transform(Number)
    .optional(),
})
