// The stories of a program for its shop, or a person's own.

import { retailerIdOf } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'

import { viewStories } from './view-stories.ts'

import type { RecommenderId, RetailerId } from '#domain/ids.ts'

import type { AppDeps } from '../deps.ts'
import type { StoryView } from '../views.ts'

/** Stories in one answer; the newest. */
const STORIES_SHOWN = 100

/** The program's stories, the newest first, at most 100; throws `not_found` for another retailer's program. */
export async function listStories(
  deps: Pick<AppDeps, 'retailers'>,
  { retailerId, programId }: { readonly retailerId: RetailerId; readonly programId: string },
): Promise<readonly StoryView[]> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    if (!(await unit.programs.program(programId))) throw new Problem('not_found')
    return viewStories(unit, programId, await unit.stories.list(programId, { limit: STORIES_SHOWN }))
  })
}

/** The person's own stories in the programs they joined, those the shop hid among them. */
export async function listOwnStories(
  deps: Pick<AppDeps, 'retailers' | 'recommenders'>,
  { recommenderId }: { readonly recommenderId: RecommenderId },
): Promise<readonly StoryView[]> {
  const links = await deps.recommenders.transaction(recommenderId, (unit) => unit.links())
  const stories: StoryView[] = []
  for (const programId of new Set(links.map((link) => link.programId))) {
    const retailerId = retailerIdOf(programId)
    if (retailerId === undefined) continue
    const own = await deps.retailers.transaction(retailerId, async (unit) => {
      const rows = await unit.stories.list(programId, { recommenderId, limit: STORIES_SHOWN })
      return viewStories(unit, programId, rows)
    })
    stories.push(...own)
  }
  return stories
}
