// A person of a program as its shop sees them.

import { tierOf, type FollowerEvidence } from '#domain/tier.ts'

import type { RecommenderId } from '#domain/ids.ts'
import type { Policy, Tier } from '#domain/policy.ts'
import type { EnrollmentRow } from '#ports/program-rows.ts'

export type MemberView = {
  readonly recommenderId: RecommenderId
  readonly handle: string
  readonly status: EnrollmentRow['status']
  readonly followers: number
  /** Rules pay by followers that are `checked`, and by no others. */
  readonly followerEvidence: FollowerEvidence
  readonly tier: Tier
  readonly trusted: boolean
  /** Whose link led here. */
  readonly broughtBy: RecommenderId | null
}

/** The view of an enrolment under the program's boundaries of tiers. */
export function memberView(row: EnrollmentRow, tiers: Policy['tiers']): MemberView {
  return {
    recommenderId: row.recommenderId,
    handle: row.handle,
    status: row.status,
    followers: row.followers,
    followerEvidence: row.followerEvidence,
    tier: tierOf(row.followers, tiers),
    trusted: row.isTrusted,
    broughtBy: row.parentRecommenderId,
  }
}
