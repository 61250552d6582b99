// How lists are asked for: a page at a time, after the last id of the page before.

import { z } from 'zod'
import { retailerOwnedIdSchema } from './ids.ts'

/** Most rows in one answer: what a screen or a script handles at once. */
export const PAGE_LIMIT_MAX = 100

/** Rows when nothing is asked for. */
export const PAGE_LIMIT_DEFAULT = 50

/** Longest name of a row within its list, in characters. */
const ROW_NAME_MAX = 100

/** How many rows are asked for. */
export const limitSchema = z
  .string()
  .regex(/^[1-9]\d{0,2}$/, 'must be a whole number from 1 to 100')
  .transform(Number)
  .pipe(z.int().max(PAGE_LIMIT_MAX))
  .default(PAGE_LIMIT_DEFAULT)

export const pageQuerySchema = z.strictObject({
  limit: limitSchema,
  after: retailerOwnedIdSchema.optional(),
})

/** A page of a list whose rows have names of other forms. */
export const anyPageQuerySchema = z.strictObject({
  limit: limitSchema,
  after: z.string().max(ROW_NAME_MAX).optional(),
})

/** An address that takes no query. */
export const noQuerySchema = z.strictObject({})

/** A path without parameters. */
export const noParamsSchema = z.object({})

/** For what needs nothing said. */
export const emptyBodySchema = z.strictObject({})
