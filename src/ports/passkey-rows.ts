// Passkeys that a person signs in with. A row is found by the credential's id alone, on a shard of its own.

import type { RecommenderId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'

export type PasskeyRow = {
  /** As the browser writes it, base64url. */
  readonly credentialId: string
  /** COSE, as it was registered. */
  readonly publicKey: Uint8Array
  /** Rises with each use where the device counts; 0 where it does not. */
  readonly counter: number
  readonly createdAt: Instant
}

export type PasskeyRows = {
  /** `exists` for a credential that is registered already. */
  readonly insert: (row: PasskeyRow) => Promise<'inserted' | 'exists'>
  readonly passkey: (credentialId: string) => Promise<PasskeyRow | undefined>
  readonly list: () => Promise<readonly PasskeyRow[]>
  /** Whether there was one. */
  readonly remove: (credentialId: string) => Promise<boolean>
  readonly setCounter: (credentialId: string, counter: number) => Promise<void>
  /** On the shard that the credential's id names: whose it is. */
  readonly insertOwner: (ownerId: RecommenderId) => Promise<void>
  readonly owner: () => Promise<RecommenderId | undefined>
  readonly removeOwner: () => Promise<void>
}
