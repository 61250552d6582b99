// One retailer's rows. Everything inside `transaction` is one database transaction of one retailer; its number is
// given once and never again, so no query can forget it.

import type { RetailerId } from '#domain/ids.ts'

import type { ApiKeyRows } from './api-key-rows.ts'
import type { BatchListRows } from './batch-list-rows.ts'
import type { BatchRows } from './batch-rows.ts'
import type { CampaignRows } from './campaign-rows.ts'
import type { ClickRows } from './click-rows.ts'
import type { ConnectionRows } from './connection-rows.ts'
import type { CouponRows } from './coupon-rows.ts'
import type { DealRows } from './deal-rows.ts'
import type { DeliveryRows } from './delivery-rows.ts'
import type { ExportRows } from './export-rows.ts'
import type { IdentityRows } from './identity-rows.ts'
import type { JournalRows } from './journal-rows.ts'
import type { MisuseRows } from './misuse-rows.ts'
import type { MetricRows } from './metric-rows.ts'
import type { OrderNameRows } from './order-name-rows.ts'
import type { OrderRows } from './order-rows.ts'
import type { PolicyRows } from './policy-rows.ts'
import type { PictureRows } from './picture-rows.ts'
import type { PoolRows } from './pool-rows.ts'
import type { PrivacyRows } from './privacy-rows.ts'
import type { ProductRows } from './product-rows.ts'
import type { ProgramRows } from './program-rows.ts'
import type { ProposalRows } from './proposal-rows.ts'
import type { ReviewRows } from './review-rows.ts'
import type { PullRows } from './pull-rows.ts'
import type { RewardRows } from './reward-rows.ts'
import type { SessionRows } from './session-rows.ts'
import type { SignInLinkRows } from './sign-in-link-rows.ts'
import type { StoryRows } from './story-rows.ts'
import type { WayRows } from './way-rows.ts'
import type { WebhookRows } from './webhook-rows.ts'
import type { ClosingRows, WithdrawalRows } from './withdrawal-rows.ts'

/** Work to be done after the database transaction has committed, at least once; by queue. */
export type OutboxJobs = {
  'process-delivery': {
    readonly retailerId: string
    readonly deliveryId: string
  }
  'pull-connection': {
    readonly retailerId: string
    readonly connectionId: string
  }
  'evaluate-waiting': { readonly retailerId: string; readonly programId: string }
  'project-unrewarded': { readonly retailerId: string; readonly orderId: string }
  'project-reward': { readonly retailerId: string; readonly rewardId: string }
  'tell-payment': {
    readonly recommenderId: string
    readonly payee: string
    /** What the person had been paid before and after it, in micros. */
    readonly fromMicros: string
    readonly toMicros: string
    readonly chainTransaction: string
    readonly at: number
  }
  /** Deliveries at which this side failed again and again. */
  'dead-delivery': { readonly retailerId: string; readonly deliveryId: string }
  /** A look at what a person told their account. */
  'follow-instruction': { readonly recommenderId: string; readonly instructionId: string }
  'send-webhook': {
    readonly retailerId: string
    readonly deliveryId: string
    /** 1 for the first. */
    readonly attempt: number
  }
  /** Sendings that failed on this side again and again. */
  'dead-webhook': { readonly retailerId: string; readonly deliveryId: string; readonly attempt: number }
}

export type QueueName = keyof OutboxJobs

export type OutboxJob = {
  [Queue in QueueName]: {
    readonly queue: Queue
    readonly data: OutboxJobs[Queue]
    /** Not before then; at once when absent. */
    readonly startAt?: number
  }
}[QueueName]

export type RetailerUnit = {
  readonly retailerId: RetailerId
  readonly identity: IdentityRows
  readonly apiKeys: ApiKeyRows
  readonly sessions: SessionRows
  readonly signInLinks: SignInLinkRows
  readonly programs: ProgramRows
  readonly connections: ConnectionRows
  readonly policies: PolicyRows
  readonly pools: PoolRows
  readonly clicks: ClickRows
  readonly coupons: CouponRows
  readonly pictures: PictureRows
  readonly products: ProductRows
  readonly stories: StoryRows
  readonly deliveries: DeliveryRows
  readonly pulls: PullRows
  readonly orders: OrderRows
  readonly orderNames: OrderNameRows
  readonly rewards: RewardRows
  readonly batches: BatchRows
  readonly batchList: BatchListRows
  readonly proposals: ProposalRows
  readonly journal: JournalRows
  readonly privacy: PrivacyRows
  readonly campaigns: CampaignRows
  readonly deals: DealRows
  readonly ways: WayRows
  readonly misuse: MisuseRows
  readonly reviews: ReviewRows
  readonly metrics: MetricRows
  readonly webhooks: WebhookRows
  readonly withdrawals: WithdrawalRows
  readonly closings: ClosingRows
  readonly exports: ExportRows
  /** Puts a job into the outbox; it runs only when this database transaction commits. */
  readonly enqueue: (job: OutboxJob) => Promise<void>
  /** The same for many jobs of one queue. */
  readonly enqueueAll: <Queue extends QueueName>(
    queue: Queue,
    all: readonly OutboxJobs[Queue][],
  ) => Promise<void>
}

export type RetailerStore = {
  /** Runs `work` and commits it; a lost race is run again from the start, so `work` has no effect outside the store. */
  readonly transaction: <Result>(
    retailerId: RetailerId,
    work: (unit: RetailerUnit) => Promise<Result>,
  ) => Promise<Result>
}
