// From the pot to each person: parts by weight that sum to the pot, the upline's part, and what the caps left.

import { describe, expect, test } from 'vitest'
import { micros } from '#domain/money.ts'
import { sharePot, type Sharing } from '#domain/share-pot.ts'
import { splitExactly } from '#domain/split-exactly.ts'

import type { Credit } from '#domain/attribution.ts'

function credit(recommenderId: string, weight: number, change: Partial<Credit> = {}): Credit {
  return {
    recommenderId,
    code: `code-${recommenderId}`,
    role: 'direct',
    weight,
    followers: 0,
    followerEvidence: 'none',
    tier: 'micro',
    holdSeconds: 7_200,
    ...change,
  }
}

function shares(
  potMicros: bigint,
  credits: readonly Credit[],
  change: Partial<Sharing> = {},
): readonly string[] {
  return sharePot({ upline: undefined, potMicros: micros(potMicros), credits, ...change }).map(
    ({ recommenderId, micros: share }) => `${recommenderId} ${share}`,
  )
}

describe('an amount over weights', () => {
  test.each([
    ['in halves', 100n, [1n, 1n], [50n, 50n]],
    ['the rest goes to the earlier of equal remainders', 100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    ['the rest goes to the largest remainder', 10n, [1n, 5n], [2n, 8n]],
    ['one micro goes to one', 1n, [2n, 1n, 2n], [1n, 0n, 0n]],
    ['a weight of nothing gets nothing', 7n, [0n, 3n], [0n, 7n]],
    ['nothing is nothing for everybody', 0n, [1n, 2n], [0n, 0n]],
  ])('%s', (_, amount, weights, parts) => {
    expect(splitExactly(micros(amount), weights)).toEqual(parts)
  })

  test('needs somebody who shares', () => {
    expect(() => splitExactly(micros(1n), [])).toThrow('somebody shares')
    expect(() => splitExactly(micros(1n), [0n])).toThrow('somebody shares')
    expect(() => splitExactly(micros(-1n), [1n])).toThrow('never below zero')
  })
})

describe('a pot of 5.00', () => {
  test('is one person’s whole', () => {
    const [share] = sharePot({ upline: undefined, potMicros: micros(5_000_000n), credits: [credit('a', 1)] })
    expect(share?.micros).toBe(5_000_000n)
    expect(share?.steps).toEqual([])
  })

  test('is split by position: 40, 20 and 40 of a hundred', () => {
    const credits = [credit('c', 2), credit('b', 1), credit('a', 2)]
    expect(shares(5_000_000n, credits)).toEqual(['c 2000000', 'b 1000000', 'a 2000000'])
    const steps = sharePot({ upline: undefined, potMicros: micros(5_000_000n), credits })[1]?.steps
    expect(steps?.map(({ sentence }) => sentence)).toEqual([
      '3 people share the 5.00 USD of this order; this part is 1.00 USD.',
    ])
  })
})

describe('the friend who brought the friend', () => {
  const upline = { bps: 2_000, activeDays: 30 }
  const parent = credit('p', 1, { role: 'upline', ofRecommenderId: 'a' })

  test('is paid from the part of the one they brought: 20 of a hundred', () => {
    expect(shares(5_000_000n, [credit('a', 1), parent], { upline })).toEqual(['a 4000000', 'p 1000000'])
    const [child, above] = sharePot({
      upline,
      potMicros: micros(5_000_000n),
      credits: [credit('a', 1), parent],
    })
    expect(child?.steps.map(({ sentence }) => sentence)).toEqual([
      'The person who brought you gets 1.00 USD of it; 4.00 USD is yours.',
    ])
    expect(above?.steps.map(({ sentence }) => sentence)).toEqual([
      'A person you brought made the sale: 20 % of their 5.00 USD is yours, 1.00 USD.',
    ])
  })

  test('rounds down for the parent, so that the child never loses a micro more', () => {
    expect(shares(9n, [credit('a', 1), parent], { upline })).toEqual(['a 8', 'p 1'])
    expect(shares(4n, [credit('a', 1), parent], { upline })).toEqual(['a 4', 'p 0'])
  })

  test('who sold a part themselves gets one reward with the sum, and it is a direct one', () => {
    const credits = [credit('a', 1), parent, credit('p', 1)]
    expect(shares(5_000_000n, credits, { upline })).toEqual(['a 2000000', 'p 3000000'])
    const share = sharePot({ upline, potMicros: micros(5_000_000n), credits })[1]
    expect(share?.credit).toMatchObject({ role: 'direct', recommenderId: 'p' })
    expect(share?.steps.map(({ step }) => step)).toEqual(['upline', 'split'])
  })
})

describe('what the caps left', () => {
  test.each([
    ['more than the pot', 5_000_001n, ['b 2500000', 'a 2500000'], 0],
    ['exactly the pot', 5_000_000n, ['b 2500000', 'a 2500000'], 0],
    ['less', 4_999_999n, ['b 2500000', 'a 2499999'], 1],
    ['nothing', 0n, ['b 0', 'a 0'], 1],
  ])('for the order: %s', (_, room, expected, notes) => {
    const credits = [credit('b', 1), credit('a', 1)]
    const roomMicros = micros(room)
    expect(shares(5_000_000n, credits, { roomMicros })).toEqual(expected)
    const [share] = sharePot({ upline: undefined, potMicros: micros(5_000_000n), credits, roomMicros })
    expect(share?.steps.filter(({ step }) => step === 'caps')).toHaveLength(notes)
  })

  test('for one person is theirs alone, and what they do not get goes to nobody', () => {
    const credits = [credit('b', 1, { roomMicros: micros(100_000n) }), credit('a', 1)]
    expect(shares(5_000_000n, credits)).toEqual(['b 100000', 'a 2500000'])
    const [share] = sharePot({ upline: undefined, potMicros: micros(5_000_000n), credits })
    expect(share?.steps.at(-1)).toEqual({
      step: 'caps',
      outcome: 'noted',
      sentence: 'The limits for one person leave 0.10 USD for this order.',
      facts: { room: '0.10' },
    })
  })
})
