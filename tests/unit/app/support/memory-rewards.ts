// Rewards and their changes, in memory.

import { invariant } from '#domain/invariant.ts'
import { sumMicros } from '#domain/money.ts'

import { isSetAside } from './memory-proposals.ts'
import { check, type MemoryState } from './memory-state.ts'

import type { RewardRow, RewardRows } from '#ports/reward-rows.ts'

type RewardMethods =
  | 'find'
  | 'get'
  | 'list'
  | 'ofOrder'
  | 'countWaiting'
  | 'countByCode'
  | 'insert'
  | 'update'
  | 'addChange'
  | 'waiting'
  | 'isAnyWaiting'
  | 'granted'
  | 'hasOwnSale'

/** Rows of the retailer's rewards. */
export function rewardRows(memory: MemoryState): Pick<RewardRows, RewardMethods> {
  const rewards = (): RewardRow[] => [...memory.rewards.values()]
  return {
    find: (orderId, recommenderId) =>
      Promise.resolve(
        rewards().find((one) => one.orderId === orderId && one.recommenderId === recommenderId),
      ),

    get: (rewardId) => Promise.resolve(memory.rewards.get(rewardId)),

    list: ({ limit, after }) => {
      const older = rewards().filter((one) => after === undefined || one.rewardId < after)
      return Promise.resolve(older.toSorted((a, b) => (a.rewardId < b.rewardId ? 1 : -1)).slice(0, limit))
    },

    ofOrder: (orderId) => Promise.resolve(rewards().filter((one) => one.orderId === orderId)),

    countWaiting: () => Promise.resolve(rewards().filter((one) => one.waitingMicros > 0n).length),

    countByCode: () => Promise.resolve(new Map()),

    insert: ({ now: _, ...row }) => {
      memory.rewards.set(row.rewardId, row)
      return Promise.resolve()
    },

    update: (rewardId, change) => {
      const reward = memory.rewards.get(rewardId)
      invariant(reward, 'a reward is made before it changes')
      const { targetMicros, standingMicros, waitingMicros, waitingSince, vetoed, trace, traceHash } = change
      check(targetMicros >= 0n && standingMicros >= 0n && waitingMicros >= 0n, 'retailer_rewards')
      memory.rewards.set(rewardId, {
        ...reward,
        targetMicros,
        standingMicros,
        waitingMicros,
        waitingSince,
        vetoed,
        trace,
        traceHash,
      })
      return Promise.resolve()
    },

    addChange: (rewardId, change) => {
      check(change.micros > 0n, 'retailer_reward_changes')
      memory.changes.push({ ...change, rewardId })
      return Promise.resolve()
    },

    granted: (programId, recommenderId, period) => {
      const own = rewards().filter((one) => isPaidIn(one, programId, recommenderId, period))
      return Promise.resolve(sumMicros(own.map((one) => one.grantedMicros)))
    },

    hasOwnSale: (programId, recommenderId, period) => {
      const own = rewards().filter((one) => isPaidIn(one, programId, recommenderId, period))
      return Promise.resolve(own.some((one) => one.role === 'direct' && one.grantedMicros > 0n))
    },

    waiting: (programId, now, limit) => {
      const waiting = rewards()
        .filter((one) => one.programId === programId && one.waitingMicros > 0n)
        .filter((one) => !isSetAside(memory, one, now))
      return Promise.resolve(waiting.toSorted(byPlaceInQueue).slice(0, limit))
    },

    isAnyWaiting: (programId) =>
      Promise.resolve(rewards().some((one) => one.programId === programId && one.waitingMicros > 0n)),
  }
}

function byPlaceInQueue(a: RewardRow, b: RewardRow): number {
  return (a.waitingSince ?? 0) - (b.waitingSince ?? 0) || (a.rewardId < b.rewardId ? -1 : 1)
}

function isPaidIn(
  reward: RewardRow,
  programId: string,
  recommenderId: string,
  { from, to }: { readonly from: number; readonly to: number },
): boolean {
  const isTheirs = reward.programId === programId && reward.recommenderId === recommenderId
  return isTheirs && reward.paidAt >= from && reward.paidAt < to
}
