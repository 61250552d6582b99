// Who is credited for an order, decided again with the relayer's own rules over the order as the shop's books have it:
// whatever the relayer says of people, weights and campaigns has to be what comes out.

import { attributeOrder, type PersonContext } from '../attribute-order.ts'
import { campaignIdsAt } from '../campaign.ts'
import { bindingOf, boundCustomer } from '../misuse/f05-bound-customer.ts'
import { SCORE_CERTAIN, type MisuseVerdict } from '../misuse/verdict.ts'

import type { Credit, Credited, RuleContext, Touch } from '../attribution.ts'
import type { LinkCode, RecommenderId } from '../ids.ts'
import type { PaidFact } from '../order-facts.ts'
import type { ProposalPlace, ProposedRules } from './proposal.ts'
import type { BarredPerson, ProposedCredit, ProposedOrder } from './proposed-order.ts'
import type { Wrong } from './verdict.ts'

type Rules = Pick<ProposalPlace, 'programId'> & ProposedRules

/** Why the credits or the conditions of the rules are not what follows from the touches; undefined when they are. */
export function checkAttribution(rules: Rules, source: ProposedOrder, paid: PaidFact): Wrong | undefined {
  const bound = boundPeople(rules, source)
  const claimedBound = source.barred.filter(({ rule }) => rule === 'F05')
  if (bound.size !== claimedBound.length || claimedBound.some((one) => !bound.has(one.recommenderId))) {
    return differs('Whom the buyer belongs to is not what its touches say.')
  }
  const attribution = attributeOrder({
    ...{ programId: rules.programId, policy: rules.policy, policyHash: rules.policyHash },
    paid: { ...paid, paidAt: source.paidAt, ...countryOf(paid, source) },
    touches: source.touches,
    people: peopleOf(rules, source),
    campaigns: campaignsOf(source),
    customer: { isNew: source.ruleContext.isNewCustomer, isFirstOrder: source.ruleContext.isFirstOrder },
    lastOrderAt: rules.lastOrderAt,
    verdicts: source.barred.map(verdictOf),
  })
  if (attribution.outcome === 'not-credited') {
    const stopped = attribution.steps.find((step) => step.outcome === 'stopped')
    if (stopped?.step !== 'eligibility') return differs('Nobody is credited for the order by its touches.')
    return { reason: 'not-eligible', detail: stopped.sentence }
  }
  return differingCredit(source, attribution) ?? differingContext(source, attribution.ruleContext)
}

/** Where the order went, by the books where they say it. */
function countryOf({ country }: PaidFact, { ruleContext }: ProposedOrder): Pick<PaidFact, 'country'> {
  const known = country ?? ruleContext.country
  return known === undefined ? {} : { country: known }
}

/** Whom rule F05 bars: it follows from the touches alone. */
function boundPeople({ policy }: Rules, { touches }: ProposedOrder): ReadonlySet<RecommenderId> {
  const binding = bindingOf(policy, touches)
  const latest = new Map<RecommenderId, Touch>()
  for (const touch of touches) {
    const known = latest.get(touch.recommenderId)
    if (!known || touch.touchedAt > known.touchedAt) latest.set(touch.recommenderId, touch)
  }
  const barred = [...latest].filter(
    ([recommenderId, touch]) => boundCustomer(binding, { recommenderId, touch }).verdict === 'rejected',
  )
  return new Set(barred.map(([recommenderId]) => recommenderId))
}

function verdictOf({ recommenderId, rule }: BarredPerson): MisuseVerdict {
  return { rule, verdict: 'rejected', score: SCORE_CERTAIN, evidence: {}, sentence: '', recommenderId }
}

/** Followers, trust and who brought whom are the relayer's word; what follows from them is not. */
function peopleOf(
  { policy: { trustedHoldSeconds } }: Rules,
  { credits }: ProposedOrder,
): ReadonlyMap<RecommenderId, PersonContext> {
  const people = new Map<RecommenderId, PersonContext>()
  for (const { recommenderId, followers, followerEvidence, holdSeconds } of credits) {
    const parent = credits.find((one) => one.role === 'upline' && one.ofRecommenderId === recommenderId)
    people.set(recommenderId, {
      ...{ recommenderId, followers, followerEvidence },
      isTrusted: holdSeconds === trustedHoldSeconds,
      ...(parent && {
        parent: { recommenderId: parent.recommenderId, code: parent.code, isActive: true },
      }),
    })
  }
  return people
}

function campaignsOf({ links, paidAt }: ProposedOrder): ReadonlyMap<LinkCode, readonly string[]> {
  return new Map(
    links.map(({ code, campaigns: [own, parent] }) => [
      code,
      campaignIdsAt(own, own?.parentCampaignId === parent?.campaignId ? parent : undefined, paidAt),
    ]),
  )
}

function differingCredit(source: ProposedOrder, { credits }: Credited): Wrong | undefined {
  if (credits.length !== source.credits.length) {
    return differs(
      `${credits.length} credits follow from its touches, and ${source.credits.length} are given.`,
    )
  }
  for (const [place, credit] of credits.entries()) {
    const given = source.credits[place]
    if (given && isSameCredit(credit, given)) continue
    return differs(
      `By its touches part ${place + 1} is of link ${credit.code} as ${credit.role} with weight ${credit.weight}.`,
    )
  }
  return undefined
}

function isSameCredit(credit: Credit, given: ProposedCredit): boolean {
  return (
    credit.recommenderId === given.recommenderId &&
    credit.code === given.code &&
    credit.role === given.role &&
    credit.weight === given.weight &&
    credit.ofRecommenderId === given.ofRecommenderId &&
    credit.holdSeconds === given.holdSeconds
  )
}

function differingContext({ ruleContext: given }: ProposedOrder, context: RuleContext): Wrong | undefined {
  if (given.tier !== context.tier) {
    return {
      reason: 'tier-differs',
      detail: `The leading person is ${context.tier}, and ${given.tier} is given.`,
    }
  }
  if (given.code !== context.code) return differs(`The leading link is ${context.code}.`)
  const isSame =
    given.campaignIds.length === context.campaignIds.length &&
    given.campaignIds.every((id, place) => id === context.campaignIds[place])
  return isSame
    ? undefined
    : {
        reason: 'campaign-differs',
        detail: `By its terms the link was in ${context.campaignIds.join(' and ') || 'no campaign'} when the order was paid.`,
      }
}

function differs(detail: string): Wrong {
  return { reason: 'credit-differs', detail }
}
