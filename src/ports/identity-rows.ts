// Who a retailer is and how it proves it.

import type { Instant } from '#domain/order-facts.ts'

export type IdentityRows = {
  /** `exists` when the number is taken; nothing is written then. */
  readonly insertProfile: (row: {
    readonly name: string
    readonly secretSealed: Uint8Array
    readonly createdAt: Instant
  }) => Promise<'inserted' | 'exists'>
  readonly profile: () => Promise<{ readonly name: string; readonly secretSealed: Uint8Array } | undefined>
  readonly insertSignIn: (row: {
    readonly tokenHash: Uint8Array
    readonly createdAt: Instant
    readonly expiresAt: Instant
  }) => Promise<void>
  readonly hasSignIn: (tokenHash: Uint8Array, now: Instant) => Promise<boolean>
}
