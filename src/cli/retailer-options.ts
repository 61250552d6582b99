// What set-up needs to know of a shop: from options, or from five questions on a terminal. Each answer is looked at when
// it is given, and asked for again when it cannot be right.

import type { Policy } from '#domain/policy.ts'
import { addressSchema } from '#schema/address.ts'
import { createConnectionSchema } from '#schema/connections.ts'
import { createProgramSchema, createRetailerSchema, depositSchema } from '#schema/retailers.ts'
import type { Address } from 'viem'
import type { z } from 'zod'
import { CommandEnd, EXIT } from './exit-codes.ts'
import { checked, planPolicy, type RawPolicyOptions } from './policy-options.ts'
import type { Surroundings } from './surroundings.ts'

/** Times that one question is asked: somebody who has not found the form by then needs the help text. */
const ASKED_MAX = 3

/** As commander gives them; all text. */
export type RawRetailerOptions = RawPolicyOptions & {
  readonly name?: string
  readonly platform?: string
  readonly shopUrl?: string
  readonly fund?: string
  readonly orderSigner?: string
  readonly owner?: string
}

export type RetailerPlan = {
  readonly name: string
  readonly platform: z.infer<typeof createConnectionSchema>['platform']
  readonly shopUrl: string
  readonly policy: Policy
  /** Decimal string of test dollars for the pool. */
  readonly fund: string
  /** Of the shop's own order key. */
  readonly orderSigner?: Address | undefined
  /** The shop's own wallet, to which the pool is offered. */
  readonly owner?: Address | undefined
}

/** The plan; asks for what is missing where somebody can answer, else ends the command with the usage code. */
export async function planRetailer(
  raw: RawRetailerOptions,
  { ask, stderr }: Surroundings,
): Promise<RetailerPlan> {
  const answers = ask === undefined ? raw : await askMissing(raw, { ask, stderr })
  const { name, platform, shopUrl, fund } = answers
  const missing = Object.entries({ name, platform, 'shop-url': shopUrl, fund })
    .filter(([, value]) => value === undefined || value === '')
    .map(([flag]) => `--${flag}`)
  if ([answers.percent, answers.flat, answers.policy].every((given) => given === undefined))
    missing.push('--percent, --flat or --policy')
  if (missing.length > 0) throw new CommandEnd(EXIT.usage, `Missing: ${missing.join(', ')}.`)
  const policy = planPolicy(answers)
  const program = checked('the shop', createProgramSchema, { name, shopUrl, policy })
  const connection = checked('the connection', createConnectionSchema, {
    platform,
    currency: answers.currency,
  })
  checked('--fund', depositSchema, { amount: fund })
  return { ...program, platform: connection.platform, fund: fund ?? '', ...ownKeysOf(answers) }
}

/** The shop's own addresses; what is not given stays the server's. */
function ownKeysOf({ orderSigner, owner }: RawRetailerOptions): Pick<RetailerPlan, 'orderSigner' | 'owner'> {
  const signer =
    orderSigner === undefined ? {} : { orderSigner: checked('--order-signer', addressSchema, orderSigner) }
  const wallet = owner === undefined ? {} : { owner: checked('--owner', addressSchema, owner) }
  if (signer.orderSigner !== undefined && signer.orderSigner === wallet.owner)
    throw new CommandEnd(EXIT.usage, '--owner is another address than --order-signer.')
  return { ...signer, ...wallet }
}

type Asking = { readonly ask: (question: string) => Promise<string> } & Pick<Surroundings, 'stderr'>

async function askMissing(raw: RawRetailerOptions, asking: Asking): Promise<RawRetailerOptions> {
  const { currency } = raw
  const { name: nameSchema } = createRetailerSchema.shape
  const { shopUrl: urlSchema } = createProgramSchema.shape
  const name =
    raw.name ?? (await answerTo(asking, 'Name of the shop: ', (text) => taken('The name', nameSchema, text)))
  const platform =
    raw.platform ??
    (await answerTo(asking, 'Platform: shopify, woocommerce, stripe or standard [standard]: ', (text) => {
      const chosen = text.toLowerCase() || 'standard'
      checked('the platform', createConnectionSchema, { platform: chosen, currency })
      return chosen
    }))
  const shopUrl =
    raw.shopUrl ??
    (await answerTo(asking, 'Address of the shop, with https://: ', (text) =>
      taken('The address', urlSchema, text),
    ))
  const isRewardGiven = [raw.percent, raw.flat, raw.policy].some((given) => given !== undefined)
  const reward = isRewardGiven
    ? {}
    : await answerTo(asking, 'Reward for each sale, such as 8% or 2.00 [8%]: ', (text) => {
        const rewards = rewardOf(text || '8%')
        planPolicy({ ...raw, ...rewards })
        return rewards
      })
  const fund =
    raw.fund ??
    (await answerTo(asking, 'Test dollars to put into the pool [100.00]: ', (text) => {
      checked('the amount', depositSchema, { amount: text || '100.00' })
      return text || '100.00'
    }))
  return { ...raw, name, platform, shopUrl, ...reward, fund }
}

/** What `read` makes of an answer; one that it refuses is asked for again, with the reason. */
async function answerTo<T>({ ask, stderr }: Asking, question: string, read: (text: string) => T): Promise<T> {
  for (let asked = 1; ; asked++) {
    const text = (await ask(question)).trim()
    try {
      return read(text)
    } catch (error) {
      if (!(error instanceof CommandEnd) || asked === ASKED_MAX) throw error
      stderr.write(`${error.message}\n`)
    }
  }
}

function taken(what: string, schema: z.ZodType, text: string): string {
  const result = schema.safeParse(text)
  if (result.success) return text
  throw new CommandEnd(EXIT.usage, `${what} ${result.error.issues[0]?.message ?? 'is not taken'}.`)
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
