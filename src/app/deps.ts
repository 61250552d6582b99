// Everything the use-cases may reach for. Each use-case takes what it needs of it as its first argument.

import type { ChainBooks } from '#ports/chain-books.ts'
import type { ChainEvents } from '#ports/chain-events.ts'
import type { ChainTransactions } from '#ports/chain-transactions.ts'
import type { ChainIdentity, ChainReader, LedgerCalls } from '#ports/chain.ts'
import type { ClickBuffer } from '#ports/click-buffer.ts'
import type { ChainClock, WallClock } from '#ports/clocks.ts'
import type { CommerceAdapter, Platform } from '#ports/commerce.ts'
import type { Keys, Macs, Sealer } from '#ports/crypto.ts'
import type { ReadCsv } from '#ports/csv.ts'
import type { Idempotency } from '#ports/idempotency.ts'
import type { CleanPictureOf } from '#ports/pictures.ts'
import type { ReadProductPage } from '#ports/product-pages.ts'
import type { Log } from '#ports/log.ts'
import type { ReadOrderExport } from '#ports/order-export.ts'
import type { RateLimits } from '#ports/rate-limits.ts'
import type { Random } from '#ports/random.ts'
import type { PasskeyAccounts } from '#ports/passkey-accounts.ts'
import type { Passkeys } from '#ports/passkeys.ts'
import type { SignInBooks } from '#ports/sign-in-books.ts'
import type { WalletSignatures } from '#ports/wallet-signatures.ts'
import type { RecommenderStore } from '#ports/recommender-store.ts'
import type { RetailerStore } from '#ports/retailer-store.ts'
import type { WebhookSender } from '#ports/webhook-sender.ts'
import type { ShopApis } from '#ports/shop-api.ts'
import type { Address } from 'viem'

/** What the operator of a relayer chooses. */
export type AppSettings = {
  /** A batch closes when its first reward has waited this long. */
  readonly batchMaxAgeSeconds: number
  /** A batch closes when it holds this many rewards. */
  readonly batchMaxRewards: number
  /** Seconds between two readings of a shop's orders. */
  readonly pullEverySeconds: number
  /** The relayer's gas key. */
  readonly relayer: Address
  /** Seconds from asking the ledger for a pool's money to being able to fetch it. */
  readonly withdrawalNoticeSeconds: number
  /** Makes the accounts of passkeys; undefined where there is none, and people paste an address. */
  readonly passkeyFactory: Address | undefined
  /** Test dollars may be minted, and gas comes from the local testnet. */
  readonly testnet: boolean
}

export type AppDeps = {
  readonly retailers: RetailerStore
  readonly recommenders: RecommenderStore
  readonly idempotency: Idempotency
  readonly chainBooks: ChainBooks
  readonly chainEvents: ChainEvents
  readonly chainReader: ChainReader
  readonly chainTransactions: ChainTransactions
  readonly chainIdentity: ChainIdentity
  readonly chainClock: ChainClock
  readonly calls: LedgerCalls
  readonly clicks: ClickBuffer
  readonly clock: WallClock
  readonly random: Random
  readonly rateLimits: RateLimits
  readonly signIns: SignInBooks
  readonly passkeys: Passkeys
  /** Undefined where there is no factory of them. */
  readonly passkeyAccounts: PasskeyAccounts | undefined
  readonly walletSignatures: WalletSignatures
  readonly macs: Macs
  readonly sealer: Sealer
  readonly keys: Keys
  readonly commerce: Readonly<Record<Platform, CommerceAdapter>>
  readonly shopApis: ShopApis
  readonly readCsv: ReadCsv
  readonly readOrderExport: ReadOrderExport
  readonly cleanPicture: CleanPictureOf
  readonly readProductPage: ReadProductPage
  readonly webhooks: WebhookSender
  readonly log: Log
  readonly settings: AppSettings
}
