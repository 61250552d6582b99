// A relayer's rewards at work on any store, around a chain in memory: what the outside world and the relayer's rounds
// may do, one step at a time; with processes that die and others that come in between two database transactions.

import { evaluateOrder } from '#app/orders/evaluate-order.ts'
import { applyEvents } from '#app/books/apply-events.ts'
import { retailerKey } from '#app/retailers/retailer-keys.ts'
import { projectReward } from '#app/rewards/project-reward.ts'
import { readWork } from '#app/work/read-work.ts'
import { tendPools, type TendPoolsDeps } from '#app/work/tend-pools.ts'
import { newId } from '#app/new-id.ts'
import { invariant, InvariantError } from '#domain/invariant.ts'
import { orderMarkText } from '#domain/source-mark.ts'
import { macs } from '#store/macs.ts'
import { bytesToHex, numberToBytes, stringToBytes } from 'viem/utils'

import { createFakeChain, type FakeChain } from './fake-chain.ts'
import { fakeCalls, fakeSignature } from './fake-calls.ts'
import {
  BEGIN,
  openMarket,
  orderKeyHex,
  PROGRAMS,
  RETAILER_ID,
  sealer,
  type HistoryOrder,
} from './history-market.ts'

import type { OrderFact } from '#domain/order-facts.ts'
import type { ChainBooks } from '#ports/chain-books.ts'
import type { ChainIdentity } from '#ports/chain.ts'
import type { RecommenderStore } from '#ports/recommender-store.ts'
import type { LogFacts } from '#ports/log.ts'
import type { OutboxJob, RetailerStore } from '#ports/retailer-store.ts'
import type { BookDeps } from '#app/books/apply-events.ts'
import type { WorkView } from '#app/views.ts'
import type { Inspection } from './inspection.ts'
import type { Address, Hex } from 'viem'

/** What histories are played on: in memory or PostgreSQL. */
export type HistoryStores = {
  readonly retailers: RetailerStore
  readonly recommenders: RecommenderStore
  readonly chainBooks: ChainBooks
  /** Everything kept of the retailer, for the checks. */
  readonly inspect: () => Promise<Inspection>
  /** The jobs that wait in the outbox. */
  readonly jobs: () => OutboxJob[]
}

/** The process ended here, as by a power cut; like a broken rule, it is not caught on the way. */
export class Died extends InvariantError {}

export type HistoryWorld = {
  readonly stores: HistoryStores
  readonly chain: FakeChain
  readonly orders: readonly HistoryOrder[]
  /** What the shop has told so far: keys of facts by order. */
  readonly told: ReadonlyMap<number, ReadonlySet<string>>
  /** Records that somebody else with the order key has committed. */
  readonly foreign: Set<Hex>
  /** Warnings of the relayer. */
  readonly said: readonly LogFacts[]
  readonly now: () => number
  readonly wait: (seconds: number) => void
  readonly tell: (order: number, fact: number) => Promise<void>
  /** Processes deliveries again in which the process died: the outbox hands them out until they are done. */
  readonly tellUndone: () => Promise<void>
  readonly tend: () => Promise<void>
  /** Books what is final. */
  readonly apply: () => Promise<void>
  readonly project: () => Promise<void>
  readonly work: () => Promise<WorkView>
  readonly refuse: (payee: Address | undefined) => void
  /** At the `boundary`-th call of a port from now: dies there, or lets `between` happen first. */
  readonly arm: (boundary: number, between: 'die' | (() => Promise<void>)) => void
  readonly disarm: () => void
}

export const IDENTITY: ChainIdentity = {
  chainId: 31_337,
  ledger: `0x${'5'.repeat(40)}`,
  token: `0x${'6'.repeat(40)}`,
  ledgerCodeHash: `0x${'7'.repeat(64)}`,
  deployBlock: 0n,
  deployBlockHash: `0x${'0'.repeat(64)}`,
}

/** Rewards of a batch at most, so that histories have several. */
const BATCH_MAX_REWARDS = 3
/** Seconds that a batch waits for more rewards. */
export const BATCH_MAX_AGE_SECONDS = 60

/** Opens the market on empty stores, and a chain that has both pools without money. */
export async function createHistoryWorld(
  stores: HistoryStores,
  orders: readonly HistoryOrder[],
): Promise<HistoryWorld> {
  let now = BEGIN
  let refused: Address | undefined
  const clock = { now: () => now }
  const chain = createFakeChain(
    {
      identity: IDENTITY,
      orderKeyOf: orderKeyHex,
      isRefused: (payee) => payee === refused,
      retailerId: RETAILER_ID,
      rewardCapMicros: 5_000_000n,
    },
    clock,
  )
  const boundaries = createBoundaries()
  const said: LogFacts[] = []
  const deps = depsOf(stores, chain, clock, { reached: boundaries.reached, said })
  const told = new Map<number, Set<string>>()
  const undone = new Set<Delivery>()
  await openMarket(stores.retailers)

  return {
    stores,
    chain,
    orders,
    told,
    foreign: new Set(),
    said,
    now: clock.now,
    wait: (seconds) => {
      now += seconds * 1000
    },
    tell: async (index, factIndex) => {
      const order = orders[index]
      const fact = order?.facts[factIndex]
      invariant(order && fact, 'a history tells facts that its orders have')
      told.set(index, (told.get(index) ?? new Set()).add(fact.factKey))
      const delivery = { order, fact }
      undone.add(delivery)
      await tellFact(deps, delivery)
      undone.delete(delivery)
    },
    tellUndone: async () => {
      for (const delivery of undone) {
        await tellFact(deps, delivery)
        undone.delete(delivery)
      }
    },
    tend: () => tendPools(deps),
    apply: async () => {
      while ((await applyEvents(deps)) > 0);
    },
    project: async () => {
      for (let job = stores.jobs()[0]; job; job = stores.jobs()[0]) {
        if (job.queue === 'project-reward') await projectReward(deps, job.data)
        stores.jobs().shift()
      }
    },
    work: () => readWork(deps, { retailerId: RETAILER_ID }),
    refuse: (payee) => {
      refused = payee
    },
    arm: boundaries.arm,
    disarm: boundaries.disarm,
  }
}

type Deps = TendPoolsDeps &
  BookDeps &
  Parameters<typeof evaluateOrder>[0] &
  Parameters<typeof projectReward>[0]

function depsOf(
  stores: HistoryStores,
  chain: FakeChain,
  clock: { readonly now: () => number },
  { reached, said }: { readonly reached: () => Promise<void>; readonly said: LogFacts[] },
): Deps {
  let counter = 0
  return {
    clock,
    chainClock: { nowSeconds: chain.nowSeconds },
    chainIdentity: IDENTITY,
    chainReader: chain.reader as Deps['chainReader'],
    retailers: {
      transaction: async (retailerId, work) => {
        await reached()
        const result = await stores.retailers.transaction(retailerId, work)
        await reached()
        return result
      },
    },
    recommenders: {
      transaction: async (recommenderId, work) => {
        await reached()
        return stores.recommenders.transaction(recommenderId, work)
      },
    },
    chainBooks: stores.chainBooks,
    chainEvents: {
      ...chain.events,
      markApplied: async (ids) => {
        await reached()
        return chain.events.markApplied(ids)
      },
    },
    chainTransactions: {
      ...chain.transactions,
      plan: async (request) => {
        await reached()
        return chain.transactions.plan(request)
      },
    },
    calls: fakeCalls,
    keys: {
      create: () => {
        throw new Error('no reward history makes keys')
      },
      signTypedData: (key, typedData) => Promise.resolve(fakeSignature(bytesToHex(key), typedData)),
    },
    // Different each time, and the same in every run.
    random: {
      bytes: (length) => {
        counter += 1
        const block = macs.sha256(numberToBytes(counter))
        return Uint8Array.from({ length }, (_, i) => block[i % block.length] ?? 0)
      },
    },
    sealer,
    macs,
    log: {
      info: () => undefined,
      warn: (message, facts) => said.push({ message, ...facts }),
      error: () => undefined,
    },
    settings: {
      batchMaxAgeSeconds: BATCH_MAX_AGE_SECONDS,
      withdrawalNoticeSeconds: 86_400,
      batchMaxRewards: BATCH_MAX_REWARDS,
      pullEverySeconds: 60,
      relayer: `0x${'8'.repeat(40)}`,
      passkeyFactory: undefined,
      testnet: false,
    },
  }
}

type Delivery = { readonly order: HistoryOrder; readonly fact: OrderFact }

/** What a kept delivery does: the fact is added to its order, and the order evaluated, in one database transaction. */
async function tellFact(deps: Deps, { order, fact }: Delivery): Promise<void> {
  await deps.retailers.transaction(RETAILER_ID, async (unit) => {
    const key = await retailerKey(deps, unit, 'order')
    const { externalId } = order
    const connectionId = 'connection'
    const taken = await unit.orders.take({
      ...{ orderId: newId(deps, RETAILER_ID), connectionId, externalId },
      sourceOrder: macs.hmacSha256(key, stringToBytes(orderMarkText({ connectionId, externalId }))),
      now: deps.clock.now(),
    })
    await unit.orders.insertFact(taken.orderId, fact, { deliveryId: 'delivery', now: deps.clock.now() })
    await evaluateOrder(deps, unit, taken)
  })
}

type Boundaries = Pick<HistoryWorld, 'arm' | 'disarm'> & { readonly reached: () => Promise<void> }

function createBoundaries(): Boundaries {
  let armed: { left: number; readonly between: 'die' | (() => Promise<void>) } | undefined
  return {
    arm: (boundary, between) => {
      armed = { left: boundary, between }
    },
    disarm: () => {
      armed = undefined
    },
    reached: async () => {
      if (!armed) return
      armed.left -= 1
      if (armed.left > 0) return
      const { between } = armed
      armed = undefined
      if (between === 'die') throw new Died('here')
      await between()
    },
  }
}

/** The pool of a program by its place in the market. */
export function poolOf(index: number): number {
  return PROGRAMS[index % PROGRAMS.length]!.pool
}
