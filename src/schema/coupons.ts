// Discount codes as shops send them: as JSON, or as the rows of a table.

import { COUPON_LENGTH_MAX, type Saving } from '#domain/coupon.ts'
import { BPS_PER_PERCENT } from '#domain/money.ts'
import { z } from 'zod'
import { answeredInstantSchema, listOf, pageOf, savingAnswerSchema } from './answered.ts'
import { linkCodeSchema, retailerOwnedIdSchema } from './ids.ts'
import { positiveDecimalSchema } from './money.ts'
import { limitSchema } from './page.ts'
import { couponCodeSchema, currencySchema } from './text.ts'

/** Codes in one request: what fits the limit of a JSON body. */
const CODES_PER_REQUEST_MAX = 500

/** Rows of one table: each is read and written once within a request. */
export const COUPON_ROWS_MAX = 1000

/** A whole purchase, in basis points. */
const BPS_MAX = 10_000

const savingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('percent'), bps: z.int().min(1).max(BPS_MAX) }),
  z.strictObject({ kind: z.literal('amount'), amount: positiveDecimalSchema, currency: currencySchema }),
])

const couponStateSchema = z.enum(['asked', 'valid', 'ended'])

export const importCouponsSchema = z.strictObject({
  coupons: z
    .array(
      z.strictObject({
        code: couponCodeSchema,
        link: linkCodeSchema.optional(),
        saving: savingSchema.optional(),
      }),
    )
    .min(1)
    .max(CODES_PER_REQUEST_MAX),
  inShop: z.boolean(),
})

export const endCouponsSchema = z.strictObject({
  codes: z.array(couponCodeSchema).min(1).max(CODES_PER_REQUEST_MAX),
})

export const askCouponSchema = z.strictObject({ programId: retailerOwnedIdSchema })

export const couponQuerySchema = z.strictObject({
  limit: limitSchema,
  after: z.string().max(COUPON_LENGTH_MAX).optional(),
  state: couponStateSchema.optional(),
})

/** Whether the codes of a table are in the shop. */
export const couponTableQuerySchema = z.strictObject({
  inShop: z.enum(['true', 'false'], 'must be true or false').transform((text) => text === 'true'),
})

const PERCENT_TEXT = /^(?:100|[1-9]?\d)(?:\.\d{1,2})?$/

const percentCellSchema = z
  .string()
  .regex(PERCENT_TEXT, 'is a percentage such as 10 or 12.5')
  .transform((text) => Math.round(Number(text) * BPS_PER_PERCENT))
  .pipe(z.int().min(1, 'must be more than zero').max(BPS_MAX, 'must be at most 100'))

const emptyCell = z.literal('').optional()

/** A row of a table: `code`, and perhaps `link`, and `percent` or `amount` with `currency`. Other columns are left alone. */
export const couponRowSchema = z
  .object({
    code: couponCodeSchema,
    link: z.union([emptyCell, linkCodeSchema]),
    percent: z.union([emptyCell, percentCellSchema]),
    amount: z.union([emptyCell, positiveDecimalSchema]),
    currency: z.union([emptyCell, currencySchema]),
  })
  .refine(({ percent, amount }) => !percent || !amount, {
    path: ['amount'],
    message: 'stands beside a percentage',
  })
  .refine(({ amount, currency }) => !amount || currency, { path: ['currency'], message: 'is missing' })
  .transform(({ code, link, percent, amount, currency }) => ({
    code,
    ...(link ? { link } : {}),
    ...savingOf({ percent, amount, currency }),
  }))

function savingOf({
  percent,
  amount,
  currency,
}: {
  readonly percent?: number | '' | undefined
  readonly amount?: string | undefined
  readonly currency?: string | undefined
}): { readonly saving?: Saving } {
  if (percent) return { saving: { kind: 'percent', bps: percent } }
  return amount && currency ? { saving: { kind: 'amount', amount, currency } } : {}
}

export const couponOutcomesAnswerSchema = listOf(
  z.union([
    z.object({ code: z.string(), outcome: z.enum(['saved', 'unchanged']), state: couponStateSchema }),
    z.object({ code: z.string(), outcome: z.literal('refused'), reason: z.string() }),
  ]),
)

export const askedCouponAnswerSchema = z.object({ code: z.string(), state: couponStateSchema })

const couponAnswerSchema = z
  .object({
    code: z.string(),
    programId: z.string(),
    link: z.string().nullable(),
    saving: savingAnswerSchema.nullable(),
    state: couponStateSchema,
    askedAt: answeredInstantSchema,
    validAt: answeredInstantSchema.nullable(),
    endedAt: answeredInstantSchema.nullable(),
  })
  .meta({ id: 'Coupon' })

export const couponsAnswerSchema = pageOf(couponAnswerSchema)
