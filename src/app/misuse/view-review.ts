// A case under review as its shop reads it.

import { reviewEndsAt, type RefusalReason, type ReviewState } from '#domain/misuse/review.ts'
import { ZERO_MICROS, type Micros } from '#domain/money.ts'

import type { OrderId, ProgramId, RecommenderId, RewardId } from '#domain/ids.ts'
import type { MisuseVerdict } from '#domain/misuse/verdict.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { ReviewRow } from '#ports/review-rows.ts'

export type ReviewView = {
  readonly reviewId: string
  readonly programId: ProgramId
  readonly orderId: OrderId
  /** The shop's own number of the order. */
  readonly externalId: string
  readonly rewardId: RewardId
  readonly recommenderId: RecommenderId
  readonly handle: string
  /** What the reward is worth now. */
  readonly amount: Micros
  readonly state: ReviewState
  /** Why it is under review. */
  readonly verdicts: readonly Pick<MisuseVerdict, 'rule' | 'score' | 'evidence' | 'sentence'>[]
  readonly openedAt: Instant
  /** Released by itself then. */
  readonly dueAt: Instant
  readonly decidedAt: Instant | null
  readonly reason: RefusalReason | null
  readonly note: string | null
}

/** The view of a case already read. */
export async function viewReview(unit: RetailerUnit, review: ReviewRow): Promise<ReviewView> {
  const { programId, orderId, rewardId, recommenderId } = review
  const order = await unit.orders.find(orderId)
  const reward = await unit.rewards.get(rewardId)
  const enrollment = await unit.programs.enrollment(programId, recommenderId)
  return {
    reviewId: review.reviewId,
    programId,
    orderId,
    externalId: order?.externalId ?? '',
    rewardId,
    recommenderId,
    handle: enrollment?.handle ?? '',
    amount: reward?.targetMicros ?? ZERO_MICROS,
    state: review.state,
    verdicts: review.verdicts.map(({ rule, score, evidence, sentence }) => ({
      rule,
      score,
      evidence,
      sentence,
    })),
    openedAt: review.openedAt,
    dueAt: await endOf(unit, review),
    decidedAt: review.decidedAt,
    reason: review.reason,
    note: review.note,
  }
}

/** When a case is released by itself: by its own days, or before the first of its batches matures. */
export async function endOf(
  unit: RetailerUnit,
  { rewardId, dueAt }: Pick<ReviewRow, 'rewardId' | 'dueAt'>,
): Promise<Instant> {
  const records = await unit.batches.recordsOfReward(rewardId)
  const maturities = records.flatMap(({ batch }) =>
    batch.state === 'dead' || batch.maturesAtSeconds === null ? [] : [batch.maturesAtSeconds],
  )
  return reviewEndsAt(dueAt, maturities)
}
