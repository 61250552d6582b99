// Two jobs of one reward ran side by side: the one that had read the older state wrote last, and the person's page
// stayed behind what the shop had promised.

import { projectReward } from '#app/rewards/project-reward.ts'
import { micros } from '#domain/money.ts'
import { expect, test } from 'vitest'

import type { PersonRewardRow, RecommenderStore } from '#ports/recommender-store.ts'
import type { RetailerStore } from '#ports/retailer-store.ts'

type Written = Pick<PersonRewardRow, 'standingMicros'>

test('the last of two jobs side by side leaves the newest state, whichever it had read', async () => {
  let standing: Written = { standingMicros: micros(0n) }
  let page: Written | undefined
  const slow = Promise.withResolvers<void>()
  const writes = [slow.promise]
  const read = () => Promise.resolve({ recommenderId: 'anybody', row: standing })
  const projectTo = async (row: Written): Promise<void> => {
    await writes.shift()
    page = row
  }
  const deps = {
    retailers: { transaction: read } as unknown as RetailerStore,
    recommenders: {
      transaction: (_id: string, work: (unit: object) => unknown) => work({ projectReward: projectTo }),
    } as unknown as RecommenderStore,
    clock: { now: () => 0 },
  }
  const key = { retailerId: 'shap2', rewardId: 'shap2reward' }

  const older = projectReward(deps, key)
  await Promise.resolve()
  standing = { standingMicros: micros(5_000_000n) }
  await projectReward(deps, key)
  expect(page).toEqual({ standingMicros: 5_000_000n })
  slow.resolve()
  await older
  expect(page).toEqual({ standingMicros: 5_000_000n })
})
