// Who is credited for an order: a pure function of the policy, what the order carried, and what was known when it was
// first evaluated. The steps from verify to fraud; what the credits are worth comes after.

import { chooseTouches } from './choose-touches.ts'
import { judgeEligibility, type CustomerContext } from './eligibility.ts'
import { isOrderRejected, rejectedPeople } from './misuse/judge-order.ts'
import { misuseSteps } from './misuse/misuse-steps.ts'
import { leadingTouch, touchWeights, type WeightedTouch } from './touch-weights.ts'
import { tierOf } from './tier.ts'

import type { Attribution, Credit, RuleContext, Touch } from './attribution.ts'
import type { LinkCode, ProgramId, RecommenderId } from './ids.ts'
import type { MisuseVerdict } from './misuse/verdict.ts'
import type { Instant, PaidFact } from './order-facts.ts'
import type { Policy, TouchSource } from './policy.ts'
import type { FollowerEvidence } from './tier.ts'
import type { TraceStep } from './trace.ts'
import type { Hex } from 'viem'

/** What is frozen of a person who was met on the way to an order. */
export type PersonContext = {
  readonly recommenderId: RecommenderId
  readonly followers: number
  readonly followerEvidence: FollowerEvidence
  readonly isTrusted: boolean
  /** Whose link brought this person. */
  readonly parent?: {
    readonly recommenderId: RecommenderId
    /** The parent's link. */
    readonly code: LinkCode
    /** Has joined still, and had a sale of their own within the policy's days. */
    readonly isActive: boolean
  }
}

export type OrderContext = {
  readonly programId: ProgramId
  readonly policy: Policy
  readonly policyHash: Hex
  readonly paid: PaidFact
  /** Proved touches on links of the program. */
  readonly touches: readonly Touch[]
  /** Everybody of the touches, and their parents. */
  readonly people: ReadonlyMap<RecommenderId, PersonContext>
  /** By link code: campaigns that it was in when the order was paid. */
  readonly campaigns: ReadonlyMap<LinkCode, readonly string[]>
  readonly customer: CustomerContext
  /** Of a program that ends. */
  readonly lastOrderAt?: Instant | undefined
  readonly verdicts: readonly MisuseVerdict[]
}

/** Freezes who is credited and by what weights, or why nobody is. */
export function attributeOrder(context: OrderContext): Attribution {
  const { programId, policy, policyHash, paid, touches, verdicts } = context
  const steps: TraceStep[] = [
    { step: 'verify', outcome: 'passed', sentence: "The shop's signature fits the order." },
    {
      step: 'dedupe',
      outcome: 'passed',
      sentence: 'However often the shop reports it, the order counts once.',
    },
  ]
  const stop = (...last: readonly TraceStep[]): Attribution => ({
    outcome: 'not-credited',
    programId,
    policyHash,
    touches,
    verdicts,
    steps: [...steps, ...last],
  })

  const eligibility = judgeEligibility(policy, paid, context.customer, context.lastOrderAt)
  if (eligibility.outcome === 'stopped') {
    return stop(eligibility, ...(eligibility.forShop ? [forEverybody(eligibility)] : []))
  }
  steps.push(eligibility)

  const chosen = chooseTouches(policy.attribution, touches, paid.paidAt)
  if (chosen.length === 0) return stop(noTouchStep(policy, paid, touches))
  steps.push(touchesStep(policy, chosen, touches))

  const barred = rejectedPeople(verdicts)
  const left = isOrderRejected(verdicts)
    ? []
    : chooseTouches(
        policy.attribution,
        touches.filter((touch) => !barred.has(touch.recommenderId)),
        paid.paidAt,
      )
  const weighted = touchWeights(policy.attribution, left)
  const leading = leadingTouch(weighted)
  steps.push(...misuseSteps(verdicts, { nobodyLeft: leading === undefined }))
  if (!leading) return stop()

  return {
    outcome: 'credited',
    programId,
    policyHash,
    credits: creditsOf(context, weighted, barred),
    ruleContext: ruleContextOf(context, leading),
    touches,
    verdicts,
    steps,
  }
}

function creditsOf(
  { policy, people }: OrderContext,
  weighted: readonly WeightedTouch[],
  barred: ReadonlySet<RecommenderId>,
): readonly Credit[] {
  const credit = (recommenderId: RecommenderId, code: LinkCode): Omit<Credit, 'role' | 'weight'> => {
    const person = people.get(recommenderId)
    const followers = person?.followers ?? 0
    const trustedHold = person?.isTrusted === true ? policy.trustedHoldSeconds : undefined
    return {
      recommenderId,
      code,
      followers,
      followerEvidence: person?.followerEvidence ?? 'none',
      tier: tierOf(followers, policy.tiers),
      holdSeconds: trustedHold ?? policy.holdSeconds,
    }
  }
  return weighted.flatMap(({ touch, weight }): Credit[] => {
    const { recommenderId, code } = touch
    const direct: Credit = { ...credit(recommenderId, code), role: 'direct', weight }
    const parent = people.get(recommenderId)?.parent
    const isCarved = policy.upline !== undefined && parent?.isActive === true
    if (!isCarved || barred.has(parent.recommenderId)) return [direct]
    const upline: Credit = {
      ...credit(parent.recommenderId, parent.code),
      role: 'upline',
      weight,
      ofRecommenderId: recommenderId,
    }
    return [direct, upline]
  })
}

/** What people say of themselves changes no amount: rules look at followers that the shop has checked. */
function ruleContextOf(
  { policy, people, campaigns, customer, paid }: OrderContext,
  { touch }: WeightedTouch,
): RuleContext {
  const person = people.get(touch.recommenderId)
  const checkedFollowers = person?.followerEvidence === 'checked' ? person.followers : 0
  return {
    tier: tierOf(checkedFollowers, policy.tiers),
    code: touch.code,
    campaignIds: campaigns.get(touch.code) ?? [],
    isNewCustomer: customer.isNew,
    isFirstOrder: customer.isFirstOrder,
    ...(paid.country === undefined ? {} : { country: paid.country }),
  }
}

/** What met the buyer, in words. */
const SOURCE_WORDS: Readonly<Record<TouchSource, string>> = {
  'click-token': 'a click on a link',
  'note-attribute': 'a link noted by the shop',
  'landing-ref': 'a link in the address visited',
  coupon: 'a discount code',
  'customer-binding': 'a customer brought earlier',
}

/** What each model does, in words. */
const MODEL_WORDS: Readonly<Record<Policy['attribution']['model'], string>> = {
  'last-click': 'the last one counts',
  'first-click': 'the first one counts',
  linear: 'all count alike',
  'time-decay': 'later ones count more',
  position: 'the first and the last count most',
}

function touchesStep(policy: Policy, chosen: readonly Touch[], touches: readonly Touch[]): TraceStep {
  const source = chosen[0]?.source ?? 'click-token'
  const { model, windowDays, bindCustomerDays = 0 } = policy.attribution
  const days = source === 'customer-binding' ? bindCustomerDays : windowDays
  const people = new Set(chosen.map(({ recommenderId }) => recommenderId)).size
  const ways = chosen.length === 1 ? SOURCE_WORDS[source] : `${chosen.length} times ${SOURCE_WORDS[source]}`
  return {
    step: 'touches',
    outcome: 'passed',
    sentence: `The order came by ${ways} within ${days} days; ${MODEL_WORDS[model]}.`,
    facts: { model, source, counted: chosen.length, carried: touches.length, people, days },
  }
}

function noTouchStep(
  { attribution }: Policy,
  { references }: PaidFact,
  touches: readonly Touch[],
): TraceStep {
  const days = attribution.windowDays
  return {
    step: 'touches',
    outcome: 'stopped',
    sentence:
      touches.length === 0
        ? nothingKnown(references)
        : `The order carried a link, but no click by a person within ${days} days before it.`,
    facts: { carried: touches.length, windowDays: days },
  }
}

/** Why what an order carried is no touch: nothing, discount codes of nobody, or codes that no click stands behind. */
function nothingKnown(references: PaidFact['references']): string {
  if (references.length === 0) return 'The order carried no link.'
  return references.every(({ kind }) => kind === 'coupon')
    ? "The order's discount codes are nobody's in this program."
    : 'What the order carried as a link is none of this program, or nobody has followed it.'
}

/** What the recommender reads in place of a reason that speaks of the buyer. */
function forEverybody({ step }: TraceStep): TraceStep {
  const sentence = 'The order does not meet the conditions of the program.'
  return { step, outcome: 'stopped', sentence }
}
