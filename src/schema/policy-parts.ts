// Small parts of a program's rules as a shop sends them: names, lists without repetition, rates and days.

import { parseMicros } from '#domain/money.ts'
import { parseRate } from '#domain/policy/currency-rate.ts'
import { MAX_REWARD_MICROS } from '#domain/records.ts'
import { DAY_MS } from '#domain/time.ts'
import { z } from 'zod'
import { positiveDecimalSchema } from './money.ts'
import { nameSchema } from './text.ts'

/** Smallest amount above what a record's 39 bits hold, in micros: 549 755.813888 units. */
export const REWARD_MICROS_LIMIT = MAX_REWARD_MICROS + 1n

/** Members of one list: more than a shop writes by hand, few enough to compare each with each. */
const LIST_MAX = 200

/** Longest SKU, product id or campaign id, in characters; Shopify's SKUs end at 255, and hardly any is over 60. */
const MARK_MAX_LENGTH = 100

/** Words of a rule's name: with the rest of its sentence at most 25. */
const RULE_NAME_WORDS_MAX = 6

/** Dated rates of one currency: one a day for a year. */
const RATES_MAX = 366

function fitsRecord(amount: string): boolean {
  return (parseMicros(amount) ?? REWARD_MICROS_LIMIT) < REWARD_MICROS_LIMIT
}

/** An amount that a single reward can have. */
export const rewardAmountSchema = positiveDecimalSchema.refine(fitsRecord, 'must be at most 549755.813887')

/** An amount that many rewards together can have. */
export const sumAmountSchema = positiveDecimalSchema

/** A list without repetition, sorted, so that the same members are the same rules. */
export function setOf<Member extends string>(member: z.ZodType<Member>) {
  return listOf(member).transform((list) => list.toSorted())
}

/** A list without repetition whose order counts. */
export function listOf<Member extends string>(member: z.ZodType<Member>) {
  return z
    .array(member)
    .min(1, 'must not be empty; leave it out instead')
    .max(LIST_MAX)
    .superRefine((list, context) => {
      const twice = list.findIndex((one, index) => list.indexOf(one) < index)
      if (twice >= 0) context.addIssue({ code: 'custom', path: [twice], message: 'is in the list twice' })
    })
}

/** A SKU, product id or campaign id. */
export const markSchema = z
  .string()
  .min(1)
  .max(MARK_MAX_LENGTH)
  .regex(/^[^\p{Cc}\s](?:[^\p{Cc}]*[^\p{Cc}\s])?$/u, 'must not begin or end with a space')

/** A SKU or product id, of which `*` at the end stands for anything. */
export const productPatternSchema = markSchema.refine(
  (text) => !text.slice(0, -1).includes('*'),
  'takes * at its end only',
)

/** ISO 3166-1 alpha-2. */
export const countrySchema = z
  .string()
  .regex(/^[A-Z]{2}$/, 'is a country code of two capital letters, such as DE')

/** A rule's name for people, told in the trace. */
export const ruleNameSchema = nameSchema.refine(
  (name) => name.split(/\s+/).length <= RULE_NAME_WORDS_MAX,
  'must have at most six words',
)

/** A host; `*.` at the start stands for any of its subdomains. */
export const hostPatternSchema = z
  .string()
  .max(255)
  .regex(/^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/, 'is no host in small letters')

/** A day of the calendar, `YYYY-MM-DD`. */
const daySchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'is a day such as 2026-03-01')
  .refine(isDay, 'is not a day of the calendar')

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(at) && at % DAY_MS === 0 && new Date(at).toISOString().startsWith(text)
}

const rateSchema = z
  .string()
  .refine((text) => parseRate(text) !== undefined, 'is a decimal string above zero such as "1.08"')

/** Rates of one currency: each from a later day than the one before. */
export const currencyRatesSchema = z
  .array(z.strictObject({ from: daySchema, rate: rateSchema }))
  .min(1, 'must not be empty; leave it out instead')
  .max(RATES_MAX)
  .superRefine((rates, context) => {
    const early = rates.findIndex(({ from }, index) => index > 0 && from <= (rates[index - 1]?.from ?? ''))
    if (early >= 0) {
      context.addIssue({
        code: 'custom',
        path: [early, 'from'],
        message: 'must be later than the day before it',
      })
    }
  })
