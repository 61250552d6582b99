// What people's recommendations are worth to a program: measured figures, kept apart from what is only declared.
// Ratios are basis points (1 % = 100), or null where there is nothing to divide by.

import { BPS_PER_ONE, sumMicros, ZERO_MICROS, type Micros } from './money.ts'
import { splitExactly } from './split-exactly.ts'

import type { CampaignId, OrderId, RecommenderId } from './ids.ts'

/** A person's part of one sale. */
export type SalePart = {
  readonly orderId: OrderId
  readonly recommenderId: RecommenderId
  readonly campaignId: CampaignId | null
  /** Kept of the order, split over the people credited for it. */
  readonly salesMicros: Micros
  readonly rewardMicros: Micros
}

/** Measured. */
export type Influence = {
  /** Human visits through links; the same visitor within the hour is one. */
  readonly visits: number
  readonly leads: number
  /** Orders credited. */
  readonly orders: number
  /** Their kept amounts, after refunds. */
  readonly sales: Micros
  readonly rewards: Micros
}

export type PersonInfluence = Influence & {
  readonly recommenderId: RecommenderId
  /** Declared by the person or checked by the shop; 0 is not known. */
  readonly followers: number
  /** People who joined through this person's links. */
  readonly brought: number
  /** Those, and those whom they brought, and so on. */
  readonly downstream: number
}

export const RANKINGS = ['engagement', 'conversion', 'sales', 'spread'] as const
export type Ranking = (typeof RANKINGS)[number]

/** Unique visits ÷ followers, in basis points: how many of those who follow come. */
export function engagementBps({ visits, followers }: Pick<PersonInfluence, 'visits' | 'followers'>) {
  return ratioBps(visits, followers)
}

/** Orders ÷ visits, in basis points: how many of those who come buy. */
export function conversionBps({ orders, visits }: Pick<Influence, 'orders' | 'visits'>) {
  return ratioBps(orders, visits)
}

function ratioBps(part: number, whole: number): number | null {
  if (whole === 0) return null
  return Number((BigInt(part) * BPS_PER_ONE) / BigInt(whole))
}

/** Adds up parts of sales; an order that several of them belong to is one order. */
export function sumSales(parts: readonly SalePart[]): Pick<Influence, 'orders' | 'sales' | 'rewards'> {
  return {
    orders: new Set(parts.map(({ orderId }) => orderId)).size,
    sales: sumMicros(parts.map(({ salesMicros }) => salesMicros)),
    rewards: sumMicros(parts.map(({ rewardMicros }) => rewardMicros)),
  }
}

/** People in the order of what is asked for, best first; those without such a figure last; ties by sales, then by id. */
export function rankPeople<Person extends PersonInfluence>(
  people: readonly Person[],
  by: Ranking,
): readonly Person[] {
  const figure = (person: Person): bigint => {
    switch (by) {
      case 'engagement':
        return BigInt(engagementBps(person) ?? -1)
      case 'conversion':
        return BigInt(conversionBps(person) ?? -1)
      case 'sales':
        return person.sales
      case 'spread':
        return BigInt(person.downstream)
    }
  }
  return people.toSorted(
    (a, b) =>
      descending(figure(a), figure(b)) ||
      descending(a.sales, b.sales) ||
      (a.recommenderId < b.recommenderId ? -1 : 1),
  )
}

function descending(a: bigint, b: bigint): number {
  return a === b ? 0 : a > b ? -1 : 1
}

/** How many people each person brought, at once and further down; a parent joined before, so there is no circle. */
export function countSpread(
  people: readonly {
    readonly recommenderId: RecommenderId
    readonly parentRecommenderId: RecommenderId | null
  }[],
): ReadonlyMap<RecommenderId, Pick<PersonInfluence, 'brought' | 'downstream'>> {
  const parents = new Map(people.map((person) => [person.recommenderId, person.parentRecommenderId]))
  const counts = new Map(people.map(({ recommenderId }) => [recommenderId, { brought: 0, downstream: 0 }]))
  for (const { recommenderId, parentRecommenderId } of people) {
    const direct = parentRecommenderId === null ? undefined : counts.get(parentRecommenderId)
    if (direct) direct.brought += 1
    const passed = new Set([recommenderId])
    for (
      let above = parentRecommenderId;
      above !== null && !passed.has(above);
      above = parents.get(above) ?? null
    ) {
      passed.add(above)
      const one = counts.get(above)
      if (one) one.downstream += 1
    }
  }
  return counts
}

/**
 * Splits an order's kept amount over the people credited for it, in proportion to what each was granted, or evenly when
 * nobody was granted anything; the parts sum to the amount.
 */
export function splitSale(keptMicros: Micros, granted: readonly Micros[]): readonly Micros[] {
  const isNothing = granted.every((one) => one === ZERO_MICROS)
  return splitExactly(keptMicros, isNothing ? granted.map(() => 1n) : granted)
}
