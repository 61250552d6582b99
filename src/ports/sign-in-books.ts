// What signing in needs before anybody is known: which shop a wallet is of, and which challenges were answered already.

import type { RetailerId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { Address } from 'viem'

export type SignInBooks = {
  /** Notes that a challenge was answered; `spent-before` when it was. Those that have ended by `now` are forgotten. */
  readonly spend: (
    challengeHash: Uint8Array,
    times: { readonly expiresAt: Instant; readonly now: Instant },
  ) => Promise<'spent' | 'spent-before'>
  /** `taken` when the wallet is another shop's; the same twice is bound. */
  readonly bindWallet: (wallet: {
    readonly address: Address
    readonly retailerId: RetailerId
    readonly boundAt: Instant
  }) => Promise<'bound' | 'taken'>
  /** Whether it was this shop's. */
  readonly unbindWallet: (wallet: {
    readonly address: Address
    readonly retailerId: RetailerId
  }) => Promise<boolean>
  readonly retailerOf: (address: Address) => Promise<RetailerId | undefined>
  readonly walletsOf: (
    retailerId: RetailerId,
  ) => Promise<readonly { readonly address: Address; readonly boundAt: Instant }[]>
}
