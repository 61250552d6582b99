// What goes into a batch when the shop has lowered its budget below a reward that waits.

import { pickRecords } from '#app/batches/pick-records.ts'
import { isOverBudget } from '#app/policies/read-spending.ts'
import { micros, ZERO_MICROS } from '#domain/money.ts'
import { expect, test } from 'vitest'

import { PEOPLE, PROGRAMS } from './support/history-market.ts'

import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { RewardRow } from '#ports/reward-rows.ts'

const NOW = Date.UTC(2026, 10, 22)
const { programId, policy } = PROGRAMS[0]!

/** Rewards of these amounts in line, the first under rules that are in force no more. */
function shopWith(amounts: readonly bigint[]): RetailerUnit {
  const line = amounts.map((amount, i) => ({
    rewardId: `reward-${i}`,
    recommenderId: `person-${i}`,
    payee: PEOPLE[i],
    tag: '0x000000000001',
    policyHash: i === 0 ? '0x01' : '0x02',
    holdSeconds: 7_200,
    waitingMicros: micros(amount),
    standingMicros: ZERO_MICROS,
  })) as unknown as RewardRow[]
  const nothing = () => Promise.resolve()
  return {
    retailerId: 'shap2',
    rewards: {
      waiting: (_programId: string, limit: number) => Promise.resolve(line.slice(0, limit)),
      openDebts: () => Promise.resolve([]),
      addChange: nothing,
      update: nothing,
    },
    batches: { recordsOfReward: () => Promise.resolve([]) },
    journal: { balances: () => Promise.resolve({ reserved: ZERO_MICROS, released: ZERO_MICROS }) },
    policies: {
      versions: () =>
        Promise.resolve([
          { versionNo: 1, effectiveFrom: 0, policy: { ...policy, budget: { perMonth: '5.00' } } },
        ]),
      signedMicros: () => Promise.resolve(ZERO_MICROS),
      reservedSince: () => Promise.resolve(ZERO_MICROS),
    },
    enqueue: nothing,
  } as unknown as RetailerUnit
}

const deps = {
  clock: { now: () => NOW },
  random: { bytes: (count: number) => new Uint8Array(count) },
  settings: { batchMaxRewards: 10 },
} as unknown as Parameters<typeof pickRecords>[0]

const pick = async (amounts: readonly bigint[], budget: bigint) => {
  const batch = { programId, seq: 1, attempt: 1 }
  const limits = { budgetMicros: micros(budget), largestMicros: micros(5_000_000n) }
  const picked = await pickRecords(deps, shopWith(amounts), { batch, ...limits })
  return picked.map(({ reward }) => reward.rewardId)
}

test('a reward above the whole budget keeps nobody behind it waiting, under whatever rules they are', async () => {
  expect(await pick([5_000_001n, 1_000_000n, 2_000_000n], 5_000_000n)).toEqual(['reward-1', 'reward-2'])
})

test('a reward that the whole budget covers keeps its place in line until there is budget again', async () => {
  expect(await pick([5_000_000n, 1_000_000n], 4_999_999n)).toEqual([])
})

test('only the reward that is above the whole budget is said to wait for it', async () => {
  const unit = shopWith([5_000_001n, 1_000_000n])
  const at = { programId, now: NOW }
  expect(await isOverBudget(unit, { ...at, waitingMicros: micros(5_000_001n) })).toBe(true)
  expect(await isOverBudget(unit, { ...at, waitingMicros: micros(1_000_000n) })).toBe(false)
})
