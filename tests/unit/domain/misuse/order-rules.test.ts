import { existingCustomer } from '#domain/misuse/f04-existing-customer.ts'
import { disposableEmail } from '#domain/misuse/f14-disposable-email.ts'
import { oddOrder } from '#domain/misuse/f16-odd-order.ts'
import { contradiction, raisesAmount } from '#domain/misuse/f17-contradiction.ts'
import { rejectionBps, reversalBps, shopConduct } from '#domain/misuse/f19-shop-conduct.ts'
import { micros } from '#domain/money.ts'
import { describe, expect, it } from 'vitest'

import type { OrderFact } from '#domain/order-facts.ts'

import { order, PAID_AT } from './contexts.ts'

function paid(eligible: bigint): OrderFact {
  return {
    kind: 'paid',
    factKey: 'paid',
    paidAt: PAID_AT,
    currency: 'USD',
    references: [],
    test: false,
    eligibleMicros: micros(eligible),
    totalMicros: micros(eligible),
  }
}

function refunded(eligible: bigint): OrderFact {
  return {
    kind: 'refunded',
    factKey: 'refund:r-1',
    refundedAt: PAID_AT,
    currency: 'USD',
    eligibleMicros: micros(eligible),
  }
}

describe('F04, a customer the shop has', () => {
  it('rejects a second order where only new customers count', () => {
    expect(existingCustomer({ newCustomersOnly: true, earlierOrders: 1 }).verdict).toBe('rejected')
  })

  it('passes the first order, and any order where all customers count', () => {
    expect(existingCustomer({ newCustomersOnly: true, earlierOrders: 0 }).verdict).toBe('passed')
    expect(existingCustomer({ newCustomersOnly: false, earlierOrders: 9 }).verdict).toBe('passed')
  })
})

describe('F14, a throw-away address', () => {
  it('puts the order under review, and passes any other', () => {
    expect(disposableEmail({ disposableEmail: true }).verdict).toBe('review')
    expect(disposableEmail({ disposableEmail: false }).verdict).toBe('passed')
  })
})

describe('F16, an odd order', () => {
  const usual = { orders: 1_000, largestMicros: micros(45_000_000n) }

  it('rejects a test order', () => {
    expect(oddOrder(order({ test: true })).sentence).toBe('The shop marked this as a test order.')
  })

  it('rejects an order for which nothing was paid', () => {
    expect(oddOrder(order({ totalMicros: micros(0n) })).verdict).toBe('rejected')
    expect(oddOrder(order({ eligibleMicros: micros(0n) })).verdict).toBe('rejected')
  })

  it('passes the smallest order there is', () => {
    const smallest = order({ totalMicros: micros(1n), eligibleMicros: micros(1n) })
    expect(oddOrder(smallest).verdict).toBe('passed')
  })

  it('puts an order under review that is larger than a thousand before it', () => {
    expect(oddOrder(order({ usual, eligibleMicros: micros(45_000_001n) })).verdict).toBe('review')
  })

  it('passes the largest once more, and a large one in a young shop', () => {
    expect(oddOrder(order({ usual })).verdict).toBe('passed')
    const young = { orders: 999, largestMicros: micros(1n) }
    expect(oddOrder(order({ usual: young })).verdict).toBe('passed')
  })
})

describe('F17, a message that contradicts', () => {
  it('rejects it, and says whether it raised an amount', () => {
    expect(contradiction({ contradicts: true, isUpward: true }).sentence).toBe(
      'A message that raises an amount told before was not used.',
    )
    expect(contradiction({ contradicts: true, isUpward: false }).verdict).toBe('rejected')
  })

  it.each([
    ['a dearer payment', paid(50_000_000n), paid(50_000_001n), true],
    ['a cheaper payment', paid(50_000_000n), paid(49_999_999n), false],
    ['a smaller refund', refunded(10_000_000n), refunded(9_999_999n), true],
    ['a larger refund', refunded(10_000_000n), refunded(10_000_001n), false],
  ])('tells what raises a reward: %s', (_, standing, told, isUpward) => {
    expect(raisesAmount(standing, told)).toBe(isUpward)
  })

  it('passes an exact repeat', () => {
    expect(contradiction({ contradicts: false, isUpward: false }).verdict).toBe('passed')
  })
})

describe('F19, how a shop behaves', () => {
  const fair = {
    committedMicros: micros(100_000_000n),
    takenBackMicros: micros(50_000_000n),
    ordersRewarded: 10n,
    ordersRejected: 10n,
  }

  it('passes half taken back and half rejected', () => {
    expect(shopConduct(fair).verdict).toBe('passed')
    expect([reversalBps(fair), rejectionBps(fair)]).toEqual([5_000n, 5_000n])
  })

  it('flags a shop that takes more than half back', () => {
    const verdict = shopConduct({ ...fair, takenBackMicros: micros(50_010_000n) })
    expect(verdict.verdict).toBe('flagged')
    expect(verdict.evidence).toEqual({ orders: 20, reversalBps: 5_001, rejectionBps: 5_000 })
  })

  it('flags a shop that rejects more than half', () => {
    expect(shopConduct({ ...fair, ordersRejected: 11n }).sentence).toBe(
      'More than half of the recommended orders of this shop were rejected.',
    )
  })

  it('passes a shop of nineteen orders, whatever it does', () => {
    const young = { ...fair, takenBackMicros: micros(100_000_000n), ordersRewarded: 9n }
    expect(shopConduct(young).verdict).toBe('passed')
  })

  it('has no ratio of nothing', () => {
    const empty = {
      committedMicros: micros(0n),
      takenBackMicros: micros(0n),
      ordersRewarded: 0n,
      ordersRejected: 0n,
    }
    expect([reversalBps(empty), rejectionBps(empty)]).toEqual([0n, 0n])
  })
})
