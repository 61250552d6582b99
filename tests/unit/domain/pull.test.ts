// How shops are read: where, from when, how often, and what counts as told twice.

import { describe, expect, test } from 'vitest'
import { micros } from '#domain/money.ts'
import type { OrderFact } from '#domain/order-facts.ts'
import { firstCursor, nextSweep } from '#domain/pull-cursor.ts'
import { askedMs, restMs, retryMs } from '#domain/pull-delay.ts'
import { saysSameMoney } from '#domain/same-money.ts'
import { shopAddress } from '#domain/shop-address.ts'

describe('the next sweep', () => {
  const overlapMs = 120

  test.each([
    ['begins the overlap before the newest change', { since: 0, newest: 1_000 }, 5_000, 880],
    ['never before the last one began', { since: 950, newest: 1_000 }, 5_000, 950],
    ['stays where it was when nothing changed', { since: 1_000, newest: 1_000 }, 5_000, 1_000],
    ['takes a change that is dated ahead for one of now', { since: 0, newest: 9_000 }, 5_000, 4_880],
    ['comes back from a beginning that lies ahead', { since: 9_000, newest: 9_000 }, 5_000, 4_880],
  ])('%s', (_, cursor, now, since) => {
    const next = nextSweep({ ...cursor, place: 'somewhere' }, { now, overlapMs })
    expect([next.since, next.place]).toEqual([since, null])
    expect(next.newest).toBeGreaterThanOrEqual(next.since)
  })

  test('the first one begins where it is told to', () => {
    expect(firstCursor(7)).toEqual({ since: 7, newest: 7, place: null })
  })
})

describe('the pause', () => {
  test.each([
    [1, 0, 15_000],
    [2, 0, 30_000],
    [3, 0, 60_000],
    [8, 0, 1_920_000],
    [9, 0, 3_600_000],
    [1_000, 0, 3_600_000],
    [1, 90_000, 90_000],
    [3, 1_000, 60_000],
    [1, 86_400_000, 3_600_000],
  ])('after failure %i with %i ms asked for is %i ms', (failures, asked, pause) => {
    expect(retryMs(failures, asked, 0)).toBe(pause)
  })

  test('is longer by chance, by less than a tenth', () => {
    expect(retryMs(1, 0, 0.5)).toBe(15_750)
    expect(restMs(60, 0)).toBe(60_000)
    expect(restMs(60, 0.999)).toBe(65_994)
    expect(askedMs(0, 0.9)).toBe(0)
    expect(askedMs(2_000, 0)).toBe(2_000)
  })
})

describe('an address of a shop', () => {
  test.each([
    ['shopify', 'blue-mugs.myshopify.com', 'https://blue-mugs.myshopify.com'],
    ['shopify', 'https://blue-mugs.myshopify.com/', 'https://blue-mugs.myshopify.com'],
    ['woocommerce', 'https://shop.example/store/', 'https://shop.example/store'],
    ['stripe', 'https://api.stripe.com', 'https://api.stripe.com'],
  ] as const)('of %s: %s', (platform, text, address) => {
    expect(shopAddress({ platform, text, allowsLoopback: false })).toBe(address)
  })

  test.each([
    ['shopify', 'https://evil.example'],
    ['shopify', 'https://blue-mugs.myshopify.com.evil.example'],
    ['shopify', 'https://evil.example/.myshopify.com'],
    ['shopify', 'https://.myshopify.com'],
    ['shopify', 'https://a.b.myshopify.com'],
    ['woocommerce', 'http://shop.example'],
    ['woocommerce', 'https://shop.example:8443'],
    ['woocommerce', 'https://user:pass@shop.example'],
    ['woocommerce', 'https://shop.example/?rest_route=/'],
    ['woocommerce', 'https://shop.example/#x'],
    ['woocommerce', 'https://localhost'],
    ['woocommerce', 'http://127.0.0.1:8080'],
    ['woocommerce', 'https://127.1'],
    ['woocommerce', 'https://2130706433'],
    ['woocommerce', 'https://[::1]'],
    ['woocommerce', 'https://intranet'],
    ['woocommerce', 'ftp://shop.example'],
    ['woocommerce', `https://${'a'.repeat(250)}.example`],
    ['woocommerce', 'javascript://shop.example/%0aalert(1)'],
    ['stripe', 'https://api.stripe.com.evil.example'],
    ['stripe', 'https://api.stripe.com/v1'],
    ['stripe', 'http://api.stripe.com'],
  ] as const)('is none of %s: %s', (platform, text) => {
    expect(shopAddress({ platform, text, allowsLoopback: false })).toBeUndefined()
  })

  test('may be on this machine where that is allowed, and nowhere else without TLS', () => {
    const here = (text: string) => shopAddress({ platform: 'stripe', text, allowsLoopback: true })
    expect(here('http://127.0.0.1:8080')).toBe('http://127.0.0.1:8080')
    expect(here('http://localhost:8080/')).toBe('http://localhost:8080')
    expect(here('http://192.168.0.1')).toBeUndefined()
    expect(here('http://127.0.0.1.evil.example')).toBeUndefined()
  })
})

describe('what is told twice', () => {
  const paid: OrderFact = {
    kind: 'paid',
    factKey: 'paid',
    paidAt: 1_000,
    currency: 'USD',
    eligibleMicros: micros(48_000_000n),
    totalMicros: micros(58_200_000n),
    lines: [{ lineId: '11', quantity: 2, eligibleMicros: micros(48_000_000n) }],
    references: [],
    test: false,
    earlierOrders: 1,
  }

  test.each([
    ['another count of earlier orders', { earlierOrders: 4 }],
    ['another instant', { paidAt: 2_000 }],
    [
      'a product that is gone',
      { lines: [{ lineId: '11', quantity: 2, eligibleMicros: micros(48_000_000n), sku: 'x' }] },
    ],
    ['no shipping instead of none', { shippingMicros: micros(0n) }],
  ])('%s means the same money', (_, change) => {
    expect(saysSameMoney(paid, { ...paid, ...change })).toBe(true)
  })

  test.each([
    ['another amount', { eligibleMicros: micros(48_000_001n) }],
    ['another total', { totalMicros: micros(1n) }],
    ['another currency', { currency: 'EUR' }],
    [
      'another number of pieces',
      { lines: [{ lineId: '11', quantity: 1, eligibleMicros: micros(48_000_000n) }] },
    ],
    ['a test', { test: true }],
  ])('%s does not', (_, change) => {
    expect(saysSameMoney(paid, { ...paid, ...change })).toBe(false)
  })

  test('a refund is no payment, and a lost dispute no won one', () => {
    const refund: OrderFact = {
      kind: 'refunded',
      factKey: 'refund:1',
      refundedAt: 1,
      currency: 'USD',
      eligibleMicros: micros(1n),
    }
    expect(saysSameMoney(paid, refund)).toBe(false)
    expect(saysSameMoney(refund, { ...refund, refundedAt: 9 })).toBe(true)
    const closed: OrderFact = {
      kind: 'dispute-closed',
      factKey: 'dispute-closed:1',
      disputeId: '1',
      closedAt: 1,
      outcome: 'won',
    }
    expect(saysSameMoney(closed, { ...closed, outcome: 'lost' })).toBe(false)
  })
})
