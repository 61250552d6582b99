// A retailer's rewards, newest first, a page at a time.

import { readPaidByRecord, viewReward } from './read-reward.ts'

import type { Micros } from '#domain/money.ts'
import type { PaidByRecord } from '../people/cover-credits.ts'
import type { AppDeps } from '../deps.ts'
import type { Page, RewardView } from '../views.ts'

/** At most `limit` rewards older than `after`; `next` continues, or is null at the end. */
export async function listRewards(
  deps: Pick<AppDeps, 'retailers' | 'recommenders' | 'clock'>,
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
  const shown = rows.slice(0, limit)
  const now = deps.clock.now()
  const paid = new Map<string, PaidByRecord>()
  for (const recommenderId of new Set(shown.map((row) => row.recommenderId))) {
    paid.set(recommenderId, await readPaidByRecord(deps, recommenderId))
  }
  const data = await deps.retailers.transaction(retailerId, async (unit) => {
    const views: RewardView[] = []
    for (const row of shown) {
      const paidByRecord = paid.get(row.recommenderId) ?? new Map<string, Micros>()
      views.push(await viewReward(unit, row, { paidByRecord, now }))
    }
    return views
  })
  return {
    data,
    next: rows.length > limit ? (data.at(-1)?.rewardId ?? null) : null,
  }
}
