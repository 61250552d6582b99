// The id that takes the place of somebody erased in a shop's rows: it keeps their rewards together, so that every sum
// stays, and leads to nobody.

import { ID_SUFFIX_LENGTH, type RecommenderId } from '#domain/ids.ts'

import { newCode } from '../new-id.ts'

import type { AppDeps } from '../deps.ts'

/** The hyphen is not in the alphabet of ids, so no living person has such an id. */
const PREFIX = 'erased-'

/** A new one; as long as other ids of people. */
export function newErasedId(deps: Pick<AppDeps, 'random'>): RecommenderId {
  return PREFIX + newCode(deps, ID_SUFFIX_LENGTH - PREFIX.length)
}

/** Whether the person behind an id was erased. */
export function isErased(recommenderId: RecommenderId): boolean {
  return recommenderId.startsWith(PREFIX)
}
