// Whether a connection works: what came through it lately, by which way orders carried a recommendation, what is missing.

import {
  CHECKED_MAX,
  findGaps,
  GAP_SENTENCES,
  summariseCarriage,
  type CarriedSummary,
  type ConnectionGap,
} from '#domain/connection-check.ts'
import { platformMakesSecret } from '#domain/connection-steps.ts'

import { viewPull } from '../pulls/read-pull.ts'
import { ownConnection, type ConnectionKey } from './own-connection.ts'
import { viewConnection, type ConnectionView } from './view-connection.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { ConnectionActivity } from '#ports/connection-rows.ts'
import type { DeliveryRow } from '#ports/delivery-rows.ts'

import type { AppDeps } from '../deps.ts'
import type { PullView } from '../views.ts'

export type ConnectionCheck = ConnectionView & {
  readonly webhook: {
    /** The latest delivery with a right signature. */
    readonly lastAt: Instant | null
    readonly lastTopic: string | null
    /** Of the latest deliveries, by what became of them. */
    readonly became: Readonly<Record<DeliveryRow['state'], number>>
    /** The latest whose signature did not fit, to the minute. */
    readonly refusedAt: Instant | null
  }
  readonly orders: CarriedSummary & {
    readonly firstAt: Instant | null
    readonly lastAt: Instant | null
    /** Orders seen whose payment is not known. */
    readonly unpaid: number
  }
  readonly pull: PullView
  readonly missing: readonly { readonly gap: ConnectionGap; readonly sentence: string }[]
}

/** Looks at the latest hundred deliveries and orders, without those of `webhook send-test`; throws `not_found`. */
export async function checkConnection(
  { retailers, clock }: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId, connectionId }: ConnectionKey,
): Promise<ConnectionCheck> {
  const { row, activity, pulled } = await retailers.transaction(retailerId, async (unit) => ({
    row: await ownConnection(unit, connectionId),
    activity: await unit.connections.activity(connectionId, CHECKED_MAX),
    pulled: await unit.pulls.state(connectionId),
  }))
  const { deliveries, orders, refused, firstOrderAt } = activity
  const paid = orders.map(({ references }) => references).filter((references) => references !== null)
  const carried = summariseCarriage(paid)
  const gaps = findGaps({
    platform: row.platform,
    isClosed: row.closedAt !== null,
    isSecretMissing: platformMakesSecret(row.platform) && !row.isSecretPasted,
    deliveries,
    refusedAt: refused?.at ?? null,
    isPulled: pulled !== undefined,
    isPullFailing: typeof pulled?.lastError === 'string',
    orders: orders.length,
    paidOrders: carried.orders,
    withToken: carried.withToken,
  })
  return {
    ...viewConnection(row, clock.now()),
    webhook: {
      lastAt: deliveries[0]?.receivedAt ?? null,
      lastTopic: deliveries[0]?.topic ?? null,
      became: countBecame(deliveries),
      refusedAt: refused?.at ?? null,
    },
    pull: viewPull(pulled),
    orders: {
      ...carried,
      firstAt: firstOrderAt,
      lastAt: orders[0]?.seenAt ?? null,
      unpaid: orders.length - carried.orders,
    },
    missing: gaps.map((gap) => ({ gap, sentence: GAP_SENTENCES[gap] })),
  }
}

function countBecame(deliveries: ConnectionActivity['deliveries']) {
  const became = { received: 0, processed: 0, skipped: 0, parked: 0 }
  for (const { state } of deliveries) became[state] += 1
  return became
}
