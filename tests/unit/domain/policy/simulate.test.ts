// What rules would have paid for orders of the past.

import { describe, expect, test } from 'vitest'
import { simulateExport } from '#app/policies/simulate-export.ts'
import { readOrderExport } from '#commerce/export/read-order-export.ts'
import { tenPercent } from '../facts.ts'

import type { Policy } from '#domain/policy.ts'

const table = [
  'order,paid_at,amount,currency,sku,refunded,country,customer,code',
  'A1,2026-03-01,100.00,USD,CUP,,DE,ann,mia', // 10.00
  'A2,2026-03-01,60.00,USD,CUP,20.00,US,bo,mia', // 6.00, 4.00 after the refund
  'A3,2026-03-02,100.00,USD,CUP,,DE,ann,leo', // 10.00
  'A4,2026-03-02,50.00,USD,CUP,50.00,DE,cy,leo', // nothing kept
  'A5,2026-03-03,100.00,EUR,CUP,,DE,di,', // no rate
].join('\n')

const policy: Policy = { ...tenPercent, perOrderCap: '10.00' }

function simulated(change: Partial<Policy> = {}) {
  return simulateExport(
    { readOrderExport },
    { policy: { ...policy, ...change }, table, currency: 'USD', tier: 'micro' },
  )
}

describe('a simulation', () => {
  test('says how much on how much of sales', () => {
    expect(simulated()).toEqual({
      format: 'plain',
      orders: 5,
      rewarded: 3,
      waitingForRate: 1,
      salesMicros: 240_000_000n,
      rewardsMicros: 24_000_000n,
      shareBps: 1_000,
      unrewarded: [{ reason: 'Nothing of the order is left that counts, so there is no reward.', orders: 1 }],
      sentence: '24.00 USD on 240.00 USD of sales, 10.00 %.',
      skipped: 0,
      firstSkipped: [],
    })
  })

  test('converts by the rates of the rules', () => {
    // 100.00 × 1.1 = 110.00 of sales; 11.00 capped at 10.00.
    expect(simulated({ rates: { EUR: [{ from: '2026-01-01', rate: '1.1' }] } })).toMatchObject({
      waitingForRate: 0,
      sentence: '34.00 USD on 350.00 USD of sales, 9.71 %.',
    })
  })

  test.each([
    // 10.00 + 2.00 on the first day (gross of the refund), 10.00 on the second.
    ['perDay', '12.00', 22_000_000n],
    // 10.00 + 5.00, then nothing is left of the month.
    ['perMonth', '15.00', 14_000_000n],
    // Ann's second order has 2.00 left.
    ['perCustomerMonth', '12.00', 16_000_000n],
    // Mia: 10.00 + 3.00; Leo: 10.00.
    ['perRecommenderMonth', '13.00', 23_000_000n],
  ] as const)('counts the cap %s', (cap, amount, expected) => {
    expect(simulated({ caps: { [cap]: amount } }).rewardsMicros).toBe(expected)
  })

  test('counts against one cap what another let through, no more', () => {
    // 10.00 + 2.00 on the first day; 8.00 is left of the month.
    expect(simulated({ caps: { perDay: '12.00', perMonth: '20.00' } }).rewardsMicros).toBe(20_000_000n)
  })

  test('pays for new customers only, where the rules say so', () => {
    expect(simulated({ eligibility: { newCustomersOnly: true } })).toMatchObject({
      rewardsMicros: 14_000_000n,
      unrewarded: [{ reason: 'The program pays for new customers only.', orders: 1 }, { orders: 1 }],
    })
  })
})
