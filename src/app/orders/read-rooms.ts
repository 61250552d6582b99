// What the caps across orders leave for a new order: read once, when the order's pot is first known, and then frozen.

import { maxMicros, micros, minMicros, ZERO_MICROS, type Micros } from '#domain/money.ts'
import { dayPeriod, monthPeriod, type Period } from '#domain/period.ts'
import { policyAmount } from '#domain/policy/amounts.ts'

import type { Credited } from '#domain/attribution.ts'
import type { CapRooms } from '#domain/freeze-rooms.ts'
import type { RecommenderId } from '#domain/ids.ts'
import type { PaidFact } from '#domain/order-facts.ts'
import type { Policy } from '#domain/policy.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import { customerKeys } from './gather-context.ts'

/** What is left under each cap in the day and month (UTC) of the payment; refunds never make room. */
export async function readRooms(
  unit: RetailerUnit,
  { programId, credits }: Pick<Credited, 'programId' | 'credits'>,
  { caps = {} }: Policy,
  paid: PaidFact,
): Promise<CapRooms> {
  const day = dayPeriod(paid.paidAt)
  const month = monthPeriod(paid.paidAt)
  const customer = customerKeys(paid)
  const isKnown = customer.buyerKey !== undefined || customer.customerKey !== undefined
  const ofProgram = (period: Period) => unit.orders.granted(programId, period)
  const ofCustomer = (period: Period) => unit.orders.granted(programId, period, customer)
  const order = await smallestRoom([
    [caps.perDay, () => ofProgram(day)],
    [caps.perMonth, () => ofProgram(month)],
    [isKnown ? caps.perCustomerDay : undefined, () => ofCustomer(day)],
    [isKnown ? caps.perCustomerMonth : undefined, () => ofCustomer(month)],
  ])
  const people = new Map<RecommenderId, Micros>()
  for (const recommenderId of new Set(credits.map((credit) => credit.recommenderId))) {
    const ofPerson = (period: Period) => unit.rewards.granted(programId, recommenderId, period)
    const room = await smallestRoom([
      [caps.perRecommenderDay, () => ofPerson(day)],
      [caps.perRecommenderMonth, () => ofPerson(month)],
    ])
    if (room !== undefined) people.set(recommenderId, room)
  }
  return { ...(order === undefined ? {} : { order }), people }
}

type Cap = readonly [cap: string | undefined, granted: () => Promise<Micros>]

async function smallestRoom(caps: readonly Cap[]): Promise<Micros | undefined> {
  let smallest: Micros | undefined
  for (const [cap, granted] of caps) {
    if (cap === undefined) continue
    const left = maxMicros(micros(policyAmount(cap) - (await granted())), ZERO_MICROS)
    smallest = smallest === undefined ? left : minMicros(smallest, left)
  }
  return smallest
}
