// How a program spreads from person to person: generations, cascades, structural virality (Goel et al. 2015), cycle
// time and the K-factor. Definitions and sources: docs/reference/metrics.md.

import { BPS_PER_ONE, sumMicros, type Micros } from '../money.ts'
import { SECOND_MS } from '../time.ts'
import { percentile } from './percentile.ts'
import { ratioBpsDown } from './ratio.ts'
import { reshareForest, type Joined, type Place } from './reshare-forest.ts'

import type { RecommenderId } from '../ids.ts'

/** Percent of a median. */
const MEDIAN_PERCENT = 50

/** A tree of at least two people. */
export type Cascade = {
  /** Whoever it began with. */
  readonly rootId: RecommenderId
  readonly people: number
  /** Steps from the first to the farthest. */
  readonly depth: number
  /** People in the largest generation. */
  readonly breadth: number
  /** Mean distance of two people of the tree, in ten-thousandths of a step. */
  readonly structuralViralityBps: number
  readonly salesMicros: Micros
}

export type Spread = {
  readonly people: number
  /** People in each generation; the first came by themselves. */
  readonly generations: readonly number[]
  /** For each generation but the last: people in the next one for each of this one, in ten-thousandths. */
  readonly reproductionBps: readonly number[]
  readonly depth: number
  readonly breadth: number
  /** Trees of at least two people, the largest first. */
  readonly cascades: readonly Cascade[]
  /** Mean over the cascades; null without one. */
  readonly meanStructuralViralityBps: number | null
  /** Median time from joining to bringing somebody, in seconds; null when nobody was brought. */
  readonly cycleTimeSeconds: number | null
  /** Sales by people who were brought by others, of all; null without sales. */
  readonly broughtSalesBps: number | null
  readonly places: readonly Place[]
}

/** Everything about how the people of a program brought one another; linear in their number but for sorting. */
export function spreadOf(joined: readonly Joined[]): Spread {
  const places = reshareForest(joined)
  const generations = generationSizes(places)
  const cascades = cascadesOf(places)
  const brought = places.filter(({ generation }) => generation > 0)
  return {
    people: places.length,
    generations,
    reproductionBps: generations
      .slice(1)
      .map((next, index) => ratioBpsDown(next, generations[index] ?? 0) ?? 0),
    depth: Math.max(0, generations.length - 1),
    breadth: largest(generations),
    cascades,
    meanStructuralViralityBps: meanOf(cascades.map(({ structuralViralityBps }) => structuralViralityBps)),
    cycleTimeSeconds: cycleTime(places),
    broughtSalesBps: ratioBpsDown(salesOf(brought), salesOf(places)),
    places,
  }
}

function cascadesOf(places: readonly Place[]): readonly Cascade[] {
  return [...Map.groupBy(places, ({ rootId }) => rootId)]
    .filter(([, tree]) => tree.length > 1)
    .map(([rootId, tree]) => {
      const generations = generationSizes(tree)
      return {
        rootId,
        people: tree.length,
        depth: generations.length - 1,
        breadth: largest(generations),
        structuralViralityBps: structuralVirality(tree),
        salesMicros: salesOf(tree),
      }
    })
    .toSorted((a, b) => b.people - a.people || (a.rootId < b.rootId ? -1 : 1))
}

/**
 * Mean distance of two people of one tree: taking away the edge above somebody parts the tree into their subtree of s
 * and the other n − s, so s × (n − s) pairs go over it (Wiener). Ten-thousandths, rounded down.
 */
function structuralVirality(tree: readonly Place[]): number {
  const size = BigInt(tree.length)
  let distances = 0n
  for (const { downstreamPeople, generation } of tree) {
    const below = BigInt(downstreamPeople + 1)
    if (generation > 0) distances += below * (size - below)
  }
  return Number((distances * 2n * BPS_PER_ONE) / (size * (size - 1n)))
}

function cycleTime(places: readonly Place[]): number | null {
  const joinedAt = new Map(places.map((place) => [place.recommenderId, place.joinedAt]))
  const waits = places.flatMap(({ parentId, joinedAt: at }) => {
    const before = parentId === null ? undefined : joinedAt.get(parentId)
    return before === undefined ? [] : [Math.max(0, at - before)]
  })
  const median = percentile(waits, MEDIAN_PERCENT)
  return median === null ? null : Math.floor(median / SECOND_MS)
}

function generationSizes(places: readonly Place[]): number[] {
  const counts: number[] = []
  for (const { generation } of places) {
    counts[generation] = (counts[generation] ?? 0) + 1
  }
  return counts
}

function salesOf(places: readonly Place[]): Micros {
  return sumMicros(places.map(({ salesMicros }) => salesMicros))
}

function largest(counts: readonly number[]): number {
  return counts.reduce((most, count) => Math.max(most, count), 0)
}

function meanOf(values: readonly number[]): number | null {
  if (values.length === 0) return null
  return Math.floor(values.reduce((sum, value) => sum + value, 0) / values.length)
}

/** What a span says of spreading; ratios in ten-thousandths. */
export type KFactor = {
  /** New people for each active one: invitations × joining. Above 10 000 it grows by itself. */
  readonly kBps: number | null
  /** Unique clicks on links for each active person. */
  readonly invitationsBps: number | null
  /** People who joined through a link, of those clicks. */
  readonly joiningBps: number | null
}

/** K = i × c for a span: `active` people whose links were followed, unique clicks on them, people who joined through one. */
export function kFactorOf(span: {
  readonly activePeople: number
  readonly uniqueClicks: number
  readonly joinedThroughLinks: number
}): KFactor {
  return {
    kBps: ratioBpsDown(span.joinedThroughLinks, span.activePeople),
    invitationsBps: ratioBpsDown(span.uniqueClicks, span.activePeople),
    joiningBps: ratioBpsDown(span.joinedThroughLinks, span.uniqueClicks),
  }
}
