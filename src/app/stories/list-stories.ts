// The stories of a program for its shop, or a person's own.

import { retailerIdOf } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'

import { pageOfPlaces, placePage, type PageInput } from '../list-place.ts'
import { viewStories } from './view-stories.ts'

import type { RecommenderId, RetailerId } from '#domain/ids.ts'

import type { AppDeps } from '../deps.ts'
import type { Page, StoryView } from '../views.ts'

/** Stories read of one person in one program: twice as many as they can have. */
const OWN_READ_MAX = 100

/** At most `limit`, the newest first; `next` continues, or is null. Throws `not_found` for another retailer's program. */
export async function listStories(
  deps: Pick<AppDeps, 'retailers'>,
  {
    retailerId,
    programId,
    ...page
  }: PageInput & { readonly retailerId: RetailerId; readonly programId: string },
): Promise<Page<StoryView>> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    if (!(await unit.programs.program(programId))) throw new Problem('not_found')
    const rows = await unit.stories.list(programId, placePage(page))
    const { data, next } = pageOfPlaces(rows, page, {
      place: ({ createdAt: at, code: id }) => ({ at, id }),
      view: (row) => row,
    })
    return { data: await viewStories(unit, programId, data), next }
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
      const rows = await unit.stories.list(programId, { recommenderId, limit: OWN_READ_MAX })
      return viewStories(unit, programId, rows)
    })
    stories.push(...own)
  }
  return stories
}
