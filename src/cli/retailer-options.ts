// What set-up needs to know of a shop: from options, or from five questions on a terminal.

import { BPS_PER_PERCENT, parseMicros } from '#domain/money.ts'
import type { Policy } from '#domain/policy.ts'
import { DAY_SECONDS } from '#domain/time.ts'
import { policySchema } from '#schema/policy.ts'
import { createConnectionSchema } from '#schema/connections.ts'
import { createProgramSchema, depositSchema } from '#schema/retailers.ts'
import type { z } from 'zod'
import { CommandEnd, EXIT } from './exit-codes.ts'
import { readPolicyFile } from './policy-file.ts'
import type { Surroundings } from './surroundings.ts'

/** Days within which a click counts: what most shops use. */
const WINDOW_DAYS = 30

/** As commander gives them; all text. */
export type RawRetailerOptions = {
  readonly name?: string
  readonly platform?: string
  readonly shopUrl?: string
  readonly percent?: string
  readonly flat?: string
  /** File with the whole rules. */
  readonly policy?: string
  readonly fund?: string
  readonly perOrderCap: string
  readonly holdDays: string
  readonly currency: string
}

export type RetailerPlan = {
  readonly name: string
  readonly platform: z.infer<typeof createConnectionSchema>['platform']
  readonly shopUrl: string
  readonly policy: Policy
  /** Decimal string of test dollars for the pool. */
  readonly fund: string
}

/** The plan; asks for what is missing where somebody can answer, else ends the command with the usage code. */
export async function planRetailer(raw: RawRetailerOptions, { ask }: Surroundings): Promise<RetailerPlan> {
  const answers = ask === undefined ? raw : await askMissing(raw, ask)
  const { name, platform, shopUrl, fund } = answers
  const missing = Object.entries({ name, platform, 'shop-url': shopUrl, fund })
    .filter(([, value]) => value === undefined || value === '')
    .map(([flag]) => `--${flag}`)
  const rewards = [answers.percent, answers.flat, answers.policy].filter((given) => given !== undefined)
  if (rewards.length === 0) missing.push('--percent, --flat or --policy')
  if (missing.length > 0) throw new CommandEnd(EXIT.usage, `Missing: ${missing.join(', ')}.`)
  if (rewards.length > 1) {
    throw new CommandEnd(EXIT.usage, 'Give one of --percent, --flat and --policy.')
  }
  const policy =
    answers.policy === undefined
      ? checked('the rules', policySchema, policyOf(answers))
      : readPolicyFile(answers.policy)
  const program = checked('the shop', createProgramSchema, { name, shopUrl, policy })
  const connection = checked('the connection', createConnectionSchema, {
    platform,
    currency: answers.currency,
  })
  checked('--fund', depositSchema, { amount: fund })
  return { ...program, platform: connection.platform, fund: fund ?? '' }
}

async function askMissing(
  raw: RawRetailerOptions,
  ask: (question: string) => Promise<string>,
): Promise<RawRetailerOptions> {
  const name = raw.name ?? (await ask('Name of the shop: '))
  const platform =
    raw.platform ?? (await ask('Platform: shopify, woocommerce, stripe or standard [standard]: '))
  const shopUrl = raw.shopUrl ?? (await ask('Address of the shop, with https://: '))
  const isRewardGiven = [raw.percent, raw.flat, raw.policy].some((given) => given !== undefined)
  const reward = isRewardGiven ? '' : await ask('Reward for each sale, such as 8% or 2.00 [8%]: ')
  const fund = raw.fund ?? (await ask('Test dollars to put into the pool [100.00]: '))
  return {
    ...raw,
    name,
    platform: platform.trim() || 'standard',
    shopUrl,
    ...(isRewardGiven ? {} : rewardOf(reward.trim() || '8%')),
    fund: fund.trim() || '100.00',
  }
}

/** A bare `8` could mean either, so it is asked for again as one of them. */
function rewardOf(text: string): { percent: string } | { flat: string } {
  if (/^\d+$/.test(text)) {
    throw new CommandEnd(
      EXIT.usage,
      `Say ${text}% for a share of the sale, or ${text}.00 for a fixed amount.`,
    )
  }
  return text.endsWith('%') ? { percent: text.slice(0, -1).trim() } : { flat: text }
}

function policyOf(raw: RawRetailerOptions): unknown {
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

function checked<T>(what: string, schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new CommandEnd(
    EXIT.usage,
    `Something is wrong with ${what}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
  )
}

/** Terms of a pool that carry the plan: the rate lets one deposit through at once and again each day. */
export function poolTermsOf({ policy, fund }: RetailerPlan): Record<string, unknown> {
  const isBelowCap = (parseMicros(fund) ?? 0n) < (parseMicros(policy.perOrderCap) ?? 0n)
  const rate = isBelowCap ? policy.perOrderCap : fund
  return {
    minHoldSeconds: policy.trustedHoldSeconds ?? policy.holdSeconds,
    rewardCap: policy.perOrderCap,
    rateCapacity: rate,
    ratePerDay: rate,
  }
}
