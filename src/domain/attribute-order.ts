// Who is credited for an order: a pure function of the policy, what the order carried, and what was known when it was
// first evaluated. The steps from verify to fraud; what the credits are worth comes after.

import { byTouch, chooseTouches } from './choose-touches.ts'
import { judgeEligibility, type CustomerContext } from './eligibility.ts'
import { invariant } from './invariant.ts'
import { leadingTouch, touchWeights, type WeightedTouch } from './touch-weights.ts'
import { tierOf } from './tier.ts'

import type { Attribution, Credit, RuleContext, Touch } from './attribution.ts'
import type { LinkCode, ProgramId, RecommenderId } from './ids.ts'
import type { MisuseRule, MisuseVerdict } from './misuse/verdict.ts'
import type { PaidFact } from './order-facts.ts'
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
  const stop = (step: TraceStep): Attribution => ({
    outcome: 'not-credited',
    programId,
    policyHash,
    touches,
    verdicts,
    steps: [...steps, step, ...(step.forShop ? [forEverybody(step)] : [])],
  })

  const eligibility = judgeEligibility(policy, paid, context.customer)
  if (eligibility.outcome === 'stopped') return stop(eligibility)
  steps.push(eligibility)

  const chosen = chooseTouches(policy.attribution, touches, paid.paidAt)
  if (chosen.length === 0) return stop(noTouchStep(policy, touches))
  steps.push(touchesStep(policy, chosen, touches))

  const rejected = verdicts.filter(({ verdict }) => verdict === 'rejected')
  const ofOrder = rejected.find(({ recommenderId }) => recommenderId === undefined)
  if (ofOrder) return stop(rejectedStep(ofOrder))
  const barred = new Set(rejected.map(({ recommenderId }) => recommenderId))
  const left = chooseTouches(
    policy.attribution,
    touches.filter((touch) => !barred.has(touch.recommenderId)),
    paid.paidAt,
  )
  const weighted = touchWeights(policy.attribution, left)
  const leading = leadingTouch(weighted)
  if (!leading) return stop(rejectedStep(decisive(rejected, chosen)))
  steps.push(...fraudSteps(verdicts))

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
  barred: ReadonlySet<RecommenderId | undefined>,
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

function ruleContextOf(
  { policy, people, campaigns, customer, paid }: OrderContext,
  { touch }: WeightedTouch,
): RuleContext {
  return {
    tier: tierOf(people.get(touch.recommenderId)?.followers ?? 0, policy.tiers),
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

function noTouchStep({ attribution }: Policy, touches: readonly Touch[]): TraceStep {
  const days = attribution.windowDays
  const sentence =
    touches.length === 0
      ? 'The order carried no link.'
      : `The order carried a link, but no click by a person within ${days} days before it.`
  return {
    step: 'touches',
    outcome: 'stopped',
    sentence,
    facts: { carried: touches.length, windowDays: days },
  }
}

/** Of the verdicts that barred everybody, the one on whoever would have been credited last. */
function decisive(rejected: readonly MisuseVerdict[], chosen: readonly Touch[]): MisuseVerdict | undefined {
  const last = chosen.toSorted(byTouch).at(-1)
  return rejected.find(({ recommenderId }) => recommenderId === last?.recommenderId) ?? rejected[0]
}

/** Rules that speak of the recommender alone: everybody may read why. */
const RULES_FOR_EVERYBODY: ReadonlySet<MisuseRule> = new Set(['F01', 'F06', 'F07', 'F11', 'F13', 'F20'])

function rejectedStep(verdict: MisuseVerdict | undefined): TraceStep {
  invariant(verdict, 'somebody who is not credited after all was rejected')
  return { ...verdictStep(verdict), outcome: 'stopped' }
}

function verdictStep({ rule, score, sentence }: MisuseVerdict): TraceStep {
  const forShop = RULES_FOR_EVERYBODY.has(rule) ? {} : { forShop: true as const }
  return { step: 'fraud', outcome: 'noted', sentence, facts: { rule, score }, ...forShop }
}

/** What the recommender reads in place of a reason that speaks of the buyer. */
function forEverybody({ step }: TraceStep): TraceStep {
  const sentence =
    step === 'eligibility'
      ? 'The order does not meet the conditions of the program.'
      : 'A rule against misuse stopped the reward; the shop can say more.'
  return { step, outcome: 'stopped', sentence }
}

/** Notes what the rules found, and that the order goes on. */
function fraudSteps(verdicts: readonly MisuseVerdict[]): readonly TraceStep[] {
  const found = verdicts.filter(({ verdict }) => verdict !== 'passed')
  if (found.length === 0) {
    return [{ step: 'fraud', outcome: 'passed', sentence: 'No rule against misuse applies.' }]
  }
  const isReviewed = found.some(({ verdict }) => verdict === 'review')
  const sentence = isReviewed
    ? 'A rule against misuse asks the shop to look at it; until then it counts.'
    : 'No rule against misuse stops it.'
  return [...found.map(verdictStep), { step: 'fraud', outcome: 'passed', sentence }]
}
