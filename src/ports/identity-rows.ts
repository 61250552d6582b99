// Who a retailer is.

import type { Instant } from '#domain/order-facts.ts'

export type IdentityRows = {
  /** `exists` when the number is taken; nothing is written then. */
  readonly insertProfile: (row: {
    readonly name: string
    readonly secretSealed: Uint8Array
    readonly createdAt: Instant
  }) => Promise<'inserted' | 'exists'>
  readonly profile: () => Promise<{ readonly name: string; readonly secretSealed: Uint8Array } | undefined>
}
