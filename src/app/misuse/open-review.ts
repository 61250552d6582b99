// Puts a new reward under review when a rule suspects something: it is reserved all the same, and the shop may refuse it
// in time.

import { reviewVerdicts } from '#domain/misuse/judge-order.ts'
import { reviewDueAt } from '#domain/misuse/review.ts'

import { newId } from '../new-id.ts'
import { tellShop } from '../webhooks/tell-shop.ts'

import type { MisuseVerdict } from '#domain/misuse/verdict.ts'
import type { Policy } from '#domain/policy.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { RewardRow } from '#ports/reward-rows.ts'

import type { AppDeps } from '../deps.ts'

export type OpenReviewInput = {
  readonly reward: RewardRow
  readonly policy: Policy
  /** Of the whole order. */
  readonly verdicts: readonly MisuseVerdict[]
}

/** Opens a case for a reward that is worth something when the verdicts ask for one on this person; a reward has one case for good. */
export async function openReview(
  deps: Pick<AppDeps, 'clock' | 'random'>,
  unit: RetailerUnit,
  { reward, policy, verdicts }: OpenReviewInput,
): Promise<void> {
  const { rewardId, orderId, programId, recommenderId } = reward
  const why = reviewVerdicts(verdicts, recommenderId)
  if (why.length === 0 || reward.grantedMicros === 0n) return
  const openedAt = deps.clock.now()
  const reviewId = newId(deps, unit.retailerId)
  const dueAt = reviewDueAt(openedAt, policy.misuse)
  const opened = await unit.reviews.open({
    reviewId,
    programId,
    orderId,
    rewardId,
    recommenderId,
    // Whom they are about is said once, in a column of its own, where erasing finds it.
    verdicts: why.map(({ recommenderId: _, ...verdict }) => verdict),
    openedAt,
    dueAt,
  })
  if (opened === 'exists') return
  const data = { reviewId, rewardId, orderId, programId, rules: why.map(({ rule }) => rule), dueAt }
  await tellShop(deps, unit, ['review.needed'], () =>
    Promise.resolve([{ event: { type: 'review.needed', at: openedAt, data } }]),
  )
}
