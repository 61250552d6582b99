// What one reward's order is worth by the shop's own books, if everything that the relayer says of the order follows from
// them and from the rules.

import { DAY_MS, HOUR_MS } from '../time.ts'
import { TIER_NUMBER, tierOf } from '../tier.ts'
import { policyHash } from '../policy.ts'
import { versionInForce } from '../policy/version-in-force.ts'
import { checkLinks, type LinkPins, type Pinned } from './check-links.ts'
import { checkAttribution } from './own-attribution.ts'
import { knownBuyer, type KnownBuyer } from './own-buyer.ts'
import { orderSource, ownState, type OwnOrder, type OwnPaidState } from './own-order.ts'
import { ownShare, type OwnShare } from './own-share.ts'
import { checkTouches } from './own-touches.ts'

import type {
  BatchProposal,
  ProposedRecord,
  ProposedReward,
  ProposalPlace,
  ProposedRules,
} from './proposal.ts'
import type { ProposedOrder } from './proposed-order.ts'
import type { SignedBook } from './signed-book.ts'
import type { SignedCoupon, SignedRecord } from './signed-log.ts'
import type { CheckContext, Wrong } from './verdict.ts'

/**
 * How far the books' instant of payment may lie from the relayer's, in milliseconds: an hour, since a platform's interface and
 * its webhooks may date one payment differently; of an export two days, which may say the day alone, in any time zone.
 */
const PAID_APART_MS = { told: HOUR_MS, exported: 2 * DAY_MS } as const

export type OrderWorth = OwnShare &
  LinkPins & {
    readonly coupons: readonly SignedCoupon[]
    readonly buyer: readonly string[]
  }

export type CheckedGiven = {
  readonly proposal: BatchProposal
  readonly reward: ProposedRecord
  readonly context: CheckContext
  readonly soFar: { readonly pinned: Pinned; readonly records: readonly SignedRecord[] }
}

type Found = { readonly order: OwnOrder; readonly state: OwnPaidState }

/** The order's worth to the person of the record, or the first reason against it. */
export function checkOrder(given: CheckedGiven, source: ProposedOrder): OrderWorth | Wrong {
  const { proposal, reward, context, soFar } = given
  const found = findOrder(given, source)
  if ('reason' in found) return found
  const { state } = found
  const misled =
    checkMoment(proposal, source, { ...found, book: context.book }) ??
    checkCredits(proposal, reward, source, state) ??
    checkHold(proposal, reward, source, context)
  if (misled) return misled

  const { programId } = proposal
  const buyer = knownBuyer(
    { ...found, programId, source, paid: state.paid, rewards: proposal.rewards },
    context,
  )
  const coupons = found.order.knowsLinks ? shownTouches(given, source, { ...found, buyer }) : []
  if ('reason' in coupons) return coupons
  const links = checkLinks(reward, source, { programId, book: context.book, pinned: soFar.pinned })
  if ('reason' in links) return links
  const share = worthOf(given, source, { state, buyer })
  return 'reason' in share ? share : { ...share, ...links, coupons, buyer: buyer.marks }
}

function findOrder({ context, soFar }: CheckedGiven, source: ProposedOrder): Found | Wrong {
  const { connectionId, externalId } = source
  const order = context.orders(connectionId, externalId)
  if (!order)
    return { reason: 'order-unknown', detail: `No order ${externalId} of connection ${connectionId}.` }
  const alias = otherName(order, orderSource(connectionId, externalId), { book: context.book, soFar })
  if (alias !== undefined)
    return { reason: 'order-renamed', detail: `Order ${externalId} was signed for as ${alias} before.` }
  const state = ownState(order)
  if (!state) return { reason: 'order-not-paid', detail: `Order ${externalId} is not paid, or is a test.` }
  return { order, state }
}

/** Another number of the same order that something was signed for: none is paid once under each of its numbers. */
function otherName(
  { names = new Set() }: OwnOrder,
  source: string,
  { book, soFar }: { readonly book: SignedBook; readonly soFar: CheckedGiven['soFar'] },
): string | undefined {
  return [...names].find(
    (name) =>
      name !== source && (book.sourceOrders.has(name) || soFar.records.some((one) => one.source === name)),
  )
}

/** When the order was paid, and whether the rules were in force then. */
function checkMoment(
  { programId, policyHash: hash, versions }: ProposalPlace & ProposedRules,
  { paidAt }: ProposedOrder,
  { order, state, book }: Found & { readonly book: SignedBook },
): Wrong | undefined {
  const apart = Math.abs(state.paid.paidAt - paidAt)
  if (apart > (order.knowsLinks ? PAID_APART_MS.told : PAID_APART_MS.exported)) {
    const own = new Date(state.paid.paidAt).toISOString()
    return { reason: 'paid-otherwise', detail: `By the books it was paid at ${own}.` }
  }
  const changed = [...(book.versions.get(programId)?.values() ?? [])].find(
    (known) =>
      !versions.some(
        (one) =>
          one.versionNo === known.versionNo &&
          one.policyHash === known.policyHash &&
          one.effectiveFrom === known.effectiveFrom,
      ),
  )
  if (changed) {
    return {
      reason: 'rules-not-in-force',
      detail: `Version ${changed.versionNo} of the rules was another before.`,
    }
  }
  const version = versionInForce(versions, paidAt)
  return version?.policyHash === hash
    ? undefined
    : {
        reason: 'rules-not-in-force',
        detail: `Version ${version?.versionNo} of the rules was in force then.`,
      }
}

/** Who is credited, by the rules; and the tier of the person of the record. */
export function checkCredits(
  rules: ProposalPlace & ProposedRules,
  reward: Pick<ProposedReward, 'recommenderId'> & { readonly tier?: number },
  source: ProposedOrder,
  { paid }: OwnPaidState,
): Wrong | undefined {
  const differing = checkAttribution(rules, source, paid)
  if (differing) return differing
  const credit = creditOf(source, reward.recommenderId)
  if (!credit || reward.tier === undefined) return undefined
  const tier = tierOf(credit.followers, rules.policy.tiers)
  return TIER_NUMBER[tier] === reward.tier
    ? undefined
    : { reason: 'tier-differs', detail: `With ${credit.followers} followers a person is ${tier}.` }
}

/** The direct credit where there is one, as with the shares. */
function creditOf({ credits }: ProposedOrder, recommenderId: string) {
  const own = credits.filter((credit) => credit.recommenderId === recommenderId)
  return own.find(({ role }) => role === 'direct') ?? own[0]
}

/** A batch has one hold, and each of its rewards has to have that one. */
function checkHold(
  { holdSeconds }: BatchProposal,
  { recommenderId }: ProposedRecord,
  source: ProposedOrder,
  { pool }: CheckContext,
): Wrong | undefined {
  const own = creditOf(source, recommenderId)
  if (!own || Math.max(own.holdSeconds, pool.minHoldSeconds) === holdSeconds) return undefined
  return { reason: 'header-wrong', detail: `The hold of this reward is ${own.holdSeconds} seconds.` }
}

function shownTouches(
  { proposal, context: { book } }: CheckedGiven,
  source: ProposedOrder,
  { state, buyer }: Found & { readonly buyer: KnownBuyer },
): readonly SignedCoupon[] | Wrong {
  const { programId, policy, rewards } = proposal
  const nameOf = (one: ProposedOrder): string => orderSource(one.connectionId, one.externalId)
  const others = rewards.flatMap((one) =>
    one.source.kind === 'order' && nameOf(one.source) !== nameOf(source) ? [one.source] : [],
  )
  const proposedCodes = new Set(others.flatMap(({ credits }) => credits.map(({ code }) => code)))
  const { paid } = state
  return checkTouches(source, { programId, policy, paid, book, proposedCodes, buyersOrders: buyer.payments })
}

/** What the rules give, by what is known of the buyer. */
function worthOf(
  { proposal, reward, context }: CheckedGiven,
  source: ProposedOrder,
  { state, buyer }: { readonly state: OwnPaidState; readonly buyer: KnownBuyer },
): OwnShare | Wrong {
  const { eligibility = {} } = proposal.policy
  const isNew = source.ruleContext.isNewCustomer && !buyer.hasBought && (state.paid.earlierOrders ?? 0) === 0
  const isFirst = source.ruleContext.isFirstOrder && !buyer.hasBeenCredited
  if (
    (eligibility.newCustomersOnly === true && !isNew) ||
    (eligibility.firstOrderOnly === true && !isFirst)
  ) {
    return { reason: 'customer-known', detail: 'The buyer has an earlier order.' }
  }
  const asked = { source, recommenderId: reward.recommenderId }
  const rules = acceptedRules(proposal, context)
  const claimed = ownShare(rules, state, asked)
  const own = ownShare(rules, state, { ...asked, knows: buyer })
  if (!claimed || !own) {
    const { currency } = state.paid
    const detail = `Order ${source.externalId} is in ${currency}, for which the rules have no rate.`
    const isLater = ownShare(proposal, state, asked) !== undefined
    return isLater
      ? {
          reason: 'policy-unknown',
          detail: `The rate for ${currency} is in rules that have not been accepted.`,
        }
      : { reason: 'currency-differs', detail }
  }
  if (own.micros < claimed.micros && reward.earned > own.micros) {
    return {
      reason: 'customer-known',
      detail: `The buyer has an earlier order; so it is worth ${own.micros} micros.`,
    }
  }
  return own
}

/** Later rules give a rate only once the shop has accepted them; the first of a program are accepted as they are. */
function acceptedRules<Rules extends ProposalPlace & ProposedRules>(
  rules: Rules,
  { book, terms }: Pick<CheckContext, 'book' | 'terms'>,
): Rules {
  const known = book.policies.get(rules.programId)
  if (known === undefined) return rules
  const laterPolicies = rules.laterPolicies.filter((later) => {
    const hash = policyHash(later)
    return known.has(hash) || terms.acceptedPolicies.has(hash)
  })
  return { ...rules, laterPolicies }
}
