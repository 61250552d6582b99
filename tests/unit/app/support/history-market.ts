// The market that reward histories play in: one shop with two programs, three people with a link in each, and orders
// whose facts are fixed before the history begins, so that every history of the same facts must end the same.

import { formatClickToken, clickClaimText } from '#domain/click-token.ts'
import { micros, type Micros } from '#domain/money.ts'
import { recommenderIdOf } from '#domain/recommender-id.ts'
import { policyHash, type Policy } from '#domain/policy.ts'
import { poolKeyContext } from '#app/pools/managed-keys.ts'
import { retailerSecretContext } from '#app/retailers/retailer-keys.ts'
import { macs } from '#store/macs.ts'
import { createSealer } from '#store/sealer.ts'
import { bytesToHex, getAddress, stringToBytes } from 'viem/utils'

import type { OrderFact, PaidFact } from '#domain/order-facts.ts'
import type { RetailerStore } from '#ports/retailer-store.ts'
import type { Address, Hex } from 'viem'

export const RETAILER_ID = 'shap2'

/** When the histories begin, in milliseconds: 2026-01-01T00:00:00Z. */
export const BEGIN = 1_767_225_600_000

/** Seconds that both programs hold rewards for; longer than a signed batch may wait for its commit. */
export const HOLD_SECONDS = 7_200

const DAY_MS = 86_400_000
export const MARKET_SECRET = new Uint8Array(32).fill(7)

export const sealer = createSealer(new Uint8Array(32).fill(9))

export type HistoryProgram = { readonly programId: string; readonly pool: number; readonly policy: Policy }

/**
 * A tenth of what is kept, at most 5, shared by all whose links the order carried; and a fixed half for any order of which
 * something is kept, for the last of them.
 */
export const PROGRAMS: readonly HistoryProgram[] = [
  program(1, { reward: { kind: 'percent', bps: 1_000 }, perOrderCap: '5.00', model: 'linear' }),
  program(2, { reward: { kind: 'flat', amount: '0.50' }, perOrderCap: '0.50', model: 'last-click' }),
]

export const PEOPLE: readonly Address[] = [0xa1, 0xb2, 0xc3].map((last) =>
  getAddress(`0x${last.toString(16).padStart(40, '0')}`),
)

/** An order as the history's dice made it: who is credited, where, and what is ever said of it. */
export type HistoryOrder = {
  readonly externalId: string
  readonly person: number
  /** Whether the next person's link led to the order too, so that both share its reward. */
  readonly isShared: boolean
  readonly program: number
  readonly eligibleMicros: Micros
  readonly facts: readonly OrderFact[]
}

/** Parts of an order that its three refunds give back, in percent: two alike, and together more than all of it. */
const REFUND_PERCENTS = [30n, 30n, 60n]

/** From here on the dice for people mean orders of the first program that two people share. */
export const SHARED_FROM = PEOPLE.length * PROGRAMS.length

/** Where the facts begin that a shop tells of few orders: changes, disputes, sums and failures of refunds. */
export const RARE_FACTS_FROM = 5

/** Paid, refunds, a cancellation, and everything else that may become of one order; told in any order. */
export function historyOrder(
  index: number,
  dice: { readonly cents: number; readonly who: number },
): HistoryOrder {
  const person = dice.who % PEOPLE.length
  const programIndex = Math.floor(dice.who / PEOPLE.length) % PROGRAMS.length
  const isShared = programIndex === 0 && dice.who >= SHARED_FROM
  const eligibleMicros = micros(BigInt(dice.cents) * 10_000n)
  const paid: PaidFact = {
    kind: 'paid',
    factKey: 'paid',
    paidAt: BEGIN,
    currency: 'USD',
    eligibleMicros,
    totalMicros: eligibleMicros,
    references: (isShared ? [person, (person + 1) % PEOPLE.length] : [person]).map((who) => ({
      carriage: 'note-attribute',
      kind: 'click-token',
      value: clickToken(who, programIndex, index),
    })),
    test: false,
  }
  const refunds = REFUND_PERCENTS.map((percent, i): OrderFact => ({
    kind: 'refunded',
    factKey: `refund:${i}`,
    refundedAt: BEGIN,
    currency: 'USD',
    eligibleMicros: micros((eligibleMicros * percent) / 100n),
  }))
  const cancelled: OrderFact = { kind: 'cancelled', factKey: 'cancelled', cancelledAt: BEGIN }
  return {
    externalId: `order-${index}`,
    person,
    isShared,
    program: programIndex,
    eligibleMicros,
    facts: [paid, ...refunds, cancelled, ...rareFacts(eligibleMicros)],
  }
}

/** Of an order of this worth: it grows and shrinks, is disputed twice, and refunds are told as a sum or fail. */
function rareFacts(eligibleMicros: Micros): readonly OrderFact[] {
  const percent = (part: bigint): Micros => micros((eligibleMicros * part) / 100n)
  const currency = 'USD'
  const edited = (after: number, part: bigint): OrderFact => ({
    kind: 'edited',
    factKey: `edited:${after}`,
    editedAt: BEGIN + after,
    currency,
    eligibleMicros: percent(part),
    totalMicros: percent(part + 10n),
  })
  const opened = (disputeId: string, part: bigint): OrderFact => ({
    kind: 'dispute-opened',
    factKey: `dispute-opened:${disputeId}`,
    disputeId,
    openedAt: BEGIN,
    currency,
    disputedMicros: percent(part),
  })
  const closed = (disputeId: string, outcome: 'won' | 'lost', after: number): OrderFact => ({
    kind: 'dispute-closed',
    factKey: `dispute-closed:${disputeId}:${after}`,
    disputeId,
    closedAt: BEGIN + after,
    outcome,
  })
  return [
    edited(1, 140n),
    edited(2, 70n),
    opened('d', 50n),
    closed('d', 'lost', 1),
    closed('d', 'won', 2),
    opened('e', 20n),
    { kind: 'refund-failed', factKey: 'refund-failed:2', failedAt: BEGIN },
    {
      kind: 'refund-total',
      factKey: 'refund-total:1',
      asOf: BEGIN + 1,
      currency,
      refundedMicros: percent(80n),
    },
    {
      kind: 'refund-total',
      factKey: 'refund-total:2',
      asOf: BEGIN + 2,
      currency,
      refundedMicros: percent(45n),
    },
  ]
}

/** Writes the shop, its programs with their open pools, the people and their links. */
export async function openMarket(retailers: RetailerStore): Promise<void> {
  await retailers.transaction(RETAILER_ID, async (unit) => {
    const secretSealed = sealer.seal(MARKET_SECRET, retailerSecretContext(RETAILER_ID))
    await unit.identity.insertProfile({ name: 'Shop', secretSealed, createdAt: BEGIN })
    for (const [index, { programId, pool, policy }] of PROGRAMS.entries()) {
      const shared = { programId, createdAt: BEGIN }
      const shopUrl = 'https://shop.example'
      await unit.programs.insertProgram({
        ...shared,
        kind: 'sales',
        name: 'P',
        shopUrl,
        policy,
        policyHash: policyHash(policy),
      })
      await unit.pools.insert({
        ...shared,
        ownerAddress: `0x${'2'.repeat(40)}`,
        askedOwner: undefined,
        ownerKeySealed: sealer.seal(new Uint8Array(32), poolKeyContext(programId, 'owner')),
        orderAddress: `0x${'4'.repeat(40)}`,
        orderKeySealed: sealer.seal(orderKey(pool), poolKeyContext(programId, 'order')),
        terms: {
          minHoldSeconds: HOLD_SECONDS,
          rewardCapMicros: micros(5_000_000n),
          rateCapacityMicros: micros(1_000_000_000n),
          rateMicrosPerDay: micros(1_000_000_000n),
        },
      })
      await unit.pools.setNumber(programId, pool)
      for (const [person, payee] of PEOPLE.entries()) {
        const recommenderId = recommenderIdOf(payee)
        await unit.programs.insertEnrollment({
          ...shared,
          recommenderId,
          handle: `person ${person}`,
          payee,
          emailKey: null,
          status: 'active',
          statusAt: null,
          followers: 0,
          followerEvidence: 'none',
          isTrusted: false,
          parentRecommenderId: null,
          joinedVia: null,
          withoutProfile: false,
        })
        await unit.programs.insertLink({
          ...shared,
          code: linkCode(person, index),
          recommenderId,
          campaignId: null,
          disclosure: 'en-US/1',
        })
      }
    }
  })
}

/** The key that signs a pool's batches. */
export function orderKeyHex(pool: number): Hex {
  return bytesToHex(orderKey(pool))
}

function orderKey(pool: number): Uint8Array {
  return new Uint8Array(32).fill(pool)
}

type Terms = Pick<Policy, 'reward' | 'perOrderCap'> & Pick<Policy['attribution'], 'model'>

function program(pool: number, { reward, perOrderCap, model }: Terms): HistoryProgram {
  return {
    programId: `${RETAILER_ID}${'p'.repeat(15)}${pool + 1}`,
    pool,
    policy: {
      version: 1,
      currency: 'USD',
      attribution: { model, windowDays: 30 },
      reward,
      perOrderCap,
      holdSeconds: HOLD_SECONDS,
    },
  }
}

function linkCode(person: number, programIndex: number): string {
  return `${RETAILER_ID}way${'abc'[person]}${'yz'[programIndex]}222`
}

function clickToken(person: number, programIndex: number, index: number): string {
  const clickedAtSeconds = (BEGIN - DAY_MS) / 1000
  const nonce = `n${'2345678'[index % 7]}${'2345678'[Math.floor(index / 7)]}${'abc'[person]}`.padEnd(16, 'x')
  const claim = { code: linkCode(person, programIndex), clickedAtSeconds, nonce }
  const key = macs.hmacSha256(MARKET_SECRET, stringToBytes('click'))
  return formatClickToken(claim, macs.hmacSha256(key, stringToBytes(clickClaimText(claim))))
}
