// A program's rules as a shop sends them: the form of every field, then what contradicts itself. The bounds are those
// of the ledger and of the records on chain.

import { contradictionsOf } from '#domain/policy/contradictions.ts'
import { ATTRIBUTION_MODELS, TOUCH_SOURCES, TOKEN_CURRENCY, type Policy } from '#domain/policy.ts'
import { DAY_SECONDS, HOUR_SECONDS } from '#domain/time.ts'
import { z } from 'zod'
import { linkCodeSchema } from './ids.ts'
import {
  countrySchema,
  currencyRatesSchema,
  hostPatternSchema,
  listOf,
  markSchema,
  productPatternSchema,
  rewardAmountSchema,
  ruleNameSchema,
  setOf,
  sumAmountSchema,
} from './policy-parts.ts'
import { currencySchema } from './text.ts'

/** A whole sale, in basis points: no percentage is more than the order. */
const BPS_MAX = 10_000

/** Largest part of a pot that goes to the friend who brought the friend, in basis points: never more than the seller has. */
const UPLINE_BPS_MAX = 5_000

/** Longest attribution window and other spans of days: a year. */
const WINDOW_DAYS_MAX = 365

/** Longest time for which a buyer stays with one person, in days: ten years, "for good". */
const BIND_DAYS_MAX = 3_650

/** Rules of one policy; each is compared with each. */
const RULES_MAX = 100

/** Largest follower count: more than there are people. */
const FOLLOWERS_MAX = 10_000_000_000

/** Largest count in a minute or an hour that a threshold can name. */
const COUNT_MAX = 1_000_000

/** Shortest hold the ledger takes, in seconds: one hour. */
export const HOLD_SECONDS_MIN = HOUR_SECONDS

/** Longest hold the ledger takes, in seconds: 120 days. */
export const HOLD_SECONDS_MAX = 120 * DAY_SECONDS

const BPS_REASON = 'must be 1 to 10000 basis points: 100 of them are 1 %'
const UPLINE_REASON = 'must be 1 to 5000 basis points: at most half'
const DAYS_REASON = 'must be 1 to 365 whole days'
const HOLD_REASON = 'must be 3600 to 10368000 seconds: an hour to 120 days'

export const holdSecondsSchema = z
  .int(HOLD_REASON)
  .min(HOLD_SECONDS_MIN, HOLD_REASON)
  .max(HOLD_SECONDS_MAX, HOLD_REASON)

const bpsSchema = z.int(BPS_REASON).min(1, BPS_REASON).max(BPS_MAX, BPS_REASON)
const daysSchema = z.int(DAYS_REASON).min(1, DAYS_REASON).max(WINDOW_DAYS_MAX, DAYS_REASON)
const uplineBpsSchema = z.int(UPLINE_REASON).min(1, UPLINE_REASON).max(UPLINE_BPS_MAX, UPLINE_REASON)
const followersSchema = z.int().min(1).max(FOLLOWERS_MAX)
const countSchema = z.int().min(1).max(COUNT_MAX)

const rewardSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('percent'), bps: bpsSchema }),
  z.strictObject({
    kind: z.literal('flat'),
    amount: rewardAmountSchema,
    per: z.enum(['order', 'item']).exactOptional(),
  }),
])

const attributionSchema = z.strictObject({
  model: z.enum(ATTRIBUTION_MODELS),
  windowDays: daysSchema,
  halfLifeDays: daysSchema.exactOptional(),
  precedence: listOf(z.enum(TOUCH_SOURCES)).exactOptional(),
  bindCustomerDays: z.int().min(0).max(BIND_DAYS_MAX).exactOptional(),
})

const eligibilitySchema = z.strictObject({
  newCustomersOnly: z.boolean().exactOptional(),
  firstOrderOnly: z.boolean().exactOptional(),
  minimumOrder: sumAmountSchema.exactOptional(),
  countries: setOf(countrySchema).exactOptional(),
})

const excludeSchema = z.strictObject({
  shipping: z.boolean().exactOptional(),
  tax: z.boolean().exactOptional(),
  giftCards: z.boolean().exactOptional(),
  storeCredit: z.boolean().exactOptional(),
  products: setOf(productPatternSchema).exactOptional(),
})

const conditionsSchema = z
  .strictObject({
    tiers: setOf(z.enum(['micro', 'macro', 'mega'])).exactOptional(),
    campaigns: setOf(markSchema).exactOptional(),
    products: setOf(productPatternSchema).exactOptional(),
    customer: z.enum(['new', 'returning']).exactOptional(),
    firstOrder: z.boolean().exactOptional(),
    countries: setOf(countrySchema).exactOptional(),
    links: setOf(linkCodeSchema).exactOptional(),
  })
  .refine(
    (when) => Object.keys(when).length > 0,
    'needs a condition; what holds always is the reward of the program',
  )

const ruleSchema = z.strictObject({ name: ruleNameSchema, when: conditionsSchema, reward: rewardSchema })

const capsSchema = z.strictObject({
  perRecommenderDay: sumAmountSchema.exactOptional(),
  perRecommenderMonth: sumAmountSchema.exactOptional(),
  perCustomerDay: sumAmountSchema.exactOptional(),
  perCustomerMonth: sumAmountSchema.exactOptional(),
  perDay: sumAmountSchema.exactOptional(),
  perMonth: sumAmountSchema.exactOptional(),
})

/** Most seconds from a click to a payment that a program may call too fast: an hour. */
const FASTEST_ORDER_SECONDS_MAX = 3_600

const misuseSchema = z.strictObject({
  reviewDays: daysSchema.exactOptional(),
  ordersPerHour: countSchema.exactOptional(),
  fastestOrderSeconds: z.int().min(0).max(FASTEST_ORDER_SECONDS_MAX).exactOptional(),
  clicksPerMinute: countSchema.exactOptional(),
  bannedSources: setOf(hostPatternSchema).exactOptional(),
  paidTrafficCampaigns: setOf(markSchema).exactOptional(),
})

const formSchema: z.ZodType<Policy> = z.strictObject({
  version: z.literal(1),
  currency: z.literal(TOKEN_CURRENCY, `must be ${TOKEN_CURRENCY}, the currency of the pool`),
  attribution: attributionSchema,
  eligibility: eligibilitySchema.exactOptional(),
  exclude: excludeSchema.exactOptional(),
  rules: z.array(ruleSchema).min(1, 'must not be empty; leave it out instead').max(RULES_MAX).exactOptional(),
  reward: rewardSchema,
  perOrderCap: rewardAmountSchema,
  minimumReward: rewardAmountSchema.exactOptional(),
  caps: capsSchema.exactOptional(),
  budget: z
    .strictObject({ perMonth: sumAmountSchema.exactOptional(), total: sumAmountSchema.exactOptional() })
    .exactOptional(),
  holdSeconds: holdSecondsSchema,
  trustedHoldSeconds: holdSecondsSchema.exactOptional(),
  rates: z.record(currencySchema, currencyRatesSchema).exactOptional(),
  tiers: z.strictObject({ macroFrom: followersSchema, megaFrom: followersSchema }).exactOptional(),
  upline: z.strictObject({ bps: uplineBpsSchema, activeDays: daysSchema }).exactOptional(),
  misuse: misuseSchema.exactOptional(),
})

/** `Policy` of the domain; what contradicts itself is refused too, each with its place. */
export const policySchema: z.ZodType<Policy> = formSchema
  .pipe(
    // A pipe goes on only when every field has its form: contradictions read amounts.
    z.custom<Policy>().superRefine((policy, context) => {
      for (const { path, message } of contradictionsOf(policy)) {
        context.addIssue({ code: 'custom', path: [...path], message })
      }
    }),
  )
  .meta({ id: 'Policy' })
