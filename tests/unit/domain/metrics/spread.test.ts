// How people brought one another: figures by hand, and held against the plainest counting there is.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reshareForest, type Joined } from '#domain/metrics/reshare-forest.ts'
import { kFactorOf, spreadOf } from '#domain/metrics/spread.ts'
import { micros } from '#domain/money.ts'

const HOUR = 3_600_000

function joined(recommenderId: string, parentId: string | null, hour: number, sales = 0): Joined {
  return { recommenderId, parentId, joinedAt: hour * HOUR, salesMicros: micros(BigInt(sales)) }
}

/** Mia brought Ben and Ada, Ben brought Zoe, Zoe brought Kim; Leo and Una came alone, Leo brought Ida. */
const people = [
  joined('kim', 'zoe', 40, 7),
  joined('mia', null, 0, 100),
  joined('ben', 'mia', 10, 50),
  joined('ada', 'mia', 20, 30),
  joined('zoe', 'ben', 30, 20),
  joined('leo', null, 1, 40),
  joined('ida', 'leo', 5, 3),
  joined('una', null, 2),
]

describe('the spread of a program', () => {
  test('is told by generations, cascades and times', () => {
    const { places, ...spread } = spreadOf(people)
    expect(places).toHaveLength(8)
    expect(spread).toEqual({
      people: 8,
      generations: [3, 3, 1, 1],
      reproductionBps: [10_000, 3_333, 10_000],
      depth: 3,
      breadth: 3,
      cascades: [
        // Distances: mia-ben 1, mia-ada 1, mia-zoe 2, mia-kim 3, ben-ada 2, ben-zoe 1, ben-kim 2, ada-zoe 3,
        // ada-kim 4, zoe-kim 1: 20 over 10 pairs.
        { rootId: 'mia', people: 5, depth: 3, breadth: 2, structuralViralityBps: 20_000, salesMicros: 207n },
        { rootId: 'leo', people: 2, depth: 1, breadth: 1, structuralViralityBps: 10_000, salesMicros: 43n },
      ],
      meanStructuralViralityBps: 15_000,
      // Kim, Ben, Ada, Zoe and Ida joined 10, 10, 20, 20 and 4 hours after their parents: the middle one is 10.
      cycleTimeSeconds: 36_000,
      // 50 + 30 + 20 + 7 + 3 of 250.
      broughtSalesBps: 4_400,
    })
  })

  test('gives everybody the sales and people below them', () => {
    const below = reshareForest(people).map((place) => [
      place.recommenderId,
      place.downstreamPeople,
      place.downstreamSalesMicros,
    ])
    expect(new Set(below)).toEqual(
      new Set([
        ['mia', 4, 107n],
        ['ben', 2, 27n],
        ['ada', 0, 0n],
        ['zoe', 1, 7n],
        ['kim', 0, 0n],
        ['leo', 1, 3n],
        ['ida', 0, 0n],
        ['una', 0, 0n],
      ]),
    )
  })

  test('is nothing without people', () => {
    const { places: _, ...spread } = spreadOf([])
    expect(spread).toEqual({
      people: 0,
      generations: [],
      reproductionBps: [],
      depth: 0,
      breadth: 0,
      cascades: [],
      meanStructuralViralityBps: null,
      cycleTimeSeconds: null,
      broughtSalesBps: null,
    })
  })

  test('lets somebody whose parent is no longer known stand at the beginning', () => {
    const { generations, cascades } = spreadOf([joined('ben', 'gone', 1), joined('ada', 'ben', 2)])
    expect([generations, cascades[0]?.rootId]).toEqual([[1, 1], 'ben'])
  })

  test('has no circles', () => {
    expect(() => spreadOf([joined('ben', 'ada', 1), joined('ada', 'ben', 2)])).toThrow(/joined after/)
  })

  test('of a star comes near two, of a chain grows with its length', () => {
    const star = Array.from({ length: 100 }, (_, i) => joined(`p${i}`, i === 0 ? null : 'p0', i))
    const chain = Array.from({ length: 100 }, (_, i) => joined(`p${i}`, i === 0 ? null : `p${i - 1}`, i))
    // Star: 99 + 2 × 4851 over 4950 pairs. Chain: (n + 1) ÷ 3.
    expect(spreadOf(star).cascades[0]?.structuralViralityBps).toBe(19_800)
    expect(spreadOf(chain).cascades[0]?.structuralViralityBps).toBe(336_666)
  })
})

/** Any forest: each person's parent is an earlier one, or nobody. */
const forests = fc
  .array(fc.record({ parent: fc.nat(40), isRoot: fc.integer({ min: 0, max: 4 }), sales: fc.nat(1_000) }), {
    minLength: 1,
    maxLength: 24,
  })
  .chain((drawn) => {
    const drawnPeople = drawn.map(({ parent, isRoot, sales }, index) =>
      joined(`p${index}`, index === 0 || isRoot === 0 ? null : `p${parent % index}`, index, sales),
    )
    return fc.shuffledSubarray(drawnPeople, { minLength: drawnPeople.length })
  })

/** Everybody from `start` and how many steps away, along the edges in both directions. */
function distancesFrom(start: string, forest: readonly Joined[]): ReadonlyMap<string, number> {
  const far = new Map([[start, 0]])
  for (const [id, steps] of far) {
    for (const { recommenderId, parentId } of forest) {
      const other = recommenderId === id ? parentId : parentId === id ? recommenderId : null
      if (other !== null && !far.has(other)) far.set(other, steps + 1)
    }
  }
  return far
}

function ancestorsOf(person: Joined, forest: readonly Joined[]): readonly string[] {
  const parent = forest.find(({ recommenderId }) => recommenderId === person.parentId)
  return parent ? [parent.recommenderId, ...ancestorsOf(parent, forest)] : []
}

describe('over any forest', () => {
  test('structural virality is the mean distance of all pairs', () => {
    fc.assert(
      fc.property(forests, (forest) => {
        for (const { rootId, people: size, structuralViralityBps } of spreadOf(forest).cascades) {
          const tree = [...distancesFrom(rootId, forest).keys()]
          const all = tree.flatMap((id) => [...distancesFrom(id, forest).values()])
          const sum = all.reduce((total, steps) => total + steps, 0)
          expect(size).toBe(tree.length)
          expect(structuralViralityBps).toBe(Math.floor((sum * 10_000) / (size * (size - 1))))
        }
      }),
    )
  })

  test('generations and downstream figures are those of counting ancestors', () => {
    fc.assert(
      fc.property(forests, (forest) => {
        for (const place of reshareForest(forest)) {
          const below = forest.filter((one) => ancestorsOf(one, forest).includes(place.recommenderId))
          const own = forest.find(({ recommenderId }) => recommenderId === place.recommenderId)
          expect(place.generation).toBe(own && ancestorsOf(own, forest).length)
          expect(place.downstreamPeople).toBe(below.length)
          expect(place.downstreamSalesMicros).toBe(below.reduce((sum, one) => sum + one.salesMicros, 0n))
        }
      }),
    )
  })
})

test('ten thousand people in one line are no deep recursion', () => {
  const line = Array.from({ length: 10_000 }, (_, i) => joined(`p${i}`, i === 0 ? null : `p${i - 1}`, i, 1))
  const { depth, cascades, places } = spreadOf(line)
  // (10 000 + 1) ÷ 3 = 3 333.6666…
  expect([depth, cascades[0]?.structuralViralityBps]).toEqual([9_999, 33_336_666])
  expect(places[0]?.downstreamSalesMicros).toBe(9_999n)
})

describe('the K-factor', () => {
  test('is invitations for each active person times joining', () => {
    expect(kFactorOf({ activePeople: 8, uniqueClicks: 40, joinedThroughLinks: 2 })).toEqual({
      kBps: 2_500,
      invitationsBps: 50_000,
      joiningBps: 500,
    })
  })

  test('is unknown where nobody was active', () => {
    expect(kFactorOf({ activePeople: 0, uniqueClicks: 0, joinedThroughLinks: 0 })).toEqual({
      kBps: null,
      invitationsBps: null,
      joiningBps: null,
    })
  })
})
