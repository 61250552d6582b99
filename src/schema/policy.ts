// A program's rules as a shop sends them. The bounds are those of the ledger and of the records on chain.

import { parseMicros } from '#domain/money.ts'
import { TOKEN_CURRENCY, type Policy } from '#domain/policy.ts'
import { MAX_REWARD_MICROS } from '#domain/records.ts'
import { DAY_SECONDS, HOUR_SECONDS } from '#domain/time.ts'
import { z } from 'zod'
import { positiveDecimalSchema } from './money.ts'

/** A whole sale, in basis points: no reward is more than the order. */
const BPS_MAX = 10_000

/** Longest attribution window, in days: a year. */
const WINDOW_DAYS_MAX = 365

/** Shortest hold the ledger takes, in seconds: one hour. */
export const HOLD_SECONDS_MIN = HOUR_SECONDS

/** Longest hold the ledger takes, in seconds: 120 days. */
export const HOLD_SECONDS_MAX = 120 * DAY_SECONDS

/** Smallest amount above what a record's 39 bits hold, in micros: 549 755.813888 units. */
export const REWARD_MICROS_LIMIT = MAX_REWARD_MICROS + 1n

function fitsRecord(amount: string): boolean {
  return (parseMicros(amount) ?? REWARD_MICROS_LIMIT) < REWARD_MICROS_LIMIT
}

const rewardAmountSchema = positiveDecimalSchema.refine(fitsRecord, 'must be at most 549755.813887')

const percentSchema = z.strictObject({ kind: z.literal('percent'), bps: z.int().min(1).max(BPS_MAX) })

const flatSchema = z.strictObject({ kind: z.literal('flat'), amount: rewardAmountSchema })

export const holdSecondsSchema = z.int().min(HOLD_SECONDS_MIN).max(HOLD_SECONDS_MAX)

/** `Policy` of the domain; a flat reward above the cap per order is refused. */
export const policySchema: z.ZodType<Policy> = z
  .strictObject({
    version: z.literal(1),
    currency: z.literal(TOKEN_CURRENCY, `must be ${TOKEN_CURRENCY}, the currency of the pool`),
    attribution: z.strictObject({
      model: z.literal('last-click'),
      windowDays: z.int().min(1).max(WINDOW_DAYS_MAX),
    }),
    reward: z.discriminatedUnion('kind', [percentSchema, flatSchema]),
    perOrderCap: rewardAmountSchema,
    holdSeconds: holdSecondsSchema,
  })
  .refine(
    ({ reward, perOrderCap }) =>
      reward.kind === 'percent' || (parseMicros(reward.amount) ?? 0n) <= (parseMicros(perOrderCap) ?? 0n),
    { path: ['reward', 'amount'], message: 'must not be more than perOrderCap' },
  )
