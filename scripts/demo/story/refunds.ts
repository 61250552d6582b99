// What buyers send back: before the reward is reserved, inside the hold, and after it was paid.

import { invariant } from '#domain/invariant.ts'
import { lineCents } from './carts.ts'
import { earns, rewardMicros, SMALLEST_PAYOUT_MICROS } from './earnings.ts'
import { orderSubtotalCents, type StoryOrder } from './orders.ts'
import { createSeededRandom, type SeededRandom } from './seeded-random.ts'
import { shopOf, type ShopKey } from './shops.ts'

export type RefundMoment = 'before-commit' | 'inside-hold' | 'after-payout'

export type StoryRefund = {
  /** The shop's own number of the refund. */
  readonly number: string
  readonly order: StoryOrder
  readonly moment: RefundMoment
  /** Lines that come back whole, by their place in the cart; none for a goodwill refund. */
  readonly lines: readonly number[]
  /** What of the order's subtotal is given back. */
  readonly cents: number
  /** How often the shop sends it. */
  readonly copies: number
}

/** How many orders are refunded at each moment, in part and in whole. */
export const REFUNDED_ORDERS: Readonly<
  Record<RefundMoment, { readonly inPart: number; readonly inWhole: number }>
> = {
  'before-commit': { inPart: 9, inWhole: 6 },
  'inside-hold': { inPart: 14, inWhole: 8 },
  'after-payout': { inPart: 5, inWhole: 4 },
}

/** Of the orders refunded in part inside the hold, so many are refunded a second time. */
const REFUNDED_TWICE = 2

/** Orders that earn nothing and are refunded all the same. */
const REFUNDED_WITHOUT_REWARD = 2

/** Refunds after the payout concern orders between these, so that a later sale can make up for the debt, or cannot. */
const LATE_SUBTOTAL_CENTS: Readonly<Record<ShopKey, readonly [number, number]>> = {
  birch: [3000, 5000],
  northwind: [1000, 2000],
}

/** Refunds in part give back 20 to 60 of a hundred where no single line fits. */
const PART_PERCENT_MIN = 20
const PART_PERCENT_MAX = 60

/** The shops' first number of a refund. */
const FIRST_REFUND = 8001

/** In how many of a hundred cases a shop sends a refund twice. */
const TWICE_PERCENT = 30

/** The refunds of the story; each lowers the reward of its order, and leaves nothing or at least the smallest payout. */
export function generateRefunds(seed: number, orders: readonly StoryOrder[]): readonly StoryRefund[] {
  const random = createSeededRandom(seed, 'refunds')
  const refundable = random.shuffle(orders.filter((order) => earns(order) && isRefundable(order)))
  const late = pickLate(refundable)
  const early = refundable.filter((order) => !late.includes(order))
  const refunds: StoryRefund[] = []

  const refund = (
    order: StoryOrder,
    moment: RefundMoment,
    part: Pick<StoryRefund, 'lines' | 'cents'>,
  ): void => {
    const number = String(FIRST_REFUND + refunds.length)
    refunds.push({ number, order, moment, ...part, copies: random.chance(TWICE_PERCENT) ? 2 : 1 })
  }
  let next = 0
  for (const moment of ['before-commit', 'inside-hold'] as const) {
    const { inPart, inWhole } = REFUNDED_ORDERS[moment]
    for (let i = 0; i < inPart + inWhole; i++) {
      const order = early[next++]
      invariant(order !== undefined, 'enough orders can be refunded')
      if (i >= inPart) {
        refund(order, moment, wholeOf(order))
        continue
      }
      const first = partOf(random, order)
      refund(order, moment, first)
      if (moment === 'inside-hold' && i < REFUNDED_TWICE)
        refund(order, moment, goodwillOn(order, first.cents))
    }
  }
  late.forEach((order, i) => {
    const inWhole = i >= REFUNDED_ORDERS['after-payout'].inPart
    refund(order, 'after-payout', inWhole ? wholeOf(order) : partOf(random, order))
  })
  for (const order of orders.filter((one) => !earns(one)).slice(0, REFUNDED_WITHOUT_REWARD)) {
    refund(order, 'inside-hold', wholeOf(order))
  }
  return refunds
}

/** Far enough from cap and smallest payout that every refund shows. */
function isRefundable(order: StoryOrder): boolean {
  const shop = shopOf(order.shop)
  const cents = orderSubtotalCents(order)
  return (
    rewardMicros(shop, cents) === uncapped(order) &&
    rewardMicros(shop, Math.floor(cents / 4)) >= SMALLEST_PAYOUT_MICROS
  )
}

function uncapped(order: StoryOrder): bigint {
  const { reward } = shopOf(order.shop).policy
  invariant(reward.kind === 'percent', 'both shops pay a percentage')
  return BigInt(orderSubtotalCents(order)) * BigInt(reward.bps)
}

/** One order for each debtor and shop, so that what a later sale nets does not depend on timing. */
function pickLate(refundable: readonly StoryOrder[]): readonly StoryOrder[] {
  const { inPart, inWhole } = REFUNDED_ORDERS['after-payout']
  const chosen = new Map<string, StoryOrder>()
  for (const order of refundable) {
    const [least, most] = LATE_SUBTOTAL_CENTS[order.shop]
    const cents = orderSubtotalCents(order)
    if (cents < least || cents > most || order.source.kind === 'none') continue
    const debtor = `${order.source.visit.membership.person.index} ${order.shop}`
    if (chosen.size < inPart + inWhole && !chosen.has(debtor)) chosen.set(debtor, order)
  }
  invariant(chosen.size === inPart + inWhole, 'enough people can fall into debt')
  return [...chosen.values()]
}

function wholeOf(order: StoryOrder): Pick<StoryRefund, 'lines' | 'cents'> {
  return { lines: order.cart.lines.map((_, i) => i), cents: orderSubtotalCents(order) }
}

/** A line that comes back where that leaves enough, some goodwill otherwise. */
function partOf(random: SeededRandom, order: StoryOrder): Pick<StoryRefund, 'lines' | 'cents'> {
  const all = orderSubtotalCents(order)
  const fitting = order.cart.lines
    .map((line, i) => ({ lines: [i], cents: lineCents(line) }))
    .filter(({ cents }) => cents * 2 <= all)
  if (fitting.length > 0) return random.pick(fitting)
  return { lines: [], cents: Math.floor((all * random.int(PART_PERCENT_MIN, PART_PERCENT_MAX)) / 100) }
}

/** A second, smaller refund: a quarter of what the first one left. */
function goodwillOn(order: StoryOrder, refundedCents: number): Pick<StoryRefund, 'lines' | 'cents'> {
  return { lines: [], cents: Math.floor((orderSubtotalCents(order) - refundedCents) / 4) }
}
