// A relayer in miniature, made of the same pure rules as the real one: it attributes orders one after the other, freezes what
// the caps leave, and puts what they earn before the order key. Its shop keeps books of its own.

import { attributeOrder, type PersonContext } from '#domain/attribute-order.ts'
import { judgeProposal, type Judgement } from '#cli/countersign/judge-proposal.ts'
import { campaignIdsAt } from '#domain/campaign.ts'
import { formatClickToken } from '#domain/click-token.ts'
import { ownState, type OwnOrder } from '#domain/countersign/own-order.ts'
import type { ProposedCampaign, ProposedOrder } from '#domain/countersign/proposed-order.ts'
import type { BatchProposal, ProposedRecord } from '#domain/countersign/proposal.ts'
import { createSignedBook, type SignedBook } from '#domain/countersign/signed-book.ts'
import { freezeRooms, type CapRooms } from '#domain/freeze-rooms.ts'
import { countsOfClasses } from '#domain/order-classes.ts'
import { foldOrder } from '#domain/fold-order.ts'
import { micros, type Micros } from '#domain/money.ts'
import { canonicalHash, policyHash, type Policy } from '#domain/policy.ts'
import { pot } from '#domain/policy/pot.ts'
import { sharePot } from '#domain/share-pot.ts'
import { TIER_NUMBER } from '#domain/tier.ts'
import { packCounts } from '#domain/typed-data.ts'
import { getAddress, keccak256, stringToHex } from 'viem/utils'

import { IDENTITY } from '../../../app/support/history-world.ts'
import { OWN } from '../../../app/support/own-key-world.ts'
import { PAID_AT, paidFact, refundedFact } from '../../../domain/facts.ts'
import { forge, TERMS } from './own-signer.ts'

import type { Credited, Touch } from '#domain/attribution.ts'
import type { PaidFact } from '#domain/order-facts.ts'

const DAY_MS = 86_400_000
export const PROGRAM = 'shap2program'
export const PAYEES = [0xa1, 0xb2, 0xc3, 0xd4].map((last) =>
  getAddress(`0x${last.toString(16).padStart(40, '0')}`),
)

/** Followers of the four, all checked: micro, micro, macro and mega by the usual boundaries. */
const FOLLOWERS = [10, 9_999, 10_000, 1_000_000]

/** The links of the third and the fourth are in a campaign that runs for ten days from the first payment on. */
export const CAMPAIGN: ProposedCampaign = {
  ...{ campaignId: 'shap2campaign', parentCampaignId: null },
  ...{ startsAt: PAID_AT, endsAt: PAID_AT + 10 * DAY_MS },
}

export const codeOf = (who: number): string => `shap2way${'abcd'[who]}2222`
export const personOf = (who: number): string => `person-${who}`

/** An order to be: who was met how many hours before, what it cost, when it was paid, whose it is. */
export type Sale = {
  readonly cents: number
  readonly afterHours: number
  readonly met: readonly { readonly who: number; readonly hoursBefore: number }[]
  readonly buyer: number
  readonly refundPercent: number
}

export type Market = {
  readonly proposal: BatchProposal
  readonly book: SignedBook
  readonly judge: (proposal: BatchProposal) => Promise<Judgement>
}

type Seen = {
  readonly order: OwnOrder
  readonly paid: PaidFact
  readonly source: ProposedOrder
  readonly credited: Credited
  readonly buyer: number
}

/** Bends one order as a relayer could before it works out what it earns. */
export type Lie = (source: ProposedOrder, place: number) => ProposedOrder

/** Everything that the sales earn, in one batch; undefined when that is nothing. */
export function openMarket(
  policy: Policy,
  sales: readonly Sale[],
  { lie = (source) => source, keepsCaps = true }: { readonly lie?: Lie; readonly keepsCaps?: boolean } = {},
): Market | undefined {
  const seen: Seen[] = []
  const books: { readonly order: OwnOrder; readonly buyer: number }[] = []
  for (const [place, sale] of sales.toSorted((a, b) => a.afterHours - b.afterHours).entries()) {
    const { order, touches, paid } = orderOf(sale, place)
    const one = { order, buyer: sale.buyer }
    const credited = attribute(policy, { sale, touches, paid }, { seen, books })
    books.push(one)
    if (!credited) continue
    const told = lie(sourceOf(credited, paid, sale, place), place)
    const attribution = { ...credited, ruleContext: told.ruleContext, credits: withCredits(credited, told) }
    const asPaid = pot(policy, foldOrder([paid]), told.ruleContext)
    const granted = freezeRooms(attribution, {
      upline: policy.upline,
      rooms: keepsCaps
        ? roomsOf(policy, attribution, { paid, buyer: sale.buyer, seen })
        : { people: new Map() },
      potMicros: asPaid.outcome === 'pot' ? asPaid.potMicros : micros(0n),
    })
    seen.push({ ...one, paid, source: withRooms(told, granted), credited: granted })
  }
  const rewards = seen.flatMap((one) => rewardsOf(policy, one))
  if (rewards.length === 0) return undefined
  const book = createSignedBook()
  const judge = (proposal: BatchProposal) =>
    judgeProposal(
      proposal,
      {
        ...{ terms: TERMS, book, now: PAID_AT },
        pool: {
          ...{ owner: TERMS.ledger, orderSigner: OWN.address, nextSeq: proposal.seq },
          ...{ minHoldSeconds: 3_600, rewardCapMicros: 1_000_000_000n, nowSeconds: PAID_AT / 1_000 },
        },
        orders: (_connection, externalId) =>
          books.find(({ order }) => order.names!.has(`connection:${externalId}`))?.order,
        ordersOfBuyer: (order) => {
          const buyer = books.find((one) => one.order === order)?.buyer
          return books.filter((one) => one.order !== order && one.buyer === buyer).map((one) => one.order)
        },
      },
      undefined as never,
    )
  return { proposal: proposalOf(policy, rewards), book, judge }
}

function orderOf({ cents, afterHours, met, refundPercent }: Sale, place: number) {
  const paidAt = PAID_AT + afterHours * 3_600_000 + place
  const touches = met.map(({ who, hoursBefore }, i): Touch => ({
    source: 'click-token',
    touchId: `n${'23456789'[place % 8]}${'23456789'[i % 8]}`.padEnd(16, 'x'),
    touchedAt: Math.floor(paidAt / 1_000 - hoursBefore * 3_600) * 1_000,
    code: codeOf(who),
    recommenderId: personOf(who),
  }))
  const paid = paidFact(BigInt(cents) * 10_000n, {
    paidAt,
    references: touches.map(({ code, touchId, touchedAt }) => ({
      ...{ carriage: 'note-attribute', kind: 'click-token' },
      value: formatClickToken(
        { code, clickedAtSeconds: touchedAt / 1_000, nonce: touchId },
        new Uint8Array(32),
      ),
    })),
  })
  const refund = refundedFact('r', (paid.eligibleMicros * BigInt(refundPercent)) / 100n)
  const order: OwnOrder = {
    facts: refundPercent > 0 ? [paid, refund] : [paid],
    ...{ knowsLinks: true, names: new Set([`connection:order-${place}`]) },
  }
  return { order, touches, paid }
}

function attribute(
  policy: Policy,
  {
    sale,
    touches,
    paid,
  }: { readonly sale: Sale; readonly touches: readonly Touch[]; readonly paid: PaidFact },
  { seen, books }: { readonly seen: readonly Seen[]; readonly books: readonly { readonly buyer: number }[] },
): Credited | undefined {
  const people = FOLLOWERS.map((followers, who): [string, PersonContext] => [
    personOf(who),
    {
      ...{ recommenderId: personOf(who), followers, followerEvidence: 'checked', isTrusted: false },
      // The first brought the second.
      ...(who === 1 && { parent: { recommenderId: personOf(0), code: codeOf(0), isActive: true } }),
    },
  ])
  const attribution = attributeOrder({
    ...{ programId: PROGRAM, policy, policyHash: policyHash(policy), paid, touches },
    people: new Map(people),
    campaigns: new Map([2, 3].map((who) => [codeOf(who), campaignIdsAt(CAMPAIGN, undefined, paid.paidAt)])),
    customer: {
      isNew: books.every(({ buyer }) => buyer !== sale.buyer),
      isFirstOrder: seen.every(({ buyer }) => buyer !== sale.buyer),
    },
    verdicts: [],
  })
  return attribution.outcome === 'credited' ? attribution : undefined
}

function sourceOf(
  { touches, ruleContext, credits }: Credited,
  { paidAt }: PaidFact,
  { buyer }: Sale,
  place: number,
): ProposedOrder {
  return {
    ...{
      kind: 'order',
      connectionId: 'connection',
      externalId: `order-${place}`,
      paidAt,
      touches,
      barred: [],
    },
    links: [...new Set(credits.filter(({ role }) => role === 'direct').map(({ code }) => code))].map(
      (code) => ({
        code,
        campaigns: [codeOf(2), codeOf(3)].includes(code) ? [CAMPAIGN] : [],
      }),
    ),
    buyer: [`buyer-${buyer}`],
    ruleContext,
    credits: credits.map(({ tier: _, ...credit }) => ({ ...credit, payee: payeeOf(credit.recommenderId) })),
  }
}

const payeeOf = (recommenderId: string) => PAYEES[Number(recommenderId.at(-1))]!

function withCredits({ credits }: Credited, source: ProposedOrder): Credited['credits'] {
  return source.credits.map(({ payee: _, ...credit }, place) => ({
    ...credits[place],
    ...credit,
  })) as Credited['credits']
}

/** What each cap leaves, counted anew from every order before. */
function roomsOf(
  { caps = {} }: Policy,
  { credits }: Credited,
  { paid, buyer, seen }: { readonly paid: PaidFact; readonly buyer: number; readonly seen: readonly Seen[] },
): CapRooms {
  const today = seen.filter(
    (one) => Math.floor(one.paid.paidAt / DAY_MS) === Math.floor(paid.paidAt / DAY_MS),
  )
  const month = seen.filter((one) => monthOf(one.paid) === monthOf(paid))
  const room = (cap: string | undefined, used: readonly (Micros | undefined)[]): bigint | undefined => {
    if (cap === undefined) return undefined
    const left = used.reduce((rest, one) => rest - (one ?? 0n), BigInt(Math.round(Number(cap) * 1e6)))
    return left > 0n ? left : 0n
  }
  const least = (...rooms: readonly (bigint | undefined)[]): Micros | undefined =>
    rooms.reduce<Micros | undefined>(
      (least_, one) => (one === undefined || (least_ !== undefined && least_ <= one) ? least_ : micros(one)),
      undefined,
    )
  const all = (orders: readonly Seen[]) => orders.map(({ credited }) => credited.grantedMicros)
  const of = (orders: readonly Seen[], id: string) =>
    orders.map(({ credited }) => credited.credits.find((one) => one.recommenderId === id)?.grantedMicros)
  const own = (orders: readonly Seen[]) => orders.filter((one) => one.buyer === buyer)
  const order = least(
    ...[room(caps.perDay, all(today)), room(caps.perMonth, all(month))],
    ...[room(caps.perCustomerDay, all(own(today))), room(caps.perCustomerMonth, all(own(month)))],
  )
  const people = new Map<string, Micros>()
  for (const { recommenderId: id } of credits) {
    const left = least(
      room(caps.perRecommenderDay, of(today, id)),
      room(caps.perRecommenderMonth, of(month, id)),
    )
    if (left !== undefined) people.set(id, left)
  }
  return { ...(order === undefined ? {} : { order }), people }
}

const monthOf = ({ paidAt }: PaidFact): string => new Date(paidAt).toISOString().slice(0, 7)

function withRooms(source: ProposedOrder, { credits, roomMicros }: Credited): ProposedOrder {
  return {
    ...source,
    roomMicros,
    credits: source.credits.map((credit, place) => ({ ...credit, roomMicros: credits[place]?.roomMicros })),
  }
}

function rewardsOf(policy: Policy, { order, source, credited }: Seen): readonly ProposedRecord[] {
  const worth = pot(policy, ownState(order)!, source.ruleContext)
  if (worth.outcome !== 'pot') return []
  const { credits, roomMicros } = credited
  const sourceOrder = keccak256(stringToHex(source.externalId))
  return sharePot({ upline: policy.upline, potMicros: worth.potMicros, credits, roomMicros })
    .filter((share) => share.micros > 0n)
    .map(({ recommenderId, credit, micros: amount }) => ({
      ...{ rewardId: `${source.externalId}-${recommenderId}`, recommenderId, payee: payeeOf(recommenderId) },
      ...{ code: credit.code, tag: sourceOrder.slice(0, 14) as `0x${string}`, sourceOrder, source },
      ...{ amount, earned: amount, netted: micros(0n), supplement: false, repaid: [] },
      ...{ tier: TIER_NUMBER[credit.tier], trace: [], traceHash: canonicalHash([]) },
      salt: keccak256('0x01'),
    }))
}

function proposalOf(policy: Policy, rewards: readonly ProposedRecord[]): BatchProposal {
  const orders = { rewarded: { micro: 1 }, rejected: {}, underReview: {}, notRecommended: {} }
  const hash = policyHash(policy)
  return forge(
    {
      ...{ proposalId: '1-1-1', programId: PROGRAM, chainId: IDENTITY.chainId, ledger: TERMS.ledger },
      ...{ pool: 1, seq: 1, orderSigner: OWN.address, kind: 'batch', policy, policyHash: hash },
      ...{ laterPolicies: [], versions: [{ versionNo: 1, policyHash: hash, effectiveFrom: 0 }] },
      ...{ holdSeconds: policy.holdSeconds, deadlineSeconds: PAID_AT / 1_000 + 3_600 },
      ...{ records: '0x', evidenceRoot: '0x', rewards, classes: { orders, salt: keccak256('0x02') } },
      counts: packCounts(countsOfClasses(orders)).toString(),
    },
    {},
  )
}
