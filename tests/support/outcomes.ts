// What became of a shop's orders, as the API answers it.

import { get } from './api.ts'
import type { Server, TestShop } from './shop.ts'
import { until } from './until.ts'

/** A reward as the API answers it; amounts are decimal strings. */
export type Reward = {
  readonly rewardId: string
  readonly orderId: string
  readonly programId: string
  readonly payee: string
  readonly target: string
  readonly standing: string
  readonly waiting: string
  readonly reserved: string
  readonly paid: string
  readonly debt: string
  readonly state: string
  readonly sentence: string
  readonly batches: readonly { readonly seq: number; readonly amount: string; readonly amended: string }[]
}

export type Order = {
  readonly orderId: string
  readonly externalId: string
  readonly outcome: string
  readonly reason: string
  readonly rewardId: string | null
  readonly target: string
}

/** Ids of rewards that have been asked for, by key and order number: a reward never moves to another order. */
const knownRewardIds = new Map<string, string>()

/** The reward of the shop's order with this number; undefined while there is none. */
export async function rewardOf(
  server: Server,
  shop: Pick<TestShop, 'apiKey'>,
  externalId: string,
): Promise<Reward | undefined> {
  const place = `${shop.apiKey} ${externalId}`
  const rewardId = knownRewardIds.get(place) ?? (await orderOf(server, shop, externalId))?.rewardId
  if (!rewardId) return undefined
  knownRewardIds.set(place, rewardId)
  return get<Reward>(server, `/v1/rewards/${rewardId}`, shop.apiKey)
}

/** The rewards of the shop's latest hundred orders, by order number. */
export async function rewardsByOrder(
  server: Server,
  { apiKey }: Pick<TestShop, 'apiKey'>,
): Promise<ReadonlyMap<string, Reward>> {
  const [orders, rewards] = await Promise.all([
    get<{ data: readonly Order[] }>(server, '/v1/orders?limit=100', apiKey),
    get<{ data: readonly Reward[] }>(server, '/v1/rewards?limit=100', apiKey),
  ])
  const numbers = new Map(orders.data.map(({ orderId, externalId }) => [orderId, externalId]))
  return new Map(rewards.data.map((reward) => [numbers.get(reward.orderId) ?? '', reward]))
}

/** The shop's order with this number; undefined while it is unknown. */
export async function orderOf(
  server: Server,
  { apiKey }: Pick<TestShop, 'apiKey'>,
  externalId: string,
): Promise<Order | undefined> {
  const { data } = await get<{ data: readonly Order[] }>(server, '/v1/orders?limit=100', apiKey)
  return data.find((order) => order.externalId === externalId)
}

/** Waits until the reward of an order is as `isThere` wants it. */
export async function untilReward(
  server: Server,
  shop: Pick<TestShop, 'apiKey'>,
  externalId: string,
  what: string,
  isThere: (reward: Reward) => boolean,
): Promise<Reward> {
  let last: Reward | undefined
  const look = async (): Promise<Reward | undefined> => {
    last = await rewardOf(server, shop, externalId)
    return last && isThere(last) ? last : undefined
  }
  return until(`the reward of order ${externalId} to be ${what}`, look, { seen: () => last })
}

/** Waits until nothing is under way for the retailer any more. */
export async function untilQuiet(server: Server, { apiKey }: Pick<TestShop, 'apiKey'>): Promise<void> {
  let last: Record<string, number> = {}
  const look = async (): Promise<boolean> => {
    last = await get<Record<string, number>>(server, '/v1/work', apiKey)
    return Object.values(last).every((count) => count === 0)
  }
  await until('the retailer to have no work under way', look, { seen: () => last })
}
