import { describe, expect, test } from 'vitest'
import { policyAmount } from '#domain/policy/amounts.ts'
import { targetReward } from '#domain/target-reward.ts'
import { flatReward, paidState, tenPercent } from './facts.ts'

import type { Policy } from '#domain/policy.ts'

describe('a percentage', () => {
  test.each([
    // 10 % of 59.99.
    [59_990_000n, 0n, 5_000_000n],
    [49_990_000n, 0n, 4_999_000n],
    [50_000_000n, 0n, 5_000_000n],
    // 10 % of 59.99 − 10.00.
    [59_990_000n, 10_000_000n, 4_999_000n],
    [59_990_000n, 59_990_000n, 0n],
    [59_990_000n, 60_000_000n, 0n],
    // A tenth of nine micros is less than one.
    [9n, 0n, 0n],
    [10n, 0n, 1n],
    [0n, 0n, 0n],
  ])('of %d less %d micros, capped at 5.00', (eligible, refunded, target) => {
    expect(targetReward(tenPercent, paidState(eligible, refunded)).targetMicros).toBe(target)
  })

  test('of everything', () => {
    const all: Policy = { ...tenPercent, reward: { kind: 'percent', bps: 10_000 }, perOrderCap: '1000.00' }
    expect(targetReward(all, paidState(12_345_678n)).targetMicros).toBe(12_345_678n)
  })
})

describe('a fixed amount', () => {
  test.each([
    ['nothing is refunded', 10_000_000n, 0n, 1_500_000n],
    ['one micro is kept', 10_000_000n, 9_999_999n, 1_500_000n],
    ['nothing is kept', 10_000_000n, 10_000_000n, 0n],
    ['the order was free', 0n, 0n, 0n],
  ])('when %s', (_, eligible, refunded, target) => {
    expect(targetReward(flatReward, paidState(eligible, refunded)).targetMicros).toBe(target)
  })

  test('is capped too', () => {
    expect(targetReward({ ...flatReward, perOrderCap: '0.75' }, paidState(1n)).targetMicros).toBe(750_000n)
  })
})

test('a cancelled order is worth nothing, refunded or not', () => {
  for (const policy of [tenPercent, flatReward]) {
    expect(targetReward(policy, { ...paidState(10_000_000n, 1n), cancelled: true }).targetMicros).toBe(0n)
  }
})

describe('the trace', () => {
  const sentences = (policy: Policy, state: Parameters<typeof targetReward>[1]) =>
    targetReward(policy, state).steps.map(({ step, outcome, sentence }) => `${step} ${outcome}: ${sentence}`)

  test('shows the rule with its figures', () => {
    expect(sentences(tenPercent, paidState(12_340_000n))).toEqual([
      'rule passed: The program pays 10 % of 12.34 USD: 1.234 USD.',
    ])
    expect(
      sentences({ ...tenPercent, reward: { kind: 'percent', bps: 725 } }, paidState(10_000_000n)),
    ).toEqual(['rule passed: The program pays 7.25 % of 10.00 USD: 0.725 USD.'])
    expect(sentences(flatReward, paidState(10_000_000n))).toEqual([
      'rule passed: The program pays a fixed 1.50 USD for an order of which 10.00 USD was kept.',
    ])
  })

  test('notes a refund, and a cap that took something', () => {
    expect(sentences(tenPercent, paidState(100_000_000n, 20_000_000n))).toEqual([
      'rule passed: The program pays 10 % of 80.00 USD: 8.00 USD.',
      'rule noted: The shop refunded 20.00 USD of the order.',
      'caps noted: One order earns at most 5.00 USD.',
    ])
  })

  test('notes a refund in a currency that it cannot count', () => {
    expect(sentences(tenPercent, { ...paidState(10_000_000n), foreignRefunds: 1 }).at(-1)).toBe(
      'rule noted: A refund, dispute or change in another currency than USD is not counted.',
    )
  })

  test('does not note a cap that is met exactly', () => {
    expect(sentences(tenPercent, paidState(50_000_000n))).toHaveLength(1)
  })

  test('stops at a cancellation', () => {
    expect(sentences(tenPercent, { ...paidState(10_000_000n, 1_000_000n), cancelled: true })).toEqual([
      'rule passed: The program pays 10 % of 0.00 USD: 0.00 USD.',
      'rule stopped: The order was cancelled, so there is no reward.',
    ])
  })

  test('has sentences of at most 25 words', () => {
    const longest = sentences(flatReward, paidState(123_456_789n, 1n)).map(
      (line) => line.split(' ').length - 2,
    )
    for (const words of longest) expect(words).toBeLessThanOrEqual(25)
  })
})

test('policyAmount reads what the boundary has checked, and nothing else', () => {
  expect(policyAmount('2.50')).toBe(2_500_000n)
  expect(() => policyAmount('2,50')).toThrow('decimal amounts')
})
