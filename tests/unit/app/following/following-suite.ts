// What following promises, whatever it is stored in. Runs on stores in memory and on PostgreSQL.

import { findFinalBlock, type Finality } from '#app/following/finality.ts'
import { createChainClock } from '#app/following/chain-clock.ts'
import { followChain } from '#app/following/follow-chain.ts'
import type { Log } from '#ports/log.ts'
import { afterEach, describe, expect, it } from 'vitest'

import { createFakeChain, DEPLOY_BLOCK, fakeCall, fakePrivateKey, fakeSigner } from '../sending/fake-chain.ts'
import { SENDER, type MakeStores, type Stores } from '../sending/sending-world.ts'

const DEPTH_SIX: Finality = { mode: 'depth', blocks: 6n }
const LOCAL: Finality = { mode: 'local' }

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

export function describeFollowing(name: string, makeStores: MakeStores): void {
  describe(`following, stored in ${name}`, () => {
    let stores: Stores
    afterEach(() => stores.close())

    async function begin(finality: Finality = DEPTH_SIX) {
      let now = 1_700_000_000_000
      const clock = { now: () => now }
      stores = await makeStores(clock)
      const chain = createFakeChain()
      await stores.pins.pin(
        {
          chainId: 31_337,
          ledger: SENDER,
          token: SENDER,
          ledgerCodeHash: '0x01',
          deployBlock: DEPLOY_BLOCK,
          deployBlockHash: chain.head().hash,
        },
        now,
      )
      const deps = {
        source: chain.source,
        store: stores.following,
        clock,
        chainClock: createChainClock(),
        finality,
        deployBlock: DEPLOY_BLOCK,
        log: silent,
      }
      let nonce = 0n
      return {
        chain,
        deps,
        follow: () => followChain(deps),
        advance: (milliseconds: number) => {
          now += milliseconds
        },
        /** Mines a block that holds one event. */
        mineEvent: async () => {
          const fees = { maxFeePerGas: 1n, maxPriorityFeePerGas: 1n }
          const unsigned = { chainId: 31_337, nonce: nonce++, call: fakeCall(1), gasLimit: 1n, fees }
          await chain.broadcaster.broadcast((await fakeSigner.sign(fakePrivateKey(SENDER), unsigned)).raw)
          chain.mine()
        },
        places: async () =>
          (await stores.events()).map(({ blockNumber, logIndex }) => [blockNumber, logIndex]),
      }
    }

    it('begins at the deployment and takes every block with its events', async () => {
      const { chain, follow, mineEvent, places, deps } = await begin()
      await mineEvent()
      chain.mine()
      expect(await follow()).toEqual({ status: 'advanced', more: false })
      expect((await stores.following.tip())?.number).toBe(3n)
      expect((await stores.following.blockAt(1n))?.number).toBe(1n)
      expect(await places()).toEqual([[2n, 0]])
      expect(deps.chainClock.nowSeconds()).toBe(6)
      expect(await follow()).toEqual({ status: 'unchanged', more: false })
    })

    it('takes a long way to the head in bounded steps', async () => {
      const { chain, follow } = await begin()
      chain.mine(99)
      expect(await follow()).toEqual({ status: 'advanced', more: true })
      expect((await stores.following.tip())?.number).toBe(64n)
      expect(await follow()).toEqual({ status: 'advanced', more: false })
      expect((await stores.following.tip())?.number).toBe(100n)
    })

    it.each([1, 2, 3, 4, 5])('puts the other blocks in for the last %i, events and all', async (depth) => {
      const { chain, follow, mineEvent, places, deps } = await begin()
      chain.mine(5)
      await mineEvent()
      for (let i = 1; i < depth; i++) await mineEvent()
      await follow()
      const before = await places()
      expect(before).toHaveLength(depth)
      chain.reorg(depth, depth + 2)
      expect((await follow()).status).toBe('advanced')
      expect(await places()).toEqual([])
      expect((await stores.following.tip())?.hash).toBe(chain.head().hash)
      for (let number = 1n; number <= chain.head().number; number++) {
        expect((await stores.following.blockAt(number))?.hash).toBe((await chain.source.block(number))?.hash)
      }
      expect(deps.chainClock.nowSeconds()).toBe(chain.head().timestampSeconds)
    })

    it('keeps events below the fork', async () => {
      const { chain, follow, mineEvent, places } = await begin()
      await mineEvent()
      await mineEvent()
      await follow()
      chain.reorg(1, 2)
      await follow()
      expect(await places()).toEqual([[2n, 0]])
    })

    it('follows a fork that is shorter than what it takes back', async () => {
      const { chain, follow } = await begin()
      chain.mine(4)
      await follow()
      chain.reorg(3, 1)
      expect((await follow()).status).toBe('advanced')
      expect((await stores.following.tip())?.hash).toBe(chain.head().hash)
      expect((await stores.following.tip())?.number).toBe(3n)
      expect(await stores.following.blockAt(4n)).toBeUndefined()
    })

    it('waits while the node ends below what is followed', async () => {
      const { chain, follow } = await begin()
      chain.mine(4)
      await follow()
      chain.state.shownUpTo = 3n
      expect(await follow()).toEqual({ status: 'behind', more: false })
      expect((await stores.following.tip())?.number).toBe(5n)
    })

    it('takes nothing when the chain moves while it is read', async () => {
      const { chain, follow, deps } = await begin()
      chain.mine(2)
      await follow()
      chain.mine(2)
      let moved = false
      deps.source = {
        ...chain.source,
        block: async (number) => {
          if (number === 5n && !moved) {
            moved = true
            chain.reorg(3, 4)
          }
          return chain.source.block(number)
        },
      }
      expect((await follow()).status).toBe('unsettled')
      expect((await stores.following.tip())?.number).toBe(3n)
      expect((await follow()).status).toBe('advanced')
      expect((await stores.following.tip())?.hash).toBe(chain.head().hash)
    })

    it('changes nothing when the events of a block cannot be read', async () => {
      const { chain, follow, deps } = await begin()
      await follow()
      chain.mine()
      deps.source = {
        ...chain.source,
        eventsOf: async (blocks) => {
          chain.reorg(1)
          return chain.source.eventsOf(blocks)
        },
      }
      await expect(follow()).rejects.toMatchObject({ code: 'chain_unavailable' })
      expect((await stores.following.tip())?.number).toBe(1n)
    })

    it('takes nothing when another follower was faster', async () => {
      const { chain, follow, deps } = await begin()
      await follow()
      chain.mine()
      const slow = { ...chain.source }
      deps.source = {
        ...slow,
        eventsOf: async (blocks) => {
          deps.source = slow
          expect((await follow()).status).toBe('advanced')
          return slow.eventsOf(blocks)
        },
      }
      expect(await follow()).toEqual({ status: 'unsettled', more: true })
      expect((await stores.following.tip())?.number).toBe(2n)
    })

    it('lets only one of two followers move the tip', async () => {
      const { chain, follow } = await begin()
      await follow()
      const first = await stores.following.tip()
      chain.mine()
      await follow()
      const stale = { expectedTip: first?.hash, forkNumber: 1n, blocks: [], events: [] }
      expect(await stores.following.record(stale)).toBe('tip-moved')
      expect((await stores.following.tip())?.number).toBe(2n)
    })

    it('makes blocks final by depth', async () => {
      const { chain, follow } = await begin()
      chain.mine(5)
      await follow()
      expect(await stores.following.finalNumber()).toBeUndefined()
      chain.mine()
      await follow()
      expect(await stores.following.finalNumber()).toBe(1n)
    })

    it('makes blocks of the local testnet final when two deep and older than three seconds', async () => {
      const { chain, follow, advance } = await begin(LOCAL)
      chain.mine(3)
      await follow()
      advance(3_000)
      await follow()
      expect(await stores.following.finalNumber()).toBeUndefined()
      advance(1)
      await follow()
      expect(await stores.following.finalNumber()).toBe(2n)
      chain.mine()
      await follow()
      expect(await stores.following.finalNumber()).toBe(3n)
    })

    it('never takes finality back, also when the clock steps back', async () => {
      const { chain, follow, advance } = await begin(LOCAL)
      chain.mine(3)
      await follow()
      advance(3_001)
      await follow()
      advance(-60_000)
      chain.mine()
      await follow()
      expect(await stores.following.finalNumber()).toBe(2n)
    })

    it('stops when final blocks are taken back', async () => {
      const { chain, follow } = await begin()
      chain.mine(7)
      await follow()
      expect(await stores.following.finalNumber()).toBe(2n)
      chain.reorg(6, 7)
      await follow()
      expect((await stores.following.tip())?.hash).toBe(chain.head().hash)
      chain.reorg(7, 8)
      expect(await stores.following.finalNumber()).toBe(3n)
      await expect(follow()).rejects.toMatchObject({ code: 'chain_reorganised', facts: { block: '3' } })
    })

    it('stops when another chain begins at the deployment block', async () => {
      const { follow, deps } = await begin()
      await follow()
      const other = createFakeChain()
      other.mine(3)
      other.reorg(4)
      deps.source = other.source
      await expect(follow()).rejects.toMatchObject({ code: 'chain_reorganised' })
    })

    it('finds no final block while the chain is too short', async () => {
      const { chain, follow } = await begin()
      await follow()
      const tip = await stores.following.tip()
      if (!tip) throw new Error('the deployment block is followed')
      chain.mine()
      expect(await findFinalBlock(stores.following, DEPTH_SIX, tip, 0)).toBeUndefined()
    })
  })
}
