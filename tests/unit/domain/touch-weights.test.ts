// The five models: who shares an order and by what weights, worked out by hand.

import { describe, expect, test } from 'vitest'
import { halfLifeWeight } from '#domain/half-life.ts'
import { leadingTouch, touchWeights } from '#domain/touch-weights.ts'
import { touch } from './attributed.ts'

import type { Touch } from '#domain/attribution.ts'
import type { AttributionModel } from '#domain/policy.ts'

const DAY_MS = 86_400_000
const BEGIN = 1_772_366_400_000

/** Touches of people named by letters, a day apart: `ABA` is A, a day later B, a day later A again. */
function path(people: string): readonly Touch[] {
  return people
    .split('')
    .map((name, day) => touch(`${day}`, BEGIN + day * DAY_MS, { recommenderId: name, code: name }))
}

function weights(model: AttributionModel, people: string, halfLifeDays?: number): string {
  const attribution = { model, windowDays: 30, ...(halfLifeDays === undefined ? {} : { halfLifeDays }) }
  return touchWeights(attribution, path(people))
    .map((one) => `${one.touch.recommenderId} ${one.weight}`)
    .join(', ')
}

describe('who shares, and by what weights, latest met first', () => {
  test.each<[AttributionModel, string, string]>([
    ['last-click', 'ABC', 'C 1'],
    ['last-click', 'A', 'A 1'],
    ['first-click', 'ABC', 'A 1'],
    ['first-click', 'ABA', 'A 1'],
    ['linear', 'ABC', 'C 1, B 1, A 1'],
    ['linear', 'AABAAA', 'A 1, B 1'],
    ['position', 'A', 'A 2'],
    ['position', 'AB', 'B 1, A 1'],
    // 40 %, 20 %, 40 %.
    ['position', 'ABC', 'C 2, B 1, A 2'],
    // 40 %, 10 %, 10 %, 40 %.
    ['position', 'ABCD', 'D 4, C 1, B 1, A 4'],
    // A came first and last: 80 %, and B the 20 % between.
    ['position', 'ABA', 'A 4, B 1'],
    // A came first and again between; that is one person once.
    ['position', 'ABAC', 'C 2, A 2, B 1'],
    ['time-decay', 'A', 'A 1000000'],
    // A week before the last weighs half, two weeks a quarter.
    ['time-decay', 'AxxxxxxBxxxxxxC', 'C 1000000, x 905723, B 500000, A 250000'],
  ])('%s of %s: %s', (model, people, expected) => {
    expect(weights(model, people)).toBe(expected)
  })

  test('nobody shares where nobody was met', () => {
    for (const model of ['last-click', 'first-click', 'linear', 'time-decay', 'position'] as const) {
      expect(touchWeights({ model, windowDays: 30 }, [])).toEqual([])
    }
  })

  test('with a half-life of a day, a touch of twenty days before weighs nothing', () => {
    expect(weights('time-decay', `B${'A'.repeat(19)}C`, 1)).toBe('C 1000000, A 500000')
    expect(weights('time-decay', `B${'A'.repeat(18)}C`, 1)).toBe('C 1000000, A 500000, B 1')
  })

  test('it does not matter in which order the touches stand', () => {
    for (const model of ['last-click', 'first-click', 'linear', 'time-decay', 'position'] as const) {
      const attribution = { model, windowDays: 30 }
      expect(touchWeights(attribution, path('ABCAB').toReversed())).toEqual(
        touchWeights(attribution, path('ABCAB')),
      )
    }
  })
})

test('the heaviest leads, and of equals the one met last', () => {
  const lead = (model: AttributionModel, people: string) =>
    leadingTouch(touchWeights({ model, windowDays: 30 }, path(people)))?.touch.recommenderId
  expect(lead('linear', 'ABC')).toBe('C')
  expect(lead('first-click', 'ABC')).toBe('A')
  expect(lead('position', 'ABC')).toBe('C')
  expect(lead('position', 'ABAC')).toBe('C')
  expect(lead('time-decay', 'AB')).toBe('B')
  expect(leadingTouch([])).toBeUndefined()
})

describe('what is left of a weight', () => {
  // 2^(−1/2) = 0.70710678…, 2^(−1/7) = 0.90572366…, 2^(−13/7) = 0.27602…, all to the millionth below.
  test.each([
    ['at once', 0, 1_000_000],
    ['after a half-life', 7, 500_000],
    ['after two', 14, 250_000],
    ['after half of one', 3.5, 707_106],
    ['after a seventh of one', 1, 905_723],
    ['after nineteen half-lives', 133, 1],
    ['after twenty', 140, 0],
    ['after a year', 365, 0],
  ])('%s', (_, days, left) => {
    expect(halfLifeWeight(days * DAY_MS, 7 * DAY_MS)).toBe(left)
  })

  test('falls with every hour', () => {
    const hours = Array.from({ length: 24 * 30 }, (_, hour) => halfLifeWeight(hour * 3_600_000, 7 * DAY_MS))
    expect(hours).toEqual(hours.toSorted((a, b) => b - a))
    expect(new Set(hours).size).toBe(hours.length)
  })
})
