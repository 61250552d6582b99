// A retailer's rewards, newest first, a page at a time.

import { viewReward } from './read-reward.ts'

import type { AppDeps } from '../deps.ts'
import type { Page, RewardView } from '../views.ts'

/** At most `limit` rewards older than `after`; `next` continues, or is null at the end. */
export async function listRewards(
  deps: Pick<AppDeps, 'retailers' | 'recommenders'>,
  {
    retailerId,
    limit,
    after,
  }: {
    readonly retailerId: string
    readonly limit: number
    readonly after?: string | undefined
  },
): Promise<Page<RewardView>> {
  const rows = await deps.retailers.transaction(retailerId, (unit) =>
    unit.rewards.list({ limit: limit + 1, after }),
  )
  const data: RewardView[] = []
  for (const row of rows.slice(0, limit)) data.push(await viewReward(deps, retailerId, row))
  return {
    data,
    next: rows.length > limit ? (data.at(-1)?.rewardId ?? null) : null,
  }
}
