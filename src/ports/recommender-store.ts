// One person's rows: who they are, the payee's book from final chain events, and what the shops promised them.

import type { RefusalCode } from '#domain/countersign/refusals.ts'
import type { DisclosureVariant } from '#domain/disclosure.ts'
import type {
  CampaignId,
  LinkCode,
  ProgramId,
  RecommenderId,
  RetailerId,
  RewardId,
  OrderId,
} from '#domain/ids.ts'
import type { Micros } from '#domain/money.ts'
import type { OpenDebt } from '#domain/net-debt.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { MonthEntry } from '#domain/statement.ts'
import type { TraceStep } from '#domain/trace.ts'
import type { Address, Hex } from 'viem'
import type { AccountRows } from './account-rows.ts'
import type { PasskeyRows } from './passkey-rows.ts'
import type { SessionRows } from './session-rows.ts'

import type { OutboxJob } from './retailer-store.ts'

export type PersonRow = {
  readonly handle: string
  readonly payee: Address
  /** Paid like everybody, and left out of everything that compares people. */
  readonly withoutProfile: boolean
}

export type PersonLinkRow = {
  readonly code: LinkCode
  readonly retailerId: RetailerId
  readonly programId: ProgramId
  readonly programName: string
  readonly shopName: string
  /** The wording that its text was given out with. */
  readonly disclosure: DisclosureVariant
  /** The campaign it was made for; null for the person's own link of the program. */
  readonly campaign: { readonly campaignId: CampaignId; readonly name: string } | null
}

export type ProjectedRecord = {
  readonly pool: number
  readonly seq: number
  readonly tag: Hex
  readonly micros: Micros
  readonly reducedMicros: Micros
  readonly state: 'signed' | 'open' | 'settled' | 'vetoed' | 'dead'
  readonly maturesAtSeconds: number | null
}

export type PersonRewardRow = {
  readonly rewardId: RewardId
  readonly retailerId: RetailerId
  readonly programId: ProgramId
  readonly shopName: string
  readonly code: LinkCode
  readonly orderedAt: Instant
  /** The fee of a deal; not there in rows of before deals. */
  readonly isDeal?: boolean
  readonly targetMicros: Micros
  readonly standingMicros: Micros
  readonly waitingMicros: Micros
  /** With something left; one that has lapsed is forgiven, which only time tells. */
  readonly debts: readonly Omit<OpenDebt, 'debtId'>[]
  readonly vetoed: boolean
  /** The shop's own order key has refused it: until an instant, or until the shop has looked. */
  readonly setAside?: { readonly reason: RefusalCode; readonly until: Instant | null }
  readonly records: readonly ProjectedRecord[]
  readonly trace: readonly TraceStep[]
}

/** An order that came by the person's link and earned them nothing. */
export type UnrewardedRow = {
  readonly orderId: OrderId
  readonly shopName: string
  readonly orderedAt: Instant
  readonly trace: readonly TraceStep[]
}

/** A credit by `settle`; payments consume credits in order, so one is paid once `cumulative` is covered. */
export type CreditRow = {
  readonly creditId: string
  readonly pool: number
  readonly seq: number
  readonly tag: Hex
  readonly micros: Micros
  readonly cumulativeMicros: Micros
}

export type PayeeEntry = {
  readonly entryId: string
  readonly kind: 'credited' | 'paid' | 'withdrawn'
  readonly micros: Micros
  readonly chainTransaction: Hex
  readonly at: Instant
}

export type PayeeBalances = {
  readonly creditedMicros: Micros
  readonly owedMicros: Micros
  readonly paidMicros: Micros
}

export type RecommenderUnit = {
  readonly recommenderId: RecommenderId
  readonly sessions: SessionRows
  readonly passkeys: PasskeyRows
  readonly account: AccountRows
  readonly insertPerson: (row: PersonRow & { readonly createdAt: Instant }) => Promise<'inserted' | 'exists'>
  readonly person: () => Promise<PersonRow | undefined>
  readonly insertSignIn: (tokenHash: Uint8Array, createdAt: Instant) => Promise<void>
  /** What a sign-in link does: it works, or it works and takes the place of all others; undefined for none. */
  readonly signIn: (tokenHash: Uint8Array) => Promise<'works' | 'takes-over' | undefined>
  /** A link that will take over once it is used; one that was to do so, and was not used, is revoked. */
  readonly insertSuccessor: (tokenHash: Uint8Array, createdAt: Instant) => Promise<void>
  /** Revokes every other sign-in link. */
  readonly takeOver: (tokenHash: Uint8Array, now: Instant) => Promise<void>
  readonly insertLink: (row: PersonLinkRow & { readonly createdAt: Instant }) => Promise<void>
  readonly links: () => Promise<readonly PersonLinkRow[]>
  readonly setDisclosure: (code: LinkCode, disclosure: DisclosureVariant) => Promise<void>
  readonly setWithoutProfile: (withoutProfile: boolean) => Promise<void>
  /** Deletes the person: name, sign-in links, links, what the shops promised. What the chain says of the payee stays. */
  readonly forget: () => Promise<void>
  readonly projectReward: (row: PersonRewardRow, now: Instant) => Promise<void>
  /** Newest first. */
  readonly rewards: (limit: number) => Promise<readonly PersonRewardRow[]>
  /** Of all rewards together, however many there are: what is reserved for them, and what they owe back. */
  readonly rewardTotals: (
    now: Instant,
  ) => Promise<{ readonly reservedMicros: Micros; readonly debtMicros: Micros }>
  /** The same order twice is one. */
  readonly projectUnrewarded: (row: UnrewardedRow) => Promise<void>
  /** Newest first. */
  readonly unrewarded: (limit: number) => Promise<readonly UnrewardedRow[]>
  /** Books a credit of one record; the same `creditId` twice is one credit. */
  readonly credit: (
    row: Omit<CreditRow, 'cumulativeMicros'> & {
      readonly chainTransaction: Hex
      readonly at: Instant
    },
  ) => Promise<'recorded' | 'already-recorded'>
  readonly credits: () => Promise<readonly CreditRow[]>
  /** Books a payment: owed → paid. */
  readonly payment: (entry: PayeeEntry) => Promise<'recorded' | 'already-recorded'>
  /** Newest first. */
  readonly payments: (limit: number) => Promise<readonly PayeeEntry[]>
  readonly balances: () => Promise<PayeeBalances>
  /** Credits whose sum with all before them is above `after` and at most `upTo`, oldest first, at most `limit`. */
  readonly creditsCovered: (range: {
    readonly after: Micros
    readonly upTo: Micros
    readonly limit: number
  }) => Promise<readonly CreditRow[]>
  /** Those of given records that were credited, with when and by which chain transaction. */
  readonly creditsOf: (
    records: readonly Pick<CreditRow, 'pool' | 'seq' | 'tag'>[],
  ) => Promise<readonly (CreditRow & { readonly chainTransaction: Hex; readonly at: Instant })[]>
  /** Payments from `from` on and before `to`, oldest first, after a given one. */
  readonly paymentsAfter: (page: {
    readonly after: Pick<PayeeEntry, 'at' | 'entryId'> | undefined
    readonly from: Instant
    readonly to: Instant
    readonly limit: number
  }) => Promise<readonly PayeeEntry[]>
  /** Sums of the person's book by month and kind, in the order of months. */
  readonly months: () => Promise<readonly MonthEntry<PayeeEntry['kind']>[]>
  /** Puts a job into the outbox; it runs only when this database transaction commits. */
  readonly enqueue: (job: OutboxJob) => Promise<void>
}

export type RecommenderStore = {
  readonly transaction: <Result>(
    recommenderId: RecommenderId,
    work: (unit: RecommenderUnit) => Promise<Result>,
  ) => Promise<Result>
}
