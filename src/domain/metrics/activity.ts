// What happened in a span of time, in sums that can be added up over hours, links and people.

import { micros, ZERO_MICROS, type Micros } from '../money.ts'

/** Orders belong to the hour of their payment, clicks to their own. Amounts are micros of the token. */
export type Activity = {
  /** Visitors who came for the first time that day (UTC) to the program; one who asks not to be known counts each time. */
  readonly reach: number
  /** Links that people followed, again and again included. */
  readonly clicks: number
  /** The same visitor on the same link within an hour counts once. */
  readonly uniqueClicks: number
  /** Bots, previews, prefetches, and what a rule against misuse struck out: in no other figure. */
  readonly uncountedClicks: number
  /** Paid orders that the program has seen, credited or not. */
  readonly ordersSeen: number
  /** Credited orders: each once, for the link of the person with the heaviest part. */
  readonly orders: number
  /** Credited orders of customers whom the shop had not seen before. */
  readonly newCustomerOrders: number
  /** Credited orders of which something was given back. */
  readonly ordersGivenBack: number
  /** What counts of all orders seen, as bought. */
  readonly seenSalesMicros: Micros
  /** What counts of credited orders, as bought; split over the links like the pot. */
  readonly salesMicros: Micros
  /** What buyers have kept of it. */
  readonly keptSalesMicros: Micros
  /** Rewards as the orders were paid, before refunds. */
  readonly grantedMicros: Micros
  /** Rewards as they are right now, upline included. */
  readonly rewardMicros: Micros
  /** The part of it for friends who brought the friend. */
  readonly uplineMicros: Micros
}

/** Nothing happened. */
export const NO_ACTIVITY: Activity = {
  reach: 0,
  clicks: 0,
  uniqueClicks: 0,
  uncountedClicks: 0,
  ordersSeen: 0,
  orders: 0,
  newCustomerOrders: 0,
  ordersGivenBack: 0,
  seenSalesMicros: ZERO_MICROS,
  salesMicros: ZERO_MICROS,
  keptSalesMicros: ZERO_MICROS,
  grantedMicros: ZERO_MICROS,
  rewardMicros: ZERO_MICROS,
  uplineMicros: ZERO_MICROS,
}

/** The sum of two spans, or of two links in one span. */
export function addActivity(a: Activity, b: Partial<Activity>): Activity {
  return {
    reach: a.reach + (b.reach ?? 0),
    clicks: a.clicks + (b.clicks ?? 0),
    uniqueClicks: a.uniqueClicks + (b.uniqueClicks ?? 0),
    uncountedClicks: a.uncountedClicks + (b.uncountedClicks ?? 0),
    ordersSeen: a.ordersSeen + (b.ordersSeen ?? 0),
    orders: a.orders + (b.orders ?? 0),
    newCustomerOrders: a.newCustomerOrders + (b.newCustomerOrders ?? 0),
    ordersGivenBack: a.ordersGivenBack + (b.ordersGivenBack ?? 0),
    seenSalesMicros: micros(a.seenSalesMicros + (b.seenSalesMicros ?? 0n)),
    salesMicros: micros(a.salesMicros + (b.salesMicros ?? 0n)),
    keptSalesMicros: micros(a.keptSalesMicros + (b.keptSalesMicros ?? 0n)),
    grantedMicros: micros(a.grantedMicros + (b.grantedMicros ?? 0n)),
    rewardMicros: micros(a.rewardMicros + (b.rewardMicros ?? 0n)),
    uplineMicros: micros(a.uplineMicros + (b.uplineMicros ?? 0n)),
  }
}

/** The sum of any number of spans, links or people. */
export function sumActivities(activities: Iterable<Partial<Activity>>): Activity {
  let sum = NO_ACTIVITY
  for (const activity of activities) sum = addActivity(sum, activity)
  return sum
}
