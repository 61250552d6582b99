// The shop has looked at a reward that its order key refused: it goes back into the line, at its old place.

import { Problem } from '#domain/problem.ts'

import type { AppDeps } from '../deps.ts'

/** Throws `not_found` for an unknown reward, for another's, and for one that is not set aside. */
export async function resumeReward(
  { retailers }: Pick<AppDeps, 'retailers'>,
  { retailerId, rewardId }: { readonly retailerId: string; readonly rewardId: string },
): Promise<{ readonly rewardId: string; readonly state: 'resumed' }> {
  return retailers.transaction(retailerId, async (unit) => {
    if (!(await unit.proposals.resume(rewardId))) throw new Problem('not_found')
    await unit.enqueue({ queue: 'project-reward', data: { retailerId, rewardId } })
    return { rewardId, state: 'resumed' }
  })
}
