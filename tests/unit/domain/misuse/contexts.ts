// An ordinary order, person and click, of which each test changes the one thing that it is about.

import { micros } from '#domain/money.ts'

import type { ClickMisuseContext } from '#domain/misuse/click-context.ts'
import type { OrderMisuseContext, PersonAtOrder } from '#domain/misuse/order-context.ts'

/** 2 March 2026, 12:00:00 UTC. */
export const PAID_AT = Date.UTC(2026, 2, 2, 12)

const MINUTE_MS = 60_000

export function person(change: Partial<PersonAtOrder> = {}): PersonAtOrder {
  return {
    recommenderId: 'anna',
    emailKey: 'e-anna',
    ownsCustomerAccount: false,
    status: 'active',
    statusAt: null,
    hasEarlierTwin: false,
    touch: { source: 'click-token', touchedAt: PAID_AT - 10 * MINUTE_MS },
    hasClick: true,
    clicksInMinute: 1,
    ordersInHour: 0,
    couponOrders: { orders: 0, withoutClick: 0 },
    returns: { orders: 0, returned: 0 },
    ...change,
  }
}

export function order(change: Partial<OrderMisuseContext> = {}): OrderMisuseContext {
  return {
    paidAt: PAID_AT,
    test: false,
    totalMicros: micros(50_000_000n),
    eligibleMicros: micros(45_000_000n),
    buyerKey: 'e-bea',
    disposableEmail: false,
    newCustomersOnly: false,
    earlierOrders: 0,
    bindingGoesBefore: () => false,
    usual: { orders: 0, largestMicros: micros(0n) },
    returns: { orders: 0, returned: 0 },
    people: [person()],
    parents: [],
    ...change,
  }
}

export function click(change: Partial<ClickMisuseContext> = {}): ClickMisuseContext {
  return { isMachine: false, seenBefore: false, parameterNames: [], mayBeAdvertised: false, ...change }
}
