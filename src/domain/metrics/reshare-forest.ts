// Who brought whom: people as trees, walked without recursion in time linear in their number.

import { invariant } from '../invariant.ts'
import { sumMicros, ZERO_MICROS, type Micros } from '../money.ts'

import type { RecommenderId } from '../ids.ts'
import type { Instant } from '../order-facts.ts'

/** Somebody who joined a program. */
export type Joined = {
  readonly recommenderId: RecommenderId
  /** Whose link led here; null for those who came by themselves. */
  readonly parentId: RecommenderId | null
  readonly joinedAt: Instant
  /** Of the person's own credited sales, as bought, in micros of the token. */
  readonly salesMicros: Micros
}

/** A person's place in the forest. Downstream is everybody below, the person not included. */
export type Place = Joined & {
  /** 0 for those who came by themselves. */
  readonly generation: number
  /** The first of the tree. */
  readonly rootId: RecommenderId
  readonly children: number
  readonly downstreamPeople: number
  readonly downstreamSalesMicros: Micros
}

const NOBODY_BELOW = { children: 0, downstreamPeople: 0, downstreamSalesMicros: ZERO_MICROS }

type Growing = { -readonly [Field in keyof Place]: Place[Field] }

/**
 * Places everybody, parents before children. Somebody whose parent is no longer known counts as come by themselves.
 * A person can only join after whoever brought them, so there are no circles.
 */
export function reshareForest(people: readonly Joined[]): readonly Place[] {
  const known = new Set(people.map(({ recommenderId }) => recommenderId))
  const isRoot = ({ parentId }: Joined): boolean => parentId === null || !known.has(parentId)
  const childrenOf = Map.groupBy(
    people.filter((person) => !isRoot(person)),
    ({ parentId }) => parentId,
  )
  const places: Growing[] = people.filter(isRoot).map((person) => ({
    ...person,
    generation: 0,
    rootId: person.recommenderId,
    ...NOBODY_BELOW,
  }))
  const parents: (Growing | undefined)[] = places.map(() => undefined)
  for (let next = 0; next < places.length; next++) {
    const parent = places[next]
    for (const child of (parent && childrenOf.get(parent.recommenderId)) ?? []) {
      if (!parent) continue
      parent.children += 1
      places.push({
        ...child,
        generation: parent.generation + 1,
        rootId: parent.rootId,
        ...NOBODY_BELOW,
      })
      parents.push(parent)
    }
  }
  invariant(places.length === people.length, 'whoever was brought joined after whoever brought them')
  // Children stand after their parents, so going back every subtree is whole before it is added.
  for (let index = places.length - 1; index >= 0; index--) {
    const [place, parent] = [places[index], parents[index]]
    if (!place || !parent) continue
    parent.downstreamPeople += place.downstreamPeople + 1
    parent.downstreamSalesMicros = sumMicros([
      parent.downstreamSalesMicros,
      place.downstreamSalesMicros,
      place.salesMicros,
    ])
  }
  return places
}
