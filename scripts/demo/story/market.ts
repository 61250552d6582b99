// The whole story of a seed, before anything happens: who joins, clicks, buys and sends back, and who sells again.

import { invariant } from '#domain/invariant.ts'
import { rewardMicros, SMALLEST_PAYOUT_MICROS } from './earnings.ts'
import {
  createOrderNumbers,
  generateOrders,
  laterOrder,
  orderSubtotalCents,
  type StoryOrder,
} from './orders.ts'
import { generatePeople, type Membership, type Person } from './people.ts'
import { generateRefunds, type StoryRefund } from './refunds.ts'
import { createSeededRandom } from './seeded-random.ts'
import { shopOf } from './shops.ts'
import { CLICKS, generateVisits, LATER_CLICKS, laterVisit, type Visit } from './visits.ts'

export type Market = {
  readonly seed: number
  readonly people: readonly Person[]
  readonly visits: readonly Visit[]
  readonly orders: readonly StoryOrder[]
  readonly refunds: readonly StoryRefund[]
  /** After the payout: one click and one order each of people who owe something to the pool by then. */
  readonly laterVisits: readonly Visit[]
  readonly laterOrders: readonly StoryOrder[]
}

/** Of the debtors who sell again, so many earn less than they owe; the others earn more. */
const STILL_IN_DEBT = 1

/** Everything that happens in the story of `seed`; the same seed gives the same story. */
export function generateMarket(seed: number): Market {
  const people = generatePeople(seed)
  const visits = generateVisits(seed, people)
  const orders = generateOrders(seed, people, visits)
  const refunds = generateRefunds(seed, orders)
  return { seed, people, visits, orders, refunds, ...generateLaterSales(seed, orders, refunds) }
}

/**
 * One later sale for each of some debtors. It makes up for the whole debt and leaves at least the smallest payout, or
 * goes into the debt entirely: so the result does not depend on when anything is sent.
 */
function generateLaterSales(
  seed: number,
  orders: readonly StoryOrder[],
  refunds: readonly StoryRefund[],
): Pick<Market, 'laterVisits' | 'laterOrders'> {
  const random = createSeededRandom(seed, 'later sales')
  const numbers = createOrderNumbers(orders)
  // Whole refunds come last and make the largest debts.
  const debts = refunds.filter(({ moment }) => moment === 'after-payout').slice(-LATER_CLICKS)
  const sales = debts.map((refund, i) => {
    const debt = debtOf(refund)
    const membership = membershipOf(refund.order)
    const shop = shopOf(membership.shop)
    const visit = laterVisit(random, CLICKS - LATER_CLICKS + i, membership)
    const suits =
      i >= debts.length - STILL_IN_DEBT
        ? (cents: number) => rewardMicros(shop, cents) < debt
        : (cents: number) => rewardMicros(shop, cents) >= debt + SMALLEST_PAYOUT_MICROS
    return { visit, order: laterOrder(random, { visit, number: numbers.next(shop), suits }) }
  })
  return { laterVisits: sales.map(({ visit }) => visit), laterOrders: sales.map(({ order }) => order) }
}

/** What a refund after the payout leaves its recommender owing to the pool. */
export function debtOf({ order, cents }: StoryRefund): bigint {
  const shop = shopOf(order.shop)
  const subtotal = orderSubtotalCents(order)
  return rewardMicros(shop, subtotal) - rewardMicros(shop, subtotal - cents)
}

/** Whose link an order came through. */
export function membershipOf({ source }: StoryOrder): Membership {
  invariant(source.kind !== 'none', 'the order came through a link')
  return source.visit.membership
}
