// When a webhook is sent again, worked out by hand from Standard Webhooks' table.

import { describe, expect, test } from 'vitest'
import { ATTEMPTS_MAX, isGivenUp, nextAttemptAt, retryAfterMs } from '#domain/webhooks/attempt-schedule.ts'

const NOW = Date.UTC(2026, 10, 22, 12)

describe('a failed attempt', () => {
  test.each([
    [1, 5_000],
    [2, 300_000],
    [3, 1_800_000],
    [4, 7_200_000],
    [5, 18_000_000],
    [6, 36_000_000],
    [7, 50_400_000],
    [8, 72_000_000],
    [9, 86_400_000],
  ])('number %i is followed by another after %i ms', (attempt, delay) => {
    expect(nextAttemptAt({ attempt, now: NOW, random: 0, askedMs: 0 })).toBe(NOW + delay)
  })

  test('number ten is the last', () => {
    expect(ATTEMPTS_MAX).toBe(10)
    expect(nextAttemptAt({ attempt: 10, now: NOW, random: 0, askedMs: 60_000 })).toBeUndefined()
  })

  test('waits up to a tenth longer, by chance', () => {
    expect(nextAttemptAt({ attempt: 2, now: NOW, random: 0.5, askedMs: 0 })).toBe(NOW + 315_000)
    expect(nextAttemptAt({ attempt: 2, now: NOW, random: 0.999_999, askedMs: 0 })).toBe(NOW + 329_999)
  })

  test('waits as long as it was asked to, when that is longer, and never longer than a day', () => {
    expect(nextAttemptAt({ attempt: 1, now: NOW, random: 0, askedMs: 5_000 })).toBe(NOW + 5_000)
    expect(nextAttemptAt({ attempt: 1, now: NOW, random: 0, askedMs: 5_001 })).toBe(NOW + 5_001)
    expect(nextAttemptAt({ attempt: 1, now: NOW, random: 0, askedMs: 4_000 })).toBe(NOW + 5_000)
    expect(nextAttemptAt({ attempt: 1, now: NOW, random: 0, askedMs: 86_400_001 })).toBe(NOW + 86_400_000)
  })
})

describe('Retry-After', () => {
  test.each([
    ['120', 120_000],
    ['0', 0],
    ['Sun, 22 Nov 2026 12:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2026 11:59:30 GMT', 0],
    ['-5', 0],
    ['soon', 0],
    ['1e9', 0],
    [undefined, 0],
  ])('of %j asks for %i ms', (header, milliseconds) => {
    expect(retryAfterMs(header, NOW)).toBe(milliseconds)
  })
})

test.each([
  ['for five days and ten times', 432_000_000, 10, true],
  ['for a millisecond less', 431_999_999, 10, false],
  ['once less', 432_000_000, 9, false],
])('an endpoint that failed %s is given up: %#', (_, since, failures, isOver) => {
  expect(isGivenUp({ failingSince: NOW - since, failures }, NOW)).toBe(isOver)
})
