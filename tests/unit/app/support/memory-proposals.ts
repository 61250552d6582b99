// What waits for the retailer's own order key, and rewards set aside, in memory.

import type { Instant } from '#domain/order-facts.ts'
import type { ProposalRows } from '#ports/proposal-rows.ts'
import type { RewardRow } from '#ports/reward-rows.ts'

import type { MemoryState } from './memory-state.ts'

/** Rows of proposals and of rewards set aside. */
export function proposalRows(memory: MemoryState): ProposalRows {
  const batches = () =>
    [...memory.batches.values()].filter((one) => one.state === 'signed' && one.signature === null)
  const amendments = () =>
    [...memory.amendments.values()].filter((one) => one.state === 'signed' && one.signature === null)
  const inForce = (now: Instant) =>
    [...memory.rewards.values()].flatMap((reward) => {
      const row = memory.setAsides.get(reward.rewardId)
      if (!row || reward.waitingMicros === 0n || !isSetAside(memory, reward, now)) return []
      return [{ ...row, programId: reward.programId }]
    })
  return {
    batches: (limit) => Promise.resolve(batches().slice(0, limit)),
    amendments: (limit) => Promise.resolve(amendments().slice(0, limit)),
    count: () => Promise.resolve(batches().length + amendments().length),
    setAside: (row) => {
      memory.setAsides.set(row.rewardId, row)
      return Promise.resolve()
    },
    setAsides: (now, limit) => Promise.resolve(inForce(now).slice(0, limit)),
    setAsideOf: (rewardId, now) => Promise.resolve(inForce(now).find((one) => one.rewardId === rewardId)),
    countSetAsides: (now) => Promise.resolve(inForce(now).length),
    resume: (rewardId) => Promise.resolve(memory.setAsides.delete(rewardId)),
    refuse: (refusal) => {
      const known = memory.rewardRefusals.get(refusal.rewardId)
      memory.rewardRefusals.set(refusal.rewardId, { ...refusal, reason: known?.reason ?? refusal.reason })
      return Promise.resolve()
    },
    refusals: (orderId) => {
      const own = [...memory.rewards.values()].filter((reward) => reward.orderId === orderId)
      return Promise.resolve(
        new Map(
          own.flatMap(({ rewardId, recommenderId }) => {
            const refusal = memory.rewardRefusals.get(rewardId)
            return refusal ? [[recommenderId, refusal] as const] : []
          }),
        ),
      )
    },
  }
}

/** Whether a reward is out of the line: for now, or until it is resumed, and while it is worth the same. */
export function isSetAside(memory: MemoryState, reward: RewardRow, now: Instant): boolean {
  const row = memory.setAsides.get(reward.rewardId)
  if (row === undefined || row.targetMicros !== reward.targetMicros) return false
  return row.until === null || row.until > now
}
