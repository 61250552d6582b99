// A connection as its shop sees it: no secret, and what has to be done on the platform.

import type { Instant } from '#domain/order-facts.ts'
import type { Platform } from '#ports/commerce.ts'
import type { ConnectionRow } from '#ports/program-rows.ts'

export type ConnectionView = {
  readonly connectionId: string
  readonly platform: Platform
  readonly currency: string
  readonly state: 'open' | 'closed'
  /** The platform or the shop made the secret; else this server did. */
  readonly isSecretPasted: boolean
  readonly createdAt: Instant
  readonly closedAt: Instant | null
  /** Until when the secret before the present one is taken; null when there is none. */
  readonly previousSecretUntil: Instant | null
}

/** `now` decides whether the secret before the present one is still taken. */
export function viewConnection(row: ConnectionRow, now: Instant): ConnectionView {
  const { connectionId, platform, currency, isSecretPasted, createdAt, closedAt } = row
  const until = row.previousSecretUntil
  return {
    connectionId,
    platform,
    currency,
    state: closedAt === null ? 'open' : 'closed',
    isSecretPasted,
    createdAt,
    closedAt,
    previousSecretUntil: closedAt === null && until !== null && until > now ? until : null,
  }
}
