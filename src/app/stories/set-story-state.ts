// The shop hides a story that speaks in its name, or shows it again; its author takes it back for good.

import { LINK_CODE_LENGTH } from '#domain/click-token.ts'
import { isId, retailerIdOf, type RecommenderId, type RetailerId } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'

import type { StoryState } from '#domain/story.ts'

import type { AppDeps } from '../deps.ts'

/** Hides a story with a reason that its author reads, or shows it again; throws `not_found` for another retailer's. */
export async function setStoryState(
  deps: Pick<AppDeps, 'retailers'>,
  {
    retailerId,
    code,
    state,
    reason = null,
  }: {
    readonly retailerId: RetailerId
    readonly code: string
    readonly state: StoryState
    readonly reason?: string | null
  },
): Promise<{ readonly code: string; readonly state: StoryState }> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    if (!(await unit.stories.story(code))) throw new Problem('not_found')
    await unit.stories.setState(code, state, state === 'hidden' ? reason : null)
    return { code, state }
  })
}

/** Removes a story and its picture; throws `not_found` for somebody else's. */
export async function removeStory(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  { recommenderId, code }: { readonly recommenderId: RecommenderId; readonly code: string },
): Promise<void> {
  const retailerId = isId(code, LINK_CODE_LENGTH) ? retailerIdOf(code) : undefined
  if (retailerId === undefined) throw new Problem('not_found')
  await deps.retailers.transaction(retailerId, async (unit) => {
    const story = await unit.stories.story(code)
    if (story?.recommenderId !== recommenderId) throw new Problem('not_found')
    await unit.stories.remove(code)
    await unit.pictures.removeUnused(recommenderId, deps.clock.now())
  })
}
