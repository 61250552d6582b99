// What a shop is told by webhook, and the body it is told with: ids, amounts and instants, and nothing about persons.

import { formatMicros, micros, type Micros } from '../money.ts'

import type { OrderId, ProgramId, RewardId } from '../ids.ts'
import type { Instant } from '../order-facts.ts'

/** What an endpoint can ask for, in the order of docs/reference/events.md. */
export const SHOP_EVENT_TYPES = [
  'reward.reserved',
  'reward.amended',
  'reward.paid',
  'batch.committed',
  'batch.settled',
  'pool.low',
  'review.needed',
] as const

export type ShopEventType = (typeof SHOP_EVENT_TYPES)[number]

/** Sent when a shop tries an endpoint; nobody asks for it. */
export const TEST_EVENT_TYPE = 'endpoint.test'

/** Largest body, in bytes: what Standard Webhooks (1.0.0, "Payload size") recommends at most. */
export const EVENT_BYTES_MAX = 20_000

/** A reward's part in one batch; `orderId` is the deal's id for a deal's fee. */
type RewardPlace = {
  readonly rewardId: RewardId
  readonly orderId: OrderId
  readonly programId: ProgramId
  readonly pool: number
  readonly seq: number
}

/** A batch and how many of its rewards stand above nothing. */
type BatchPlace = {
  readonly programId: ProgramId
  readonly pool: number
  readonly seq: number
  readonly rewards: number
  readonly amount: Micros
  readonly chainTransaction: string
}

type EventData = {
  readonly 'reward.reserved': RewardPlace & { readonly amount: Micros; readonly unlocksAt: Instant }
  readonly 'reward.amended': RewardPlace & {
    readonly takenBack: Micros
    /** What the batch still holds for it. */
    readonly remaining: Micros
    readonly cause: 'amendment' | 'veto'
  }
  readonly 'reward.paid': RewardPlace & { readonly amount: Micros; readonly chainTransaction: string }
  readonly 'batch.committed': BatchPlace & { readonly unlocksAt: Instant }
  readonly 'batch.settled': BatchPlace
  readonly 'pool.low': {
    readonly programId: ProgramId
    readonly pool: number
    readonly available: Micros
    /** The mark it fell below. */
    readonly lowMark: Micros
  }
  readonly 'review.needed': {
    readonly reviewId: string
    readonly rewardId: RewardId
    readonly orderId: OrderId
    readonly programId: ProgramId
    readonly rules: readonly string[]
    readonly dueAt: Instant
  }
  readonly [TEST_EVENT_TYPE]: { readonly endpointId: string }
}

/** One thing that happened, and when. */
export type ShopEvent = {
  [Type in keyof EventData]: { readonly type: Type; readonly at: Instant; readonly data: EventData[Type] }
}[keyof EventData]

/** The JSON text `{type, timestamp, data}`: amounts as decimal strings, instants as ISO 8601 in UTC. */
export function shopEventBody({ type, at, data }: ShopEvent): string {
  const fields = Object.entries(data).map(([name, value]) => [name, fieldJson(name, value)])
  return JSON.stringify({ type, timestamp: new Date(at).toISOString(), data: Object.fromEntries(fields) })
}

function fieldJson(name: string, value: string | number | bigint | readonly string[]): unknown {
  if (typeof value === 'bigint') return formatMicros(micros(value))
  return typeof value === 'number' && name.endsWith('At') ? new Date(value).toISOString() : value
}
