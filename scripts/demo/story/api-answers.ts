// What the story reads of the API's answers. Amounts are decimal strings.

import { parseMicros } from '#domain/money.ts'
import { StoryFault } from './http-client.ts'

export type PoolJson = {
  readonly state: 'opening' | 'open'
  readonly pool: number | null
  readonly deposited: string
  readonly available: string
  readonly reserved: string
  readonly released: string
  readonly withdrawn: string
}

export type OrderJson = {
  readonly orderId: string
  readonly externalId: string
  readonly outcome: string
  readonly rewardId: string | null
  readonly target: string
}

export type RewardJson = {
  readonly rewardId: string
  readonly orderId: string
  readonly handle: string
  readonly target: string
  readonly paid: string
  readonly state: string
  readonly batches: readonly {
    readonly pool: number
    readonly seq: number
    readonly amount: string
    readonly amended: string
    readonly chainTransaction: string | null
  }[]
}

export type PersonJson = {
  readonly handle: string
  readonly promised: string
  readonly owed: string
  readonly paid: string
  readonly debt: string
  readonly links: readonly { readonly code: string; readonly clicks: number; readonly sales: number }[]
  readonly payments: readonly { readonly amount: string; readonly chainTransaction: string }[]
}

/** Everything under way; all zero means that all that is known has reached chain and books. */
export type WorkJson = Readonly<Record<string, number>>

export type PageJson<Row> = { readonly data: readonly Row[]; readonly page: { readonly next: string | null } }

/** An amount of the API as micros. */
export function readAmount(text: string): bigint {
  const amount = parseMicros(text)
  if (amount === undefined) throw new StoryFault(`The API wrote an amount as "${text}".`)
  return amount
}
