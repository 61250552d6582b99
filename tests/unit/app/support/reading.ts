// What the tests of single steps look up in a history's books.

import { invariant } from '#domain/invariant.ts'

import type { RewardRow } from '#ports/reward-rows.ts'
import type { HistoryWorld } from './history-world.ts'

/** Facts of an order, by their place. */
export const PAID = 0
export const REFUND = 1
export const SAME_REFUND = 2
export const LARGE_REFUND = 3
export const CANCEL = 4

/** Ten dollars and one, whose tenth is a reward of 1.00 and 0.10; of the first person in the first program. */
export const TEN_DOLLARS = { cents: 1_000, who: 0 }
export const ONE_DOLLAR = { cents: 100, who: 0 }

/** The reward of an order. */
export async function rewardOf({ stores, orders }: HistoryWorld, order: number): Promise<RewardRow> {
  const books = await stores.inspect()
  const orderId = [...books.orders.values()].find(
    (one) => one.externalId === orders[order]?.externalId,
  )?.orderId
  const reward = [...books.rewards.values()].find((one) => one.orderId === orderId)
  invariant(reward, 'the order has a reward')
  return reward
}

/** States of batches in the order of their numbers and attempts: `1.1 dead`. */
export async function batchStates({ stores }: HistoryWorld): Promise<readonly string[]> {
  const { batches } = await stores.inspect()
  return [...batches.values()].map(({ seq, attempt, state }) => `${seq}.${attempt} ${state}`)
}

/** What each record was committed with: order, earned and netted, in the order of commits. */
export async function recordTexts({ stores }: HistoryWorld): Promise<readonly string[]> {
  const { records, rewards, orders } = await stores.inspect()
  return [...records.values()].map(({ rewardId, seq, earnedMicros, nettedMicros }) => {
    const orderId = rewards.get(rewardId)?.orderId ?? ''
    return `${seq}: ${orders.get(orderId)?.externalId} ${earnedMicros} - ${nettedMicros}`
  })
}

/** States of reductions, oldest first. */
export async function reductionStates({ stores }: HistoryWorld): Promise<readonly string[]> {
  const { reductions } = await stores.inspect()
  return [...reductions.values()].map(({ state, micros }) => `${micros} ${state}`)
}

/** Debts, oldest first: what is left of what. */
export async function debtTexts({ stores }: HistoryWorld): Promise<readonly string[]> {
  const { debts } = await stores.inspect()
  return [...debts.values()].map(({ remainingMicros, micros }) => `${remainingMicros} of ${micros}`)
}
