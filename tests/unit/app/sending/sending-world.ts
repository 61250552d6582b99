// One process that follows and sends on the fake chain, with a wall clock that tests move.

import { createChainClock } from '#app/following/chain-clock.ts'
import { followChain } from '#app/following/follow-chain.ts'
import { createAlarms } from '#app/sending/alarms.ts'
import { sendChainTransactions, type SendingStepResult } from '#app/sending/send-chain-transactions.ts'
import { DEFAULT_SENDING_LIMITS, type SendingDeps, type SendingLimits } from '#app/sending/sending-deps.ts'
import type { LedgerEvent } from '#ports/chain.ts'
import type { ChainTransactions } from '#ports/chain-transactions.ts'
import type { WallClock } from '#ports/clocks.ts'
import type { FailpointName } from '#ports/failpoint.ts'
import type { ChainPins, FollowingStore } from '#ports/following-store.ts'
import type { Leases } from '#ports/leases.ts'
import type { Log, LogFacts } from '#ports/log.ts'
import type { SendingStore } from '#ports/sending-store.ts'
import type { Address } from 'viem'
import { afterEach } from 'vitest'

import { createFakeChain, DEPLOY_BLOCK, fakeCall, fakePrivateKey, fakeSigner } from './fake-chain.ts'

export const SENDER: Address = '0x5555555555555555555555555555555555555555'
export const CHAIN_ID = 31_337

/** Blocks on top of a final one in these tests. */
const FINAL_DEPTH = 6n

/** What a suite runs on: the stores, and a process's leases over them. */
export type Stores = {
  readonly sending: SendingStore
  readonly transactions: ChainTransactions
  readonly following: FollowingStore
  readonly pins: ChainPins
  readonly events: () => Promise<readonly LedgerEvent[]>
  /** The leases of one more process. */
  readonly newLeases: () => Leases
  /** Another process takes a lease over without the holder's noticing. */
  readonly steal: (lease: string) => Promise<void>
  readonly close: () => Promise<void>
}

export type MakeStores = (clock: WallClock) => Promise<Stores>

/** Thrown where a test kills the process. */
export class Killed extends Error {}

export type World = Awaited<ReturnType<typeof createWorld>>

export async function createWorld(makeStores: MakeStores, limits: Partial<SendingLimits> = {}) {
  let now = 1_700_000_000_000
  const clock: WallClock = { now: () => now }
  const chain = createFakeChain()
  const stores = await makeStores(clock)
  await stores.pins.pin(
    {
      chainId: CHAIN_ID,
      ledger: SENDER,
      token: SENDER,
      ledgerCodeHash: '0x01',
      deployBlock: DEPLOY_BLOCK,
      deployBlockHash: chain.head().hash,
    },
    now,
  )
  const errors: { message: string; facts: LogFacts | undefined }[] = []
  const log: Log = {
    info: () => undefined,
    warn: () => undefined,
    error: (message, facts) => errors.push({ message, facts }),
  }

  /** A process of its own: it shares the stores with the others, and dies where `killAt` says. */
  function startProcess(killAt?: FailpointName) {
    const deps: SendingDeps = {
      store: stores.sending,
      followed: stores.following,
      source: chain.source,
      broadcaster: chain.broadcaster,
      signer: fakeSigner,
      signingKeys: {
        privateKeyOf: async (sender) => (sender === SENDER ? fakePrivateKey(sender) : undefined),
      },
      leases: stores.newLeases(),
      clock,
      failpoint: {
        reached: (name) => {
          if (name === killAt) throw new Killed(name)
        },
      },
      chainId: CHAIN_ID,
      limits: { ...DEFAULT_SENDING_LIMITS, ...limits },
      log,
      alarms: createAlarms(log, clock),
    }
    return {
      send: (): Promise<SendingStepResult> => sendChainTransactions(deps),
      /** What a killed process leaves behind: its leases end with its connection. */
      end: () => deps.leases.close(),
    }
  }

  const first = startProcess()
  const followDeps = {
    source: chain.source,
    store: stores.following,
    clock,
    chainClock: createChainClock(),
    finality: { mode: 'depth', blocks: FINAL_DEPTH } as const,
    deployBlock: DEPLOY_BLOCK,
    log,
  }
  const follow = () => followChain(followDeps)
  const step = async () => {
    await follow()
    return first.send()
  }
  await follow()

  return {
    ...stores,
    chain,
    clock,
    errors,
    chainClock: followDeps.chainClock,
    startProcess,
    follow,
    /** Follows, then sends, as a first process. */
    step,
    /** Ends the first process. */
    end: first.end,
    advance: (milliseconds: number) => {
      now += milliseconds
    },
    /** Mines, follows and sends until everything that can end has ended. */
    runToEnd: async () => {
      for (let round = 0; round < 20; round++) {
        chain.mine()
        now += 2_000
        await step()
      }
    },
    stateOf: async (key: string) => (await stores.transactions.find(key))?.state,
  }
}

/** A world for each test of the surrounding `describe`, and a way to plan calls in its name. */
export function useWorlds(makeStores: MakeStores) {
  let world: World
  afterEach(async () => {
    await world.end()
    await world.close()
  })
  return {
    begin: async (limits?: Partial<SendingLimits>) => {
      world = await createWorld(makeStores, limits)
      return world
    },
    plan: (key: string, call = fakeCall(1), after?: string) =>
      world.transactions.plan({ key, sender: SENDER, call, ...(after === undefined ? {} : { after }) }),
  }
}
