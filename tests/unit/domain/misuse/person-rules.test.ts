import { selfReferral } from '#domain/misuse/f01-self-referral.ts'
import { similarBuyer } from '#domain/misuse/f02-similar-buyer.ts'
import { duplicatePerson } from '#domain/misuse/f03-duplicate-person.ts'
import { boundCustomer } from '#domain/misuse/f05-bound-customer.ts'
import { clickVelocity } from '#domain/misuse/f08-click-velocity.ts'
import { orderVelocity } from '#domain/misuse/f09-order-velocity.ts'
import { clickToOrder } from '#domain/misuse/f10-click-to-order.ts'
import { couponLeak } from '#domain/misuse/f12-coupon-leak.ts'
import { refundRing } from '#domain/misuse/f15-refund-ring.ts'
import { treeAbuse } from '#domain/misuse/f18-tree-abuse.ts'
import { inactivePerson } from '#domain/misuse/f20-inactive-person.ts'
import { describe, expect, it } from 'vitest'

import type { ParentAtOrder } from '#domain/misuse/order-context.ts'

import { order, PAID_AT, person } from './contexts.ts'

describe('F01, buying through the own link', () => {
  it('rejects a buyer whose e-mail address is the one of the person', () => {
    const { verdict, score, recommenderId } = selfReferral({ buyerKey: 'e-anna' }, person())
    expect([verdict, score, recommenderId]).toEqual(['rejected', 100, 'anna'])
  })

  it('rejects a buyer in the customer account of the person, under another address', () => {
    expect(selfReferral({ buyerKey: 'e-bea' }, person({ ownsCustomerAccount: true })).verdict).toBe(
      'rejected',
    )
  })

  it('passes another buyer, and people who gave no address', () => {
    expect(selfReferral({ buyerKey: 'e-bea' }, person()).verdict).toBe('passed')
    const { emailKey, ...unknown } = person()
    expect(emailKey).toBe('e-anna')
    expect(selfReferral({}, unknown).verdict).toBe('passed')
  })
})

describe('F02, a buyer much like the person', () => {
  it('puts an address at the same private domain under review', () => {
    const verdict = similarBuyer(
      { buyerKey: 'e-bea', emailDomainKey: 'd-firm' },
      person({ emailDomainKey: 'd-firm' }),
    )
    expect(verdict.verdict).toBe('review')
    expect(verdict.evidence).toEqual({ sameDomain: true })
  })

  it('passes addresses at a public provider, which have no domain to compare', () => {
    expect(similarBuyer({ buyerKey: 'e-bea' }, person()).verdict).toBe('passed')
  })

  it('passes another private domain', () => {
    const verdict = similarBuyer(
      { buyerKey: 'e-bea', emailDomainKey: 'd-other' },
      person({ emailDomainKey: 'd-firm' }),
    )
    expect(verdict.verdict).toBe('passed')
  })

  it('leaves the very same address to F01', () => {
    const verdict = similarBuyer(
      { buyerKey: 'e-anna', emailDomainKey: 'd-firm' },
      person({ emailDomainKey: 'd-firm' }),
    )
    expect(verdict.verdict).toBe('passed')
  })
})

describe('F03, one person under two names', () => {
  it('lets the shop look at whoever joined later with the same address, which nobody has proved to be theirs', () => {
    expect(duplicatePerson(person({ hasEarlierTwin: true })).verdict).toBe('review')
  })

  it('passes the first of the two', () => {
    expect(duplicatePerson(person()).verdict).toBe('passed')
  })
})

describe('F05, a buyer who belongs to somebody else', () => {
  const bound = { boundTo: 'carl', bindingGoesBefore: () => true }

  it('rejects whoever comes after the first, where the program keeps to the first', () => {
    expect(boundCustomer(bound, person()).verdict).toBe('rejected')
  })

  it('passes the first', () => {
    expect(boundCustomer({ ...bound, boundTo: 'anna' }, person()).verdict).toBe('passed')
  })

  it('passes a click where clicks go before the binding', () => {
    const clicksFirst = { boundTo: 'carl', bindingGoesBefore: (source: string) => source === 'coupon' }
    expect(boundCustomer(clicksFirst, person()).verdict).toBe('passed')
    const byCode = person({ touch: { source: 'coupon', touchedAt: PAID_AT } })
    expect(boundCustomer(clicksFirst, byCode).verdict).toBe('rejected')
  })
})

describe('F08, clicks a minute', () => {
  it.each([
    [60, 'passed'],
    [61, 'flagged'],
  ])('says of %i clicks: %s', (clicksInMinute, verdict) => {
    expect(clickVelocity(person({ clicksInMinute }), undefined).verdict).toBe(verdict)
  })

  it("keeps to the program's own limit", () => {
    const verdict = clickVelocity(person({ clicksInMinute: 6 }), { clicksPerMinute: 5 })
    expect(verdict.sentence).toBe('The link had 6 clicks within a minute; more than 5 are unusual.')
  })
})

describe('F09, orders an hour', () => {
  it.each([
    [19, 'passed'],
    [20, 'review'],
  ])('says of an order after %i others: %s', (ordersInHour, verdict) => {
    expect(orderVelocity(person({ ordersInHour }), undefined).verdict).toBe(verdict)
  })

  it("keeps to the program's own limit", () => {
    const verdict = orderVelocity(person({ ordersInHour: 2 }), { ordersPerHour: 2 })
    expect(verdict.evidence).toEqual({ orders: 3, most: 2 })
  })
})

describe('F10, from click to order', () => {
  const touchedBefore = (ms: number) => person({ touch: { source: 'click-token', touchedAt: PAID_AT - ms } })

  it.each([
    [0, 'review'],
    [4_999, 'review'],
    [5_000, 'passed'],
  ])('says of a click %i milliseconds before the payment: %s', (ms, verdict) => {
    expect(clickToOrder({ paidAt: PAID_AT }, touchedBefore(ms), undefined).verdict).toBe(verdict)
  })

  it('puts a click under review that came after the buyer had begun to pay', () => {
    const context = { paidAt: PAID_AT, checkoutStartedAt: PAID_AT - 60_001 }
    expect(clickToOrder(context, touchedBefore(60_000), undefined).sentence).toBe(
      'The link was followed after the buyer had begun to pay.',
    )
  })

  it('passes a click at the very moment the buyer began to pay', () => {
    const context = { paidAt: PAID_AT, checkoutStartedAt: PAID_AT - 60_000 }
    expect(clickToOrder(context, touchedBefore(60_000), undefined).verdict).toBe('passed')
  })

  it.each([
    [0, 0, 'passed'],
    [29_999, 30, 'review'],
    [30_000, 30, 'passed'],
  ])(
    "keeps to the program's own limit: a click %i ms before with %i s",
    (ms, fastestOrderSeconds, verdict) => {
      const judged = clickToOrder({ paidAt: PAID_AT }, touchedBefore(ms), { fastestOrderSeconds })
      expect(judged.verdict).toBe(verdict)
    },
  )

  it('passes a code, which is always entered at the end', () => {
    const byCode = person({ touch: { source: 'coupon', touchedAt: PAID_AT } })
    expect(clickToOrder({ paidAt: PAID_AT }, byCode, undefined).verdict).toBe('passed')
  })
})

describe('F12, a code that has leaked', () => {
  const byCode = (orders: number, withoutClick: number) =>
    person({
      touch: { source: 'coupon', touchedAt: PAID_AT },
      hasClick: false,
      couponOrders: { orders, withoutClick },
    })

  it('puts the tenth order under review when six of ten came by code alone', () => {
    const verdict = couponLeak(byCode(9, 5))
    expect(verdict.verdict).toBe('review')
    expect(verdict.evidence).toEqual({ orders: 10, withoutClick: 6, shareBps: 6_000 })
  })

  it('passes when exactly half came by code alone', () => {
    expect(couponLeak(byCode(9, 4)).verdict).toBe('passed')
  })

  it('passes nine orders, all by code alone', () => {
    expect(couponLeak(byCode(8, 8)).verdict).toBe('passed')
  })

  it('passes an order with a click as well as the code', () => {
    expect(couponLeak({ ...byCode(50, 50), hasClick: true }).verdict).toBe('passed')
  })
})

describe('F15, a ring of refunds', () => {
  const usual = { returns: { orders: 100, returned: 5 } }

  it('puts further orders under review when two of five came back where one in twenty does', () => {
    const verdict = refundRing(usual, person({ returns: { orders: 5, returned: 2 } }))
    expect(verdict.verdict).toBe('review')
    expect(verdict.sentence).toBe('2 of 5 earlier orders through this person were given back.')
  })

  it('passes exactly three in ten', () => {
    expect(refundRing(usual, person({ returns: { orders: 10, returned: 3 } })).verdict).toBe('passed')
  })

  it('passes two of four: too few to say', () => {
    expect(refundRing(usual, person({ returns: { orders: 4, returned: 2 } })).verdict).toBe('passed')
  })

  it('passes three of five in a program where two of ten come back anyway', () => {
    const fashion = { returns: { orders: 100, returned: 20 } }
    expect(refundRing(fashion, person({ returns: { orders: 5, returned: 3 } })).verdict).toBe('passed')
    expect(refundRing(fashion, person({ returns: { orders: 5, returned: 4 } })).verdict).toBe('review')
  })
})

describe('F18, a tree that is no tree', () => {
  const friend: ParentAtOrder = {
    recommenderId: 'paul',
    sharesEmail: false,
    isBuyer: false,
    isCycle: false,
    childAgeSeconds: 86_400,
    childOrders: 0,
  }

  it.each<[string, Partial<ParentAtOrder>]>([
    ['one identity', { sharesEmail: true }],
    ['a parent who buys through the child', { isBuyer: true }],
    ['a circle', { isCycle: true }],
    ['a first sale within the hour of joining', { childAgeSeconds: 3_599 }],
  ])('puts under review: %s', (_, change) => {
    const { verdict, recommenderId } = treeAbuse(person({ parent: { ...friend, ...change } }))
    expect([verdict, recommenderId]).toEqual(['review', 'paul'])
  })

  it.each<[string, Partial<ParentAtOrder>]>([
    ['a friend of yesterday', {}],
    ['a first sale an hour after joining', { childAgeSeconds: 3_600 }],
    ['a second sale within the hour', { childAgeSeconds: 1_800, childOrders: 1 }],
  ])('passes: %s', (_, change) => {
    expect(treeAbuse(person({ parent: { ...friend, ...change } })).verdict).toBe('passed')
  })

  it('passes somebody whom nobody brought', () => {
    expect(treeAbuse(person()).verdict).toBe('passed')
  })
})

describe('F20, a place in the program that ended', () => {
  it.each(['paused', 'banned', 'left'] as const)(
    'rejects an order paid at the moment somebody was %s',
    (status) => {
      expect(inactivePerson(order(), person({ status, statusAt: PAID_AT })).verdict).toBe('rejected')
    },
  )

  it('passes an order paid a millisecond earlier, however late it is told', () => {
    const banned = person({ status: 'banned', statusAt: PAID_AT + 1 })
    expect(inactivePerson(order(), banned).verdict).toBe('passed')
  })

  it('passes somebody who is active again', () => {
    expect(inactivePerson(order(), person({ statusAt: PAID_AT - 1 })).verdict).toBe('passed')
  })
})
