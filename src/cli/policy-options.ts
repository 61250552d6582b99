// A program's rules from a handful of options, or from a file with the whole of them.

import { BPS_PER_PERCENT, parseMicros } from '#domain/money.ts'
import type { Policy } from '#domain/policy.ts'
import { DAY_SECONDS } from '#domain/time.ts'
import { policySchema } from '#schema/policy.ts'
import { wrongFields } from '#schema/wrong-fields.ts'
import type { Command } from 'commander'
import type { z } from 'zod'
import { CommandEnd, EXIT } from './exit-codes.ts'
import { readPolicyFile } from './policy-file.ts'

/** Days within which a click counts: what most shops use. */
const WINDOW_DAYS = 30

/** As commander gives them; all text. */
export type RawPolicyOptions = {
  readonly percent?: string
  readonly flat?: string
  /** File with the whole rules. */
  readonly policy?: string
  readonly perOrderCap: string
  readonly holdDays: string
  readonly currency: string
}

/** Gives a command the options that rules are made of. */
export function withPolicyOptions(command: Command): Command {
  return command
    .option('--percent <number>', 'reward: this percentage of each sale')
    .option('--flat <amount>', 'reward: this amount for each sale')
    .option('--policy <file>', 'the whole rules, as JSON, in place of the other options about rewards')
    .option('--per-order-cap <amount>', 'most that one order earns', '10.00')
    .option('--hold-days <number>', 'days for sending things back, before rewards unlock', '30')
    .option('--currency <code>', 'currency of the orders', 'USD')
}

/** The rules; ends the command with the usage code unless exactly one reward is given, and it is right. */
export function planPolicy(raw: RawPolicyOptions): Policy {
  const given = [raw.percent, raw.flat, raw.policy].filter((one) => one !== undefined)
  if (given.length !== 1) throw new CommandEnd(EXIT.usage, 'Give one of --percent, --flat and --policy.')
  return raw.policy === undefined
    ? checked('the rules', policySchema, policyOf(raw))
    : readPolicyFile(raw.policy)
}

function policyOf(raw: RawPolicyOptions): unknown {
  return {
    version: 1,
    currency: raw.currency,
    attribution: { model: 'last-click', windowDays: WINDOW_DAYS },
    reward:
      raw.percent === undefined
        ? { kind: 'flat', amount: raw.flat }
        : { kind: 'percent', bps: bpsOf(raw.percent) },
    perOrderCap: raw.perOrderCap,
    holdSeconds: secondsOf(raw.holdDays),
  }
}

/** `8.5` → 850; at most two decimals. */
function bpsOf(percent: string): number {
  if (!/^\d{1,3}(?:\.\d{1,2})?$/.test(percent))
    throw new CommandEnd(EXIT.usage, '--percent is a number such as 8 or 8.5.')
  return Math.round(Number(percent) * BPS_PER_PERCENT)
}

function secondsOf(days: string): number {
  if (!/^\d{1,3}(?:\.\d{1,4})?$/.test(days))
    throw new CommandEnd(EXIT.usage, '--hold-days is a number of days such as 30.')
  return Math.round(Number(days) * DAY_SECONDS)
}

/** `input` as `schema` makes it; ends the command with the usage code and what is wrong. */
export function checked<T>(what: string, schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const wrong = wrongFields(result.error).map(({ field, reason }) => `${field.slice(1)} ${reason}`.trim())
  throw new CommandEnd(EXIT.usage, `Something is wrong with ${what}: ${wrong[0] ?? 'it is not taken'}.`)
}

/** What a pool's terms are made of. */
export type CarriedRules = Pick<Policy, 'perOrderCap' | 'holdSeconds' | 'trustedHoldSeconds'>

/** Terms of a pool that carry the rules: the rate lets one deposit through at once and again each day. */
export function poolTermsOf({
  policy,
  fund,
}: {
  readonly policy: CarriedRules
  readonly fund: string
}): Record<string, unknown> {
  const isBelowCap = (parseMicros(fund) ?? 0n) < (parseMicros(policy.perOrderCap) ?? 0n)
  const rate = isBelowCap ? policy.perOrderCap : fund
  return {
    minHoldSeconds: policy.trustedHoldSeconds ?? policy.holdSeconds,
    rewardCap: policy.perOrderCap,
    rateCapacity: rate,
    ratePerDay: rate,
  }
}
