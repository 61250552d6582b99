// What the story must end in, worked out from its facts alone: every reward, every person's total, every pool. The demo
// compares this with what the API says and what the chain proves.

import { earns, micros, rewardMicros, SMALLEST_PAYOUT_MICROS } from './earnings.ts'
import { debtOf, membershipOf, type Market } from './market.ts'
import { orderSubtotalCents, type StoryOrder } from './orders.ts'
import type { RefundMoment } from './refunds.ts'
import { shopOf, shops, type ShopKey } from './shops.ts'

/** An order that somebody is credited for; amounts in micros at three moments. */
export type ExpectedReward = {
  readonly order: StoryOrder
  readonly person: number
  readonly shop: ShopKey
  /** When its batch is committed. */
  readonly committed: bigint
  /** When its batch matures: what is credited on chain. */
  readonly matured: bigint
}

export type ExpectedPerson = {
  readonly paid: bigint
  readonly owed: bigint
  readonly debt: bigint
  readonly sales: number
}

export type ExpectedPool = {
  readonly deposited: bigint
  readonly reservedAtCommit: bigint
  readonly reservedAfterRefunds: bigint
  /** What the later sales reserve, less what their sellers owed. */
  readonly reservedLater: bigint
  /** Credited to people in the end. */
  readonly released: bigint
  readonly available: bigint
}

export type ExpectedOutcome = {
  readonly rewards: readonly ExpectedReward[]
  readonly granted: number
  readonly rejected: number
  readonly amended: number
  readonly clicksCounted: number
  /** Debt that refunds after the payout made, and what later sales took off it. */
  readonly debtMade: bigint
  readonly debtNetted: bigint
  /** By the people's index. */
  readonly people: readonly ExpectedPerson[]
  readonly pools: Readonly<Record<ShopKey, ExpectedPool>>
}

/** The outcome of a market; a pure sum over its facts. */
export function expectOutcome(market: Market): ExpectedOutcome {
  const rewards = market.orders.filter(earns).map((order) => expectReward(market, order))
  const later = market.laterOrders.map((order) => expectLater(market, order))
  const debts = market.refunds.filter(({ moment, order }) => moment === 'after-payout' && earns(order))
  const granted = [...rewards.map(({ committed }) => committed), ...later.map(({ earned }) => earned)].filter(
    (amount) => amount > 0n,
  )
  const orders = market.orders.length + market.laterOrders.length

  const people = market.people.map(({ index }): ExpectedPerson => {
    const own = rewards.filter(({ person }) => person === index)
    const ownLater = later.filter(({ person }) => person === index)
    const first = payOut(0n, sum(own.map(({ matured }) => matured)))
    const second = payOut(first.owed, sum(ownLater.map(({ reserved }) => reserved)))
    const made = sum(debts.filter(({ order }) => membershipOf(order).person.index === index).map(debtOf))
    return {
      paid: first.paid + second.paid,
      owed: second.owed,
      debt: made - sum(ownLater.map(({ netted }) => netted)),
      sales: own.length + ownLater.length,
    }
  })

  const poolOf = (key: ShopKey): ExpectedPool => {
    const own = rewards.filter(({ shop }) => shop === key)
    const deposited = micros(shopOf(key).deposit)
    const reservedAfterRefunds = sum(own.map(({ matured }) => matured))
    const reservedLater = sum(later.filter(({ shop }) => shop === key).map(({ reserved }) => reserved))
    const released = reservedAfterRefunds + reservedLater
    const reservedAtCommit = sum(own.map(({ committed }) => committed))
    return {
      deposited,
      reservedAtCommit,
      reservedAfterRefunds,
      reservedLater,
      released,
      available: deposited - released,
    }
  }
  return {
    rewards,
    granted: granted.length,
    rejected: orders - granted.length,
    amended: rewards.filter(({ committed, matured }) => matured < committed).length,
    clicksCounted: [...market.visits, ...market.laterVisits].filter(({ kind }) => kind === 'person').length,
    debtMade: sum(debts.map(debtOf)),
    debtNetted: sum(later.map(({ netted }) => netted)),
    people,
    pools: { birch: poolOf('birch'), northwind: poolOf('northwind') },
  }
}

/** The sum over both pools. */
export function sumOverPools(outcome: ExpectedOutcome, figure: (pool: ExpectedPool) => bigint): bigint {
  return sum(shops.map(({ key }) => figure(outcome.pools[key])))
}

/** The sum over all people. */
export function sumOverPeople(outcome: ExpectedOutcome, figure: (person: ExpectedPerson) => bigint): bigint {
  return sum(outcome.people.map(figure))
}

function expectReward(market: Market, order: StoryOrder): ExpectedReward {
  const shop = shopOf(order.shop)
  const subtotal = orderSubtotalCents(order)
  const refunded = (moments: readonly RefundMoment[]): number =>
    market.refunds
      .filter((refund) => refund.order === order && moments.includes(refund.moment))
      .reduce((cents, refund) => cents + refund.cents, 0)
  return {
    order,
    person: membershipOf(order).person.index,
    shop: order.shop,
    committed: rewardMicros(shop, subtotal - refunded(['before-commit'])),
    matured: rewardMicros(shop, subtotal - refunded(['before-commit', 'inside-hold'])),
  }
}

/** A later sale: what it earns, what of that goes into the seller's debt to the same pool, and what is reserved. */
function expectLater(market: Market, order: StoryOrder) {
  const earned = rewardMicros(shopOf(order.shop), orderSubtotalCents(order))
  const person = membershipOf(order).person.index
  const debt = sum(
    market.refunds
      .filter(({ moment, order: refunded }) => moment === 'after-payout' && refunded.shop === order.shop)
      .filter(({ order: refunded }) => earns(refunded) && membershipOf(refunded).person.index === person)
      .map(debtOf),
  )
  const netted = debt < earned ? debt : earned
  return { person, shop: order.shop, earned, netted, reserved: earned - netted }
}

/** What is owed is paid once it reaches the smallest payout, and stays owed below it. */
function payOut(owedBefore: bigint, credited: bigint): { paid: bigint; owed: bigint } {
  const owed = owedBefore + credited
  return owed >= SMALLEST_PAYOUT_MICROS && credited > 0n ? { paid: owed, owed: 0n } : { paid: 0n, owed }
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}
