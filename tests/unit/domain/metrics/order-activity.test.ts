// What one order adds to the sums of each link.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NO_ACTIVITY, sumActivities } from '#domain/metrics/activity.ts'
import { NO_LINK, orderActivity, type CountedOrder } from '#domain/metrics/order-activity.ts'
import { micros } from '#domain/money.ts'

const order: CountedOrder = {
  salesMicros: micros(100n),
  keptSalesMicros: micros(70n),
  isNewCustomer: true,
  credits: [
    { code: 'mia', weight: 1 },
    { code: 'ben', weight: 1 },
    { code: 'ada', weight: 1 },
  ],
  rewards: [
    { code: 'mia', role: 'direct', grantedMicros: micros(4n), targetMicros: micros(3n) },
    { code: 'ben', role: 'direct', grantedMicros: micros(3n), targetMicros: micros(2n) },
    { code: 'zoe', role: 'upline', grantedMicros: micros(1n), targetMicros: micros(1n) },
  ],
}

describe('an order', () => {
  test('counts once, for the leading link, while its sales are split like its pot', () => {
    expect(orderActivity(order)).toEqual(
      new Map([
        [
          'mia',
          {
            ...NO_ACTIVITY,
            ordersSeen: 1,
            orders: 1,
            newCustomerOrders: 1,
            ordersGivenBack: 1,
            seenSalesMicros: 100n,
            salesMicros: 34n,
            keptSalesMicros: 24n,
            grantedMicros: 4n,
            rewardMicros: 3n,
          },
        ],
        [
          'ben',
          { ...NO_ACTIVITY, salesMicros: 33n, keptSalesMicros: 23n, grantedMicros: 3n, rewardMicros: 2n },
        ],
        ['ada', { ...NO_ACTIVITY, salesMicros: 33n, keptSalesMicros: 23n }],
        ['zoe', { ...NO_ACTIVITY, grantedMicros: 1n, rewardMicros: 1n, uplineMicros: 1n }],
      ]),
    )
  })

  test('that nobody is credited for is seen, under no link', () => {
    const uncredited = { ...order, credits: [], rewards: [] }
    expect(orderActivity(uncredited)).toEqual(
      new Map([[NO_LINK, { ...NO_ACTIVITY, ordersSeen: 1, seenSalesMicros: 100n }]]),
    )
  })

  test('of which all is kept has nothing given back', () => {
    const kept = sumActivities(orderActivity({ ...order, keptSalesMicros: micros(100n) }).values())
    expect([kept.ordersGivenBack, kept.keptSalesMicros]).toEqual([0, 100n])
  })

  test('never gains or loses a micro over its links', () => {
    const credits = fc.uniqueArray(
      fc.record({ code: fc.string({ minLength: 1 }), weight: fc.integer({ min: 1, max: 1_000_000 }) }),
      { minLength: 1, maxLength: 9, selector: ({ code }) => code },
    )
    const amount = fc.bigInt({ min: 0n, max: 10n ** 15n }).map(micros)
    fc.assert(
      fc.property(credits, amount, amount, (someCredits, salesMicros, keptSalesMicros) => {
        const parts = orderActivity({ ...order, salesMicros, keptSalesMicros, credits: someCredits })
        const sum = sumActivities(parts.values())
        expect([sum.salesMicros, sum.keptSalesMicros, sum.orders]).toEqual([salesMicros, keptSalesMicros, 1])
      }),
    )
  })
})
