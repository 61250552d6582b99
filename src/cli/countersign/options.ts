// The options of `vouch countersign` as the checks take them; what is wrong ends the command as wrongly used.

import { readFileSync } from 'node:fs'
import { InvalidArgumentError } from 'commander'
import { checkCredentials } from '#app/pulls/check-credentials.ts'
import type { OwnTerms } from '#domain/countersign/verdict.ts'
import { parseMicros, type Micros } from '#domain/money.ts'
import { Problem } from '#domain/problem.ts'
import type { ShopCredentials } from '#ports/shop-api.ts'
import { platformSchema } from '#schema/connections.ts'
import type { Address, Hex } from 'viem'
import { getAddress, isAddress, isHex, size } from 'viem/utils'
import { credentialsIn } from '../connection-pull-commands.ts'
import { CommandEnd, EXIT } from '../exit-codes.ts'
import type { BookSource } from './own-books.ts'
import { marksByFile } from './tag-key.ts'

/** As commander gives them. */
export type CountersignOptions = {
  readonly keyFile: string
  readonly orderKeyFile: string
  readonly rpc: string
  readonly ledger: string
  readonly pool: readonly string[]
  readonly state: string
  readonly expectOwner?: string
  readonly orders?: readonly string[]
  readonly currency: string
  readonly webhooks?: readonly string[]
  readonly platform: string
  readonly credentialsFile?: readonly string[]
  readonly readDays: number
  readonly secretFile?: string
  readonly tagKeyFile?: string
  readonly rewardCap?: string
  readonly dailyLimit?: string
  readonly deal?: readonly string[]
  readonly acceptPolicy?: readonly string[]
  readonly acceptReward?: readonly string[]
  readonly trustReviews?: true
  readonly acceptHistory?: true
  readonly finalDepth: number
  readonly every: number
  readonly once?: true
  readonly url: string
  readonly json?: true
}

/** Bytes of a policy's hash. */
const HASH_BYTES = 32

/** What the shop signs at most; `chainId` is what the endpoint says. */
export function ownTerms(
  options: CountersignOptions,
  { signer, chainId }: { readonly signer: Address; readonly chainId: number },
): OwnTerms {
  return {
    chainId,
    ledger: addressOf('--ledger', options.ledger),
    expectedOwner:
      options.expectOwner === undefined ? undefined : addressOf('--expect-owner', options.expectOwner),
    signer,
    pools: new Set(options.pool.map(poolOf)),
    rewardCapMicros:
      options.rewardCap === undefined ? undefined : amountOf('--reward-cap', options.rewardCap),
    dailyLimitMicros:
      options.dailyLimit === undefined ? undefined : amountOf('--daily-limit', options.dailyLimit),
    deals: amountsOf('--deal', options.deal),
    acceptedPolicies: new Set((options.acceptPolicy ?? []).map(hashOf)),
    acceptedRewards: amountsOf('--accept-reward', options.acceptReward),
    trustsReviews: options.trustReviews === true,
    ...(options.tagKeyFile === undefined ? {} : { markOf: marksByFile(options.tagKeyFile) }),
  }
}

/** Where the shop's own books are; at least one. */
export function bookSources(
  options: CountersignOptions,
  { isTestnet }: { readonly isTestnet: boolean },
): readonly BookSource[] {
  const exports = (options.orders ?? []).map((text): BookSource => {
    const [connectionId, file] = pairOf('--orders', text)
    return { kind: 'export', connectionId, file, currency: options.currency }
  })
  const platform = platformOf(options.platform)
  const webhooks = (options.webhooks ?? []).map((text): BookSource => {
    const [connectionId, folder] = pairOf('--webhooks', text)
    return { kind: 'webhooks', connectionId, folder, platform, secrets: secretsOf(options.secretFile) }
  })
  const interfaces = (options.credentialsFile ?? []).map((text): BookSource => {
    const [connectionId, file] = pairOf('--credentials-file', text)
    const credentials = shopCredentials(file, isTestnet)
    return { kind: 'interface', connectionId, credentials, readDays: options.readDays }
  })
  const sources = [...exports, ...webhooks, ...interfaces]
  if (sources.length === 0) {
    wrong('Give --webhooks, --credentials-file or --orders: nothing is signed without books of your own.')
  }
  return sources
}

function shopCredentials(file: string, isTestnet: boolean): ShopCredentials {
  try {
    return checkCredentials({ testnet: isTestnet }, credentialsIn(file))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new CommandEnd(EXIT.configuration, `${file}: ${JSON.stringify(error.facts)}.`, { cause: error })
  }
}

export function parseDepth(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('A whole number of blocks.')
  return Number(text)
}

export function parseDays(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('A whole number of days, 1 to 999.')
  return Number(text)
}

export function parseSeconds(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('A whole number of seconds, at least 1.')
  return Number(text)
}

function secretsOf(file: string | undefined): readonly string[] {
  if (file === undefined) wrong('--webhooks needs --secret-file, or a copy could be anybody’s.')
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
  } catch (cause) {
    throw new CommandEnd(EXIT.configuration, `The secret file ${file} cannot be read.`, { cause })
  }
}

function addressOf(option: string, text: string): Address {
  return isAddress(text, { strict: false })
    ? getAddress(text)
    : wrong(`${option} is an address: 0x and 40 digits.`)
}

function pairOf(option: string, text: string): readonly [string, string] {
  const at = text.indexOf('=')
  if (at <= 0 || at === text.length - 1) wrong(`${option} is a name and a value with = between them.`)
  return [text.slice(0, at), text.slice(at + 1)]
}

/** Amounts by what they are named for. */
function amountsOf(option: string, texts: readonly string[] = []): ReadonlyMap<string, Micros> {
  return new Map(
    texts.map((text) => {
      const [id, amount] = pairOf(option, text)
      return [id, amountOf(option, amount)] as const
    }),
  )
}

function poolOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) wrong('--pool is the number of a pool.')
  return Number(text)
}

function amountOf(option: string, text: string): Micros {
  return parseMicros(text) ?? wrong(`${option} is an amount such as 12.50.`)
}

function hashOf(text: string): Hex {
  return isHex(text) && size(text) === HASH_BYTES ? text : wrong('--accept-policy is 0x and 64 digits.')
}

function platformOf(text: string) {
  const platform = platformSchema.safeParse(text)
  return platform.success ? platform.data : wrong('--platform is standard, shopify, woocommerce or stripe.')
}

function wrong(sentence: string): never {
  throw new CommandEnd(EXIT.usage, sentence)
}
