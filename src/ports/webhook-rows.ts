// Where a shop wants to be told what happens, what it was told, and how each attempt went.

import type { OrderId, ProgramId, RewardId } from '#domain/ids.ts'
import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { ShopEventType } from '#domain/webhooks/shop-event.ts'
import type { Address, Hex } from 'viem'

import type { OldRows } from './privacy-rows.ts'

/** asked: by the shop; gone: it answered 410; failing: nothing arrived for days. */
export type DisabledReason = 'asked' | 'gone' | 'failing'

export type WebhookEndpointRow = {
  readonly endpointId: string
  readonly url: string
  readonly events: readonly ShopEventType[]
  /** The shop's own words. */
  readonly description: string | null
  readonly secretSealed: Uint8Array
  /** Signed with as well until its time is over. */
  readonly previousSecretSealed: Uint8Array | null
  readonly previousUntil: Instant | null
  readonly disabledReason: DisabledReason | null
  readonly disabledAt: Instant | null
  /** Of the first attempt since which nothing arrived. */
  readonly failingSince: Instant | null
  readonly failures: number
  readonly createdAt: Instant
}

export type WebhookEventRow = {
  readonly eventId: string
  readonly type: string
  /** What a second telling of the same thing would have too; null for what cannot be told twice. */
  readonly once: string | null
  /** Exactly as it is signed and sent. */
  readonly body: string
  readonly at: Instant
}

/** waiting: for its next attempt; dead: given up; stopped: its endpoint was disabled or removed. */
export type WebhookDeliveryState = 'waiting' | 'delivered' | 'dead' | 'stopped'

export type WebhookDeliveryRow = {
  readonly deliveryId: string
  readonly endpointId: string
  readonly eventId: string
  readonly type: string
  readonly state: WebhookDeliveryState
  /** Attempts so far. */
  readonly attempts: number
  readonly nextAt: Instant | null
  readonly createdAt: Instant
}

export type WebhookAttemptRow = {
  /** From one up. */
  readonly attempt: number
  readonly at: Instant
  /** Of the answer; null when there was none. */
  readonly status: number | null
  /** Why it did not arrive; null when it did. */
  readonly reason: string | null
  readonly milliseconds: number
}

export type WebhookRows = {
  readonly insertEndpoint: (row: WebhookEndpointRow) => Promise<void>
  readonly endpoint: (endpointId: string) => Promise<WebhookEndpointRow | undefined>
  /** The same, and locks it. */
  readonly lockEndpoint: (endpointId: string) => Promise<WebhookEndpointRow | undefined>
  /** Oldest first. */
  readonly endpoints: () => Promise<readonly WebhookEndpointRow[]>
  readonly updateEndpoint: (
    endpointId: string,
    change: Partial<Omit<WebhookEndpointRow, 'endpointId' | 'createdAt'>>,
  ) => Promise<void>
  readonly removeEndpoint: (endpointId: string) => Promise<void>
  /** Those that are not disabled, with what they ask for. */
  readonly listening: () => Promise<readonly Pick<WebhookEndpointRow, 'endpointId' | 'events'>[]>
  /** Keeps events that are not told yet; says which are new. */
  readonly insertEvents: (rows: readonly WebhookEventRow[]) => Promise<ReadonlySet<string>>
  readonly event: (eventId: string) => Promise<WebhookEventRow | undefined>
  readonly insertDeliveries: (rows: readonly WebhookDeliveryRow[]) => Promise<void>
  readonly delivery: (deliveryId: string) => Promise<WebhookDeliveryRow | undefined>
  /** The same, and locks it. */
  readonly lockDelivery: (deliveryId: string) => Promise<WebhookDeliveryRow | undefined>
  /** Newest first, after the given id; of one endpoint or in one state when given. */
  readonly deliveries: (page: {
    readonly limit: number
    readonly after: string | undefined
    readonly endpointId?: string | undefined
    readonly state?: WebhookDeliveryState | undefined
  }) => Promise<readonly (WebhookDeliveryRow & { readonly last: WebhookAttemptRow | undefined })[]>
  readonly updateDelivery: (
    deliveryId: string,
    change: Pick<WebhookDeliveryRow, 'state' | 'attempts' | 'nextAt'>,
  ) => Promise<void>
  readonly insertAttempt: (deliveryId: string, row: WebhookAttemptRow) => Promise<void>
  /** First to last. */
  readonly attempts: (deliveryId: string) => Promise<readonly WebhookAttemptRow[]>
  /** Deletes events that happened before an instant with all that was sent of them; says how many events. */
  readonly forgetEvents: (old: OldRows) => Promise<number>
  /** Below what the pool's available money is low; undefined where the shop has not said. */
  readonly lowMark: (programId: ProgramId) => Promise<Micros | undefined>
  readonly setLowMark: (programId: ProgramId, mark: Micros) => Promise<void>
  /** The orders, or deals, that rewards are for. */
  readonly ordersOf: (rewardIds: readonly RewardId[]) => Promise<ReadonlyMap<RewardId, OrderId>>
  /** The reward behind a settled record. */
  readonly rewardOfRecord: (record: {
    readonly programId: ProgramId
    readonly seq: number
    readonly tag: Hex
    readonly payee: Address
  }) => Promise<{ readonly rewardId: RewardId; readonly orderId: OrderId } | undefined>
}
