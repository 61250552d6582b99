// A person's picture for a story.

import { retailerIdOf, type RecommenderId } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'
import { DAY_MS } from '#domain/time.ts'

import { newId } from '../new-id.ts'

import type { AppDeps } from '../deps.ts'

/** Pictures of one person in a day. */
const PICTURES_PER_DAY = 20

/**
 * Keeps a picture, drawn anew. One that no story shows is thrown away after a day, when the person sends another. Throws
 * `not_found` where the person has not joined, `picture_unreadable`, and `rate_limited` after 20 a day.
 */
export async function addPicture(
  deps: Pick<AppDeps, 'retailers' | 'clock' | 'random' | 'cleanPicture'>,
  {
    programId,
    recommenderId,
    bytes,
  }: { readonly programId: string; readonly recommenderId: RecommenderId; readonly bytes: Uint8Array },
): Promise<{ readonly pictureId: string; readonly width: number; readonly height: number }> {
  const retailerId = retailerIdOf(programId)
  if (retailerId === undefined) throw new Problem('not_found')
  const dayAgo = deps.clock.now() - DAY_MS
  await deps.retailers.transaction(retailerId, async (unit) => {
    if (!(await unit.programs.enrollment(programId, recommenderId))) throw new Problem('not_found')
    if ((await unit.pictures.countSince(recommenderId, dayAgo)) >= PICTURES_PER_DAY)
      throw new Problem('rate_limited')
  })
  const picture = await deps.cleanPicture(bytes)
  const pictureId = newId(deps, retailerId)
  await deps.retailers.transaction(retailerId, async (unit) => {
    await unit.pictures.removeUnused(recommenderId, dayAgo)
    await unit.pictures.insert({ ...picture, pictureId, recommenderId, createdAt: deps.clock.now() })
  })
  return { pictureId, width: picture.width, height: picture.height }
}
