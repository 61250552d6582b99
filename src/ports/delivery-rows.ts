// The inbox: every verified delivery is kept before it is answered.

import type { ConnectionId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'

import type { Platform } from './commerce.ts'

export type DeliveryRow = {
  readonly deliveryId: string
  readonly connectionId: ConnectionId
  readonly platform: Platform
  /** SHA-256 of the topic header and the raw body: what makes a delivery the same delivery. */
  readonly bodyHash: Uint8Array
  /** What its sender calls it. Where it came in a header it is not signed: it only says how the body was read. */
  readonly topic: string | null
  /** Read from the shop's interface, not sent by the shop. */
  readonly isPulled: boolean
  readonly headers: Readonly<Record<string, string>>
  readonly bodySealed: Uint8Array
  readonly state: 'received' | 'processed' | 'skipped' | 'parked'
  readonly receivedAt: Instant
}

/** What became of a delivery, in words for its shop. */
export type DeliveryOutcome = {
  readonly deliveryId: string
  readonly connectionId: ConnectionId
  readonly topic: string | null
  readonly isPulled: boolean
  readonly state: DeliveryRow['state']
  /** Absent until it was processed. */
  readonly outcome: string | null
  readonly receivedAt: Instant
}

export type DeliveryRows = {
  /** Newest first, after the given id. */
  readonly list: (page: {
    readonly limit: number
    readonly after: string | undefined
  }) => Promise<readonly DeliveryOutcome[]>
  readonly insert: (row: DeliveryRow) => Promise<'recorded' | 'already-recorded'>
  /** The delivery with this body, while nobody has processed it. */
  readonly unprocessed: (connectionId: ConnectionId, bodyHash: Uint8Array) => Promise<string | undefined>
  /** Locks and returns a delivery. */
  readonly take: (deliveryId: string) => Promise<DeliveryRow | undefined>
  readonly finish: (
    deliveryId: string,
    result: {
      readonly state: 'processed' | 'skipped' | 'parked'
      readonly outcome: string
      readonly at: Instant
    },
  ) => Promise<void>
  /** As if it had just come. */
  readonly reopen: (deliveryId: string) => Promise<void>
  /** Lets go of what it said. */
  readonly forget: (deliveryId: string) => Promise<void>
  readonly countIn: (state: DeliveryRow['state']) => Promise<number>
}
