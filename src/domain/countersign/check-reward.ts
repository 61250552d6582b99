// One reward of a proposed batch against the shop's own books: is the order real, paid and kept; do the rules give this
// much; is it the person's; and was it signed before?

import { maxMicros, micros, minMicros, type Micros } from '../money.ts'

import { checkOrder } from './check-order.ts'
import { checkRepaid } from './check-repaid.ts'
import { orderSource } from './own-order.ts'
import { mayBeAccepted } from './refusals.ts'
import { keyOf } from './repaid-book.ts'
import { isLiveElsewhere, standingOf, type Slot } from './signed-book.ts'

import type { LinkPins, Pinned } from './check-links.ts'
import type { BatchProposal, ProposedRecord, ProposedSource } from './proposal.ts'
import type { SignedCoupon, SignedGrant, SignedRecord } from './signed-log.ts'
import type { CheckContext, Reason, Wrong } from './verdict.ts'

/** Characters of `0x` and the six bytes of a tag. */
const TAG_CHARACTERS = 14

/** What the shop accepts against its books teaches it nothing for later orders. */
const NO_LINKS: Links = { pins: [], campaigns: [], coupons: [] }

/** What the same proposal has brought before this reward. */
export type SoFar = {
  readonly slot: Slot | undefined
  readonly pinned: Pinned
  readonly records: readonly SignedRecord[]
}

/** What stays with links and discount codes from now on. */
export type Links = LinkPins & { readonly coupons: readonly SignedCoupon[] }

export type CheckedReward =
  | { readonly kind: 'right'; readonly record: SignedRecord; readonly links: Links }
  | { readonly kind: 'wrong'; readonly reason: Reason }
  /** It was signed under another number that may still be used: nobody knows yet. */
  | { readonly kind: 'open' }

type Given = {
  readonly proposal: BatchProposal
  readonly reward: ProposedRecord
  readonly context: CheckContext
  readonly soFar: SoFar
}

/** Checks one record; the first reason that holds is the answer. */
export function checkReward(given: Given): CheckedReward {
  const { reward, context, soFar } = given
  const source = sourceName(reward.source)
  const misnamed = checkName(given, source) ?? checkCap(given)
  if (misnamed) return wrong(reward, misnamed)
  const worth = worthOf(given)
  if ('reason' in worth) return wrong(reward, worth)

  if (isLiveElsewhere(context.book, source, soFar.slot)) return { kind: 'open' }
  const repaid = checkRepaid(given, source)
  if ('reason' in repaid) return wrong(reward, repaid)
  if (repaid.kind === 'open') return repaid
  const standing = standingOf(context.book, { source, payee: reward.payee, except: soFar.slot })
  const before = soFar.records
    .filter((one) => one.source === source && one.payee === reward.payee)
    .reduce((sum, one) => sum + one.earned, standing - repaid.moreMicros)
  if (before + reward.earned > worth.micros) {
    const detail = `It is worth ${worth.micros} micros; ${before} are signed, and ${reward.earned} more are proposed.`
    return wrong(reward, {
      reason: before >= worth.micros && before > 0n ? 'already-signed' : 'amount-too-high',
      detail,
    })
  }
  const { payee, tag, code, earned, netted, amount, sourceOrder } = reward
  const { paidAt, grant, buyer, accepted } = worth
  const record = {
    ...{ source, sourceOrder, payee, tag, code, earned, netted, amount, paidAt, grant, buyer, accepted },
    repaid: repaid.repaid,
  }
  return { kind: 'right', record, links: worth.links }
}

/** Names an order or a deal among all of the shop's. */
export function sourceName(source: ProposedSource): string {
  return source.kind === 'deal'
    ? `deal:${source.dealId}`
    : orderSource(source.connectionId, source.externalId)
}

type Worth = {
  readonly micros: Micros
  readonly paidAt: number
  readonly grant?: SignedGrant
  readonly buyer?: readonly string[]
  readonly accepted?: string
  readonly links: Links
}

/** An order has one mark for good, and no mark is of two orders: so none is ever paid twice under two names. */
function checkName({ reward, context: { book, terms }, soFar }: Given, source: string): Wrong | undefined {
  const { sourceOrder, tag } = reward
  if (sourceOrder.slice(0, TAG_CHARACTERS) !== tag) {
    return { reason: 'order-renamed', detail: 'Its tag is not made of the mark of its order.' }
  }
  const own = terms.markOf?.(reward.source)
  if (own !== undefined && own !== sourceOrder) {
    return {
      reason: 'order-renamed',
      detail: `By the shop's own tag key the mark of ${source} is ${own}, and ${sourceOrder} is proposed.`,
    }
  }
  const known =
    [...soFar.records].find((one) => one.source === source)?.sourceOrder ?? book.sourceOrders.get(source)
  const other =
    [...soFar.records].find((one) => one.sourceOrder === sourceOrder)?.source ?? book.sources.get(sourceOrder)
  if (known !== undefined && known !== sourceOrder) {
    return { reason: 'order-renamed', detail: `Order ${source} was marked ${known} before.` }
  }
  if (other !== undefined && other !== source) {
    return { reason: 'order-renamed', detail: `The mark ${sourceOrder} was that of order ${other} before.` }
  }
  return undefined
}

function checkCap({ reward, context: { terms, pool } }: Given): Wrong | undefined {
  const cap = minMicros(terms.rewardCapMicros ?? micros(pool.rewardCapMicros), micros(pool.rewardCapMicros))
  return reward.amount > cap
    ? { reason: 'above-cap', detail: `${reward.amount} micros are above the cap of ${cap} for one reward.` }
    : undefined
}

function worthOf(given: Given): Worth | Wrong {
  const { source } = given.reward
  if (source.kind === 'deal') return dealWorth(given)
  const checked = checkOrder(given, source)
  const accepted = acceptedMicros(given)
  if ('reason' in checked) {
    return accepted !== undefined && mayBeAccepted(checked.reason)
      ? { micros: accepted, paidAt: source.paidAt, links: NO_LINKS, accepted: given.reward.rewardId }
      : checked
  }
  const { micros: own, grant, buyer, ...links } = checked
  const worth = { micros: maxMicros(own, accepted ?? own), paidAt: source.paidAt, grant, buyer, links }
  return worth.micros > own ? { ...worth, accepted: given.reward.rewardId } : worth
}

/** What the shop's own word adds: for the one order and payee that it was first used for, since the relayer names rewards. */
function acceptedMicros({ reward, context: { terms, book }, soFar }: Given): Micros | undefined {
  const { rewardId, payee } = reward
  const earlier = soFar.records.find(({ accepted }) => accepted === rewardId)
  const usedFor = earlier ? keyOf(earlier) : book.accepted.get(rewardId)
  const isOther = usedFor !== undefined && usedFor !== keyOf({ source: sourceName(reward.source), payee })
  return isOther ? undefined : terms.acceptedRewards.get(rewardId)
}

function dealWorth({ reward, proposal, context: { terms, book }, soFar }: Given): Worth | Wrong {
  const { source, payee } = reward
  const fee = source.kind === 'deal' ? terms.deals.get(source.dealId) : undefined
  if (fee === undefined || proposal.policy.purpose !== 'deals') {
    return { reason: 'deal-unknown', detail: 'The shop has named no fee for this deal.' }
  }
  const name = sourceName(source)
  const known = book.payees.get(name) ?? soFar.pinned.payees.get(name)
  if (known !== undefined && known.toLowerCase() !== payee.toLowerCase()) {
    return { reason: 'payee-changed', detail: `The deal's fee was ${known}'s before.` }
  }
  return { micros: fee, paidAt: 0, links: { pins: [{ code: name, payee }], campaigns: [], coupons: [] } }
}

function wrong({ rewardId }: ProposedRecord, reason: Wrong): CheckedReward {
  return { kind: 'wrong', reason: { ...reason, rewardId } }
}
