// What a stored order adds to the figures: whose it is, in which currency, and whether it is a sale at all.

import { describe, expect, test } from 'vitest'
import { countOrder } from '#app/metrics/count-order.ts'
import { sumActivities } from '#domain/metrics/activity.ts'
import { micros } from '#domain/money.ts'
import { PAID_AT, paidFact, refundedFact, tenPercent } from '../../domain/facts.ts'

import type { Attribution } from '#domain/attribution.ts'
import type { Policy } from '#domain/policy.ts'
import type { PaidOrder } from '#ports/metric-rows.ts'
import type { PolicyVersionRow } from '#ports/policy-rows.ts'

const attribution = {
  outcome: 'credited',
  programId: 'p',
  policyHash: '0x00',
  credits: [
    { recommenderId: 'mia', code: 'mia1', role: 'direct', weight: 3 },
    { recommenderId: 'zoe', code: 'zoe1', role: 'upline', weight: 0 },
    { recommenderId: 'ben', code: 'ben1', role: 'direct', weight: 7 },
  ],
  ruleContext: { tier: 'micro', code: 'ben1', campaignIds: [], isNewCustomer: true, isFirstOrder: true },
  touches: [],
  verdicts: [],
  steps: [],
} as unknown as Attribution

const order: PaidOrder = {
  orderId: 'o',
  programId: 'p',
  attribution,
  facts: [paidFact(1_000n), refundedFact('1', 100n)],
  rewards: [],
}

function version(policy: Policy, versionNo = 1): PolicyVersionRow {
  return { versionNo, policy, policyHash: '0x00', effectiveFrom: 0, publishedAt: 0 }
}

const inEuro = { ...order, facts: [paidFact(1_000n, { currency: 'EUR' })] }
const withRate: Policy = { ...tenPercent, rates: { EUR: [{ from: '2026-01-01', rate: '1.1' }] } }

describe('an order', () => {
  test('counts for the leading link, and its sales for each direct one by weight', () => {
    const byLink = countOrder(order, [version(tenPercent)])
    expect(byLink.get('ben1')).toMatchObject({
      orders: 1,
      newCustomerOrders: 1,
      salesMicros: 700n,
      keptSalesMicros: 630n,
    })
    expect(byLink.get('mia1')).toMatchObject({ orders: 0, salesMicros: 300n, keptSalesMicros: 270n })
    expect(byLink.has('zoe1')).toBe(false)
  })

  test('in another currency counts by the program’s rate of its day', () => {
    const sum = sumActivities(countOrder(inEuro, [version(withRate)]).values())
    expect([sum.orders, sum.salesMicros]).toEqual([1, 1_100n])
    expect(PAID_AT).toBeGreaterThan(Date.UTC(2026, 0, 1))
  })

  test('waits with its sales, not with its count, while there is no rate', () => {
    const sum = sumActivities(countOrder(inEuro, [version(tenPercent)]).values())
    expect([sum.orders, sum.ordersSeen, sum.salesMicros]).toEqual([1, 1, 0n])
  })

  test('finds its rate in a later version', () => {
    const later = { ...version(withRate, 2), effectiveFrom: PAID_AT + 1 }
    const sum = sumActivities(countOrder(inEuro, [version(tenPercent), later]).values())
    expect(sum.salesMicros).toBe(1_100n)
  })

  test('that was never paid adds nothing', () => {
    expect(countOrder({ ...order, facts: [refundedFact('1', 100n)] }, []).size).toBe(0)
  })

  test('counts no fee of a deal as a reward', () => {
    const reward = {
      code: 'ben1',
      role: 'direct',
      grantedMicros: micros(5n),
      targetMicros: micros(4n),
    } as PaidOrder['rewards'][number]
    const rewards = [reward, { ...reward, role: 'deal' as const }]
    const sum = sumActivities(countOrder({ ...order, rewards }, [version(tenPercent)]).values())
    expect([sum.grantedMicros, sum.rewardMicros]).toEqual([5n, 4n])
  })
})
