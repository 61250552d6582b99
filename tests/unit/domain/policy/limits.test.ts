// Budgets, months, and the most that can be lost in one.

import { describe, expect, test } from 'vitest'
import { micros } from '#domain/money.ts'
import { budgetLeft } from '#domain/policy/budget.ts'
import { monthOf, startOfDay } from '#domain/policy/calendar.ts'
import { lossBound, type Spending } from '#domain/policy/loss-bound.ts'
import { rewardState } from '#domain/reward-state.ts'
import { tenPercent } from '../facts.ts'

import type { Policy } from '#domain/policy.ts'

const m = (units: number) => micros(BigInt(units) * 1_000_000n)

describe('a month', () => {
  test.each([
    ['2026-03-01T00:00:00.000Z', '2026-03-01', 31, 30],
    ['2026-03-31T23:59:59.999Z', '2026-03-01', 31, 0],
    ['2028-02-10T12:00:00.000Z', '2028-02-01', 29, 19],
    ['2026-12-31T00:00:00.000Z', '2026-12-01', 31, 0],
  ])('of %s', (at, start, days, daysLeft) => {
    expect(monthOf(Date.parse(at))).toEqual({ start: Date.parse(`${start}T00:00:00Z`), days, daysLeft })
  })

  test('has days that begin at midnight UTC', () => {
    expect(startOfDay(Date.parse('2026-03-05T23:59:59.999Z'))).toBe(Date.parse('2026-03-05T00:00:00Z'))
    expect(startOfDay(Date.parse('2026-03-05T00:00:00Z'))).toBe(Date.parse('2026-03-05T00:00:00Z'))
  })
})

describe('a budget', () => {
  const left = (budget: Policy['budget'], thisMonth: number, ever: number) =>
    budgetLeft(budget === undefined ? tenPercent : { ...tenPercent, budget }, {
      thisMonthMicros: m(thisMonth),
      everMicros: m(ever),
    })

  test.each([
    ['of none at all', undefined, 50, 50, undefined],
    ['of a month', { perMonth: '60.00' }, 50, 500, m(10)],
    ['used up exactly', { perMonth: '50.00' }, 50, 50, m(0)],
    ['overdrawn since it was lowered', { perMonth: '40.00' }, 50, 50, m(0)],
    ['in all', { total: '500.00' }, 50, 470, m(30)],
    ['of both: the month is tighter', { perMonth: '60.00', total: '500.00' }, 50, 470, m(10)],
    ['of both: the whole is tighter', { perMonth: '60.00', total: '475.00' }, 50, 470, m(5)],
  ])('%s', (_name, budget, thisMonth, ever, expected) => {
    expect(left(budget, thisMonth, ever)).toBe(expected)
  })
})

describe('the most that can be lost this month', () => {
  const march = { days: 31, daysLeft: 30 }
  const capped: Policy = {
    ...tenPercent,
    caps: { perDay: '10.00', perMonth: '500.00' },
    budget: { total: '350.00' },
  }

  test('is the smallest of the limits, all of which are told', () => {
    expect(lossBound(capped, { month: march })).toEqual({
      mostMicros: m(310),
      because: 'the cap for each day',
      limits: [
        { limit: 'caps.perDay', mostMicros: m(310) },
        { limit: 'budget.total', mostMicros: m(350) },
        { limit: 'caps.perMonth', mostMicros: m(500) },
      ],
      sentence: 'The most you can lose this month is 310.00 USD: the cap for each day.',
    })
  })

  test('is unknown without limits', () => {
    expect(lossBound(tenPercent, { month: march })).toEqual({
      mostMicros: undefined,
      because: undefined,
      limits: [],
      sentence: 'Nothing in these rules limits a month, only each order to 5.00 USD.',
    })
  })

  const spending: Spending = {
    reservedThisMonthMicros: m(40),
    reservedEverMicros: m(240),
    waitingMicros: m(3),
    grantedThisMonthMicros: m(50),
    grantedTodayMicros: m(4),
  }

  test.each([
    // 40 reserved + 3 in line + 6 left of today + 10 on each of the 9 days after it.
    ['caps.perDay', 139],
    // 40 + 3 + 450.
    ['caps.perMonth', 493],
    // 40 + (350 − 240).
    ['budget.total', 150],
    // 40 + 25.
    ['pool', 65],
    // 40 + 100 + 20 × 10 days.
    ['pool.rate', 340],
  ] as const)('counts what has happened against %s', (limit, expected) => {
    const pool = { availableMicros: m(25), rateCapacityMicros: m(100), rateMicrosPerDay: m(20) }
    const bound = lossBound(capped, { month: { days: 31, daysLeft: 9 }, spending, pool })
    expect(bound.limits.find((one) => one.limit === limit)?.mostMicros).toBe(m(expected))
    expect(bound.sentence).toBe('The most you can lose this month is 65.00 USD: the money in the pool.')
  })

  test('is at least what is reserved already, when a budget was lowered below it', () => {
    const lowered: Policy = { ...tenPercent, budget: { perMonth: '30.00' } }
    expect(lossBound(lowered, { month: march, spending }).mostMicros).toBe(m(40))
  })
})

test("a reward in line is said to wait for the shop's budget before its pool", () => {
  const waiting = {
    waitingMicros: m(5),
    availableMicros: m(1),
    reservedMicros: m(0),
    releasedMicros: m(0),
    standingMicros: m(0),
    paidMicros: m(0),
  }
  expect(rewardState({ ...waiting, isOverBudget: true })).toBe("waiting for the shop's budget")
  expect(rewardState({ ...waiting, isOverBudget: false })).toBe("waiting for the shop's pool")
  expect(rewardState({ ...waiting, waitingMicros: m(0), reservedMicros: m(5), isOverBudget: true })).toBe(
    'promised',
  )
})
