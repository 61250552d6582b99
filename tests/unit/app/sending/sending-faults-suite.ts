// Sending while processes die, nodes lose and lie, and the chain takes blocks back.

import {
  FAILPOINT_AFTER_BROADCAST,
  FAILPOINT_AFTER_MINED,
  FAILPOINT_AFTER_PLAN,
  FAILPOINT_AFTER_SIGN_SAVE,
} from '#ports/failpoint.ts'
import { describe, expect, it } from 'vitest'

import { fakeCall } from './fake-chain.ts'
import { Killed, SENDER, useWorlds, type MakeStores } from './sending-world.ts'

const FIRST = fakeCall(1)
const SECOND = fakeCall(2)

export function describeFaults(name: string, makeStores: MakeStores): void {
  describe(`sending under faults, stored in ${name}`, () => {
    const { begin, plan } = useWorlds(makeStores)

    it.each([
      [FAILPOINT_AFTER_PLAN, 'planned', 0],
      [FAILPOINT_AFTER_SIGN_SAVE, 'signed', 0],
      [FAILPOINT_AFTER_BROADCAST, 'signed', 1],
    ] as const)(
      'killed %s, a new process does it once with the same bytes',
      async (failpoint, left, sent) => {
        const { chain, startProcess, stateOf, runToEnd, transactions } = await begin()
        await plan('one')
        const killed = startProcess(failpoint)
        await expect(killed.send()).rejects.toThrow(Killed)
        await killed.end()
        expect(await stateOf('one')).toBe(left)
        expect(chain.broadcasts).toHaveLength(sent)
        const saved = (await transactions.find('one'))?.hash

        await runToEnd()
        expect(await stateOf('one')).toBe('final')
        expect(chain.effects()).toEqual([FIRST.data])
        expect(new Set(chain.broadcasts).size).toBe(1)
        if (left === 'signed') expect((await transactions.find('one'))?.hash).toBe(saved)
      },
    )

    it('killed after it saw its call mined, a new process ends it', async () => {
      const { chain, startProcess, stateOf, runToEnd, follow, step, end } = await begin()
      await plan('one')
      await step()
      await end()
      chain.mine()
      await follow()
      const killed = startProcess(FAILPOINT_AFTER_MINED)
      await expect(killed.send()).rejects.toThrow(Killed)
      await killed.end()
      await runToEnd()
      expect(await stateOf('one')).toBe('final')
      expect(chain.effects()).toEqual([FIRST.data])
    })

    it('takes a lost answer for unknown and sends the same bytes again', async () => {
      const { chain, step, stateOf, runToEnd } = await begin()
      chain.broadcastFaults.push('reply-lost', 'unavailable')
      await plan('one')
      await step()
      expect(await stateOf('one')).toBe('signed')
      await step()
      expect(await stateOf('one')).toBe('signed')
      await runToEnd()
      expect(await stateOf('one')).toBe('final')
      expect(new Set(chain.broadcasts).size).toBe(1)
      expect(chain.effects()).toEqual([FIRST.data])
    })

    it('sends again what the node has lost', async () => {
      const { chain, step, runToEnd, stateOf } = await begin()
      await plan('one')
      await step()
      chain.dropPool()
      await step()
      expect(chain.broadcasts).toHaveLength(2)
      expect(new Set(chain.broadcasts).size).toBe(1)
      await runToEnd()
      expect(await stateOf('one')).toBe('final')
    })

    it('sends again, in the order of nonces, all that was lost together', async () => {
      const { chain, step, runToEnd } = await begin()
      await plan('one')
      await plan('two', SECOND)
      await step()
      chain.dropPool()
      await runToEnd()
      expect(chain.effects()).toEqual([FIRST.data, SECOND.data])
      expect(new Set(chain.broadcasts).size).toBe(2)
    })

    it.each([1, 2, 3, 4, 5])(
      'goes back when a reorg of %i blocks takes its block, and ends once',
      async (depth) => {
        const { chain, step, stateOf, runToEnd } = await begin()
        chain.mine(3)
        await step()
        await plan('one')
        await step()
        chain.mine(depth)
        await step()
        expect(await stateOf('one')).toBe('mined')
        chain.reorg(depth, depth + 1)
        expect(chain.effects()).toEqual([])
        await step()
        expect(await stateOf('one')).toBe('broadcast')
        await runToEnd()
        expect(await stateOf('one')).toBe('final')
        expect(chain.effects()).toEqual([FIRST.data])
        expect(new Set(chain.broadcasts).size).toBe(1)
      },
    )

    it('does not call mined what is in a block that is not followed yet', async () => {
      const { chain, step, startProcess, stateOf, end } = await begin()
      await plan('one')
      await step()
      await end()
      chain.mine()
      const unfollowed = startProcess()
      await unfollowed.send()
      expect(await stateOf('one')).toBe('broadcast')
      await unfollowed.end()
    })

    it('plans anew, aloud, a call whose nonce somebody else has used for good', async () => {
      const { chain, step, stateOf, advance, runToEnd, errors } = await begin()
      await plan('one')
      await step()
      chain.sendForeign(SENDER)
      chain.mine()
      await step()
      expect(await stateOf('one')).toBe('broadcast')
      chain.mine(6)
      await step()
      advance(29_999)
      await step()
      expect(await stateOf('one')).toBe('broadcast')
      advance(1)
      await step()
      expect(errors.map(({ message }) => message)).toContain('a sending key is used by somebody else')
      await runToEnd()
      expect(await stateOf('one')).toBe('final')
      expect(chain.effects()).toEqual(['0xf0', FIRST.data])
    })

    it('does not give a nonce up on the word of a block that is not final', async () => {
      const { chain, step, stateOf, advance, errors } = await begin()
      chain.mine(7)
      await plan('one')
      await step()
      chain.sendForeign(SENDER)
      chain.mine()
      for (let round = 0; round < 3; round++) {
        await step()
        advance(30_000)
      }
      expect(await stateOf('one')).toBe('broadcast')
      expect(errors).toEqual([])
    })

    it('begins to doubt a nonce anew when the node has called it free in between', async () => {
      const { chain, step, advance } = await begin()
      chain.mine(7)
      await plan('one')
      await step()
      for (const lie of [1n, 0n, 1n]) {
        chain.state.nonceLie = lie
        await step()
        advance(20_000)
      }
      await step()
      expect(new Set(chain.broadcasts).size).toBe(1)
      advance(10_000)
      await step()
      expect(new Set(chain.broadcasts).size).toBe(2)
    })

    it('keeps its bytes when the foreign chain transaction is reorganised away', async () => {
      const { chain, step, stateOf, runToEnd } = await begin()
      chain.mine(2)
      await plan('one')
      await step()
      chain.sendForeign(SENDER)
      chain.mine()
      await step()
      chain.reorg(1, 2)
      await runToEnd()
      expect(await stateOf('one')).toBe('final')
      expect(chain.effects()).toEqual([FIRST.data])
      expect(new Set(chain.broadcasts).size).toBe(1)
    })

    it('acts on nothing that a node says which lags behind or stands on another fork', async () => {
      const { chain, step, stateOf, startProcess, end } = await begin()
      chain.mine(3)
      await step()
      await end()
      await plan('one')
      chain.state.shownUpTo = 3n
      const lagging = startProcess()
      expect((await lagging.send()).outcomes).toEqual([{ sender: SENDER, outcome: 'out-of-step' }])
      chain.state.shownUpTo = undefined
      chain.reorg(1, 2)
      expect((await lagging.send()).outcomes).toEqual([{ sender: SENDER, outcome: 'out-of-step' }])
      expect(await stateOf('one')).toBe('planned')
      await lagging.end()
    })
  })
}
