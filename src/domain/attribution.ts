// Who is credited for an order, decided once when its payment is first seen, and kept with the order: later facts
// change amounts, never people.

import type { LinkCode, ProgramId, RecommenderId } from './ids.ts'
import type { MisuseVerdict } from './misuse/verdict.ts'
import type { Micros } from './money.ts'
import type { Instant } from './order-facts.ts'
import type { Tier, TouchSource } from './policy.ts'
import type { FollowerEvidence } from './tier.ts'
import type { Trace } from './trace.ts'
import type { Hex } from 'viem'

/** One encounter with somebody's recommendation that the order carried. */
export type Touch = {
  readonly source: TouchSource
  /** Distinguishes touches; the click's id where there is one. */
  readonly touchId: string
  readonly touchedAt: Instant
  readonly code: LinkCode
  readonly recommenderId: RecommenderId
}

/** What one person gets of an order's pot. */
export type Credit = {
  readonly recommenderId: RecommenderId
  readonly code: LinkCode
  readonly role: 'direct' | 'upline'
  /** Part of the pot; the pot is split by largest remainder over the weights of direct credits. */
  readonly weight: number
  /** For an upline: whose parent. */
  readonly ofRecommenderId?: RecommenderId
  readonly followers: number
  readonly followerEvidence: FollowerEvidence
  readonly tier: Tier
  readonly holdSeconds: number
  /** What the caps of this person leave for this order; absent without such caps. */
  readonly roomMicros?: Micros
  /** What the person was granted on the order as it was paid; absent until its pot is known. */
  readonly grantedMicros?: Micros
}

/** What the conditions of rules are held against; frozen with the attribution. */
export type RuleContext = {
  /** By checked followers of the leading person: the heaviest direct credit, ties to the latest touch. */
  readonly tier: Tier
  readonly code: LinkCode
  /** Campaigns that the link was in when the order was paid. */
  readonly campaignIds: readonly string[]
  readonly isNewCustomer: boolean
  readonly isFirstOrder: boolean
  readonly country?: string
}

/** Somebody is credited. Frozen with the order, but for what the caps leave, which follows with the first pot. */
export type Credited = {
  readonly outcome: 'credited'
  readonly programId: ProgramId
  readonly policyHash: Hex
  readonly credits: readonly Credit[]
  readonly ruleContext: RuleContext
  /** What the program's and the customer's caps leave for this order; absent without such caps. */
  readonly roomMicros?: Micros
  /** What the order earned as it was paid; absent until its pot is known. */
  readonly grantedMicros?: Micros
  /** Every proved touch of the program, whether it counted or not. */
  readonly touches: readonly Touch[]
  readonly verdicts: readonly MisuseVerdict[]
  /** From verify to fraud; the steps on amounts follow at each evaluation. */
  readonly steps: Trace
}

/** Nobody is. Frozen with the order. */
export type NotCredited = {
  readonly outcome: 'not-credited'
  /** Absent while the shop has no program. */
  readonly programId?: ProgramId
  readonly policyHash?: Hex
  readonly touches: readonly Touch[]
  readonly verdicts: readonly MisuseVerdict[]
  readonly steps: Trace
}

export type Attribution = Credited | NotCredited
