// What sending promises, whatever it is stored in. Runs on stores in memory and on PostgreSQL.

import {
  FAILPOINT_AFTER_BROADCAST,
  FAILPOINT_AFTER_MINED,
  FAILPOINT_AFTER_PLAN,
  FAILPOINT_AFTER_SIGN_SAVE,
} from '#ports/failpoint.ts'
import { afterEach, describe, expect, it } from 'vitest'

import { fakeCall } from './fake-chain.ts'
import { createWorld, Killed, SENDER, type MakeStores, type World } from './sending-world.ts'
import type { SendingLimits } from '#app/sending/sending-deps.ts'

const FIRST = fakeCall(1)
const SECOND = fakeCall(2)

export function describeSending(name: string, makeStores: MakeStores): void {
  describe(`sending, stored in ${name}`, () => {
    let world: World
    const begin = async (limits?: Partial<SendingLimits>) => {
      world = await createWorld(makeStores, limits)
      return world
    }
    const plan = (key: string, call = FIRST, after?: string) =>
      world.transactions.plan({ key, sender: SENDER, call, ...(after === undefined ? {} : { after }) })
    afterEach(async () => {
      await world.end()
      await world.close()
    })

    it('carries a planned call to a final block, once', async () => {
      const { chain, step, stateOf } = await begin()
      expect(await plan('one')).toEqual({ status: 'planned' })
      expect(await stateOf('one')).toBe('planned')
      await step()
      expect(await stateOf('one')).toBe('broadcast')
      chain.mine()
      await step()
      expect(await stateOf('one')).toBe('mined')
      chain.mine(5)
      await step()
      expect(await stateOf('one')).toBe('mined')
      chain.mine()
      await step()
      expect(await stateOf('one')).toBe('final')
      expect(chain.effects()).toEqual([FIRST.data])
    })

    it('changes nothing when a key is planned again', async () => {
      const { chain, runToEnd } = await begin()
      await plan('one')
      expect(await plan('one', SECOND)).toEqual({ status: 'already-planned' })
      await runToEnd()
      expect(chain.effects()).toEqual([FIRST.data])
    })

    it('finds a chain transaction by the hash of its bytes', async () => {
      const { step, transactions } = await begin()
      await plan('one')
      await step()
      const found = await transactions.find('one')
      expect(found?.hash).toBeDefined()
      expect((await transactions.findByHash(found?.hash ?? '0x'))?.key).toBe('one')
      expect(await transactions.findByHash('0xabcd')).toBeUndefined()
    })

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

    it('refuses what the chain refuses in simulation, and uses no nonce for it', async () => {
      const { chain, step, transactions, runToEnd } = await begin()
      chain.refusals.set(FIRST.data, 'RewardLedger_SeqNotNext')
      await plan('one')
      await step()
      expect(await transactions.find('one')).toMatchObject({
        state: 'refused',
        refusal: 'RewardLedger_SeqNotNext',
      })
      expect((await transactions.find('one'))?.hash).toBeUndefined()
      await plan('two', SECOND)
      await runToEnd()
      expect(chain.effects()).toEqual([SECOND.data])
    })

    it('waits with a refusal while an earlier call of the sender is in flight', async () => {
      const { chain, step, stateOf, runToEnd } = await begin()
      await plan('one')
      await step()
      chain.refusals.set(SECOND.data, 'ERC20InsufficientAllowance')
      await plan('two', SECOND)
      await step()
      expect(await stateOf('two')).toBe('planned')
      chain.refusals.clear()
      await runToEnd()
      expect(chain.effects()).toEqual([FIRST.data, SECOND.data])
    })

    it('does not let later calls in flight put off a refusal', async () => {
      const { chain, step, stateOf, advance } = await begin()
      chain.state.simulation = 'unavailable'
      await plan('one')
      await step()
      chain.state.simulation = 'works'
      advance(1_000)
      await plan('two', SECOND)
      await step()
      expect(await stateOf('two')).toBe('broadcast')
      chain.refusals.set(FIRST.data, 'RewardLedger_BatchNotOpen')
      advance(5_000)
      await step()
      expect(await stateOf('one')).toBe('refused')
    })

    it('leaves a call planned that the node can neither pass nor refuse, and goes on with others', async () => {
      const { chain, step, stateOf, advance, runToEnd, errors } = await begin()
      chain.state.simulation = 'unavailable'
      await plan('one')
      await step()
      expect(await stateOf('one')).toBe('planned')
      expect(errors.map(({ message }) => message)).toEqual(['a call could not be simulated'])
      chain.state.simulation = 'works'
      await plan('two', SECOND)
      await step()
      expect(await stateOf('one')).toBe('planned')
      expect(await stateOf('two')).toBe('broadcast')
      advance(5_000)
      await runToEnd()
      expect(chain.effects()).toEqual([SECOND.data, FIRST.data])
    })

    it('signs a call only after the one it names is mined', async () => {
      const { chain, step, stateOf } = await begin()
      await plan('two', SECOND, 'one')
      await step()
      expect(await stateOf('two')).toBe('planned')
      await plan('one')
      await step()
      expect(await stateOf('two')).toBe('planned')
      chain.mine()
      await step()
      expect(await stateOf('one')).toBe('mined')
      expect(await stateOf('two')).toBe('broadcast')
    })

    it('ends as reverted, with the error, what is mined without effect', async () => {
      const { chain, step, runToEnd, transactions } = await begin()
      await plan('one')
      await step()
      chain.reverting.add(FIRST.data)
      await runToEnd()
      expect(await transactions.find('one')).toMatchObject({
        state: 'reverted',
        refusal: 'RewardLedger_SeqNotNext',
      })
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

    it('offers 12.5 % more for a call that blocks pass by, under the same nonce', async () => {
      const { chain, step, stateOf, advance, runToEnd, transactions } = await begin()
      chain.state.leastFeePerGas = 113n
      await plan('one')
      await step()
      const firstHash = (await transactions.find('one'))?.hash ?? '0x'
      advance(59_999)
      chain.mine()
      await step()
      expect(chain.broadcasts).toHaveLength(1)
      advance(1)
      chain.mine()
      await step()
      expect(chain.broadcasts).toHaveLength(2)
      expect((await transactions.findByHash(firstHash))?.key).toBe('one')
      await runToEnd()
      expect(await stateOf('one')).toBe('final')
      expect((await transactions.find('one'))?.hash).not.toBe(firstHash)
      expect(chain.effects()).toEqual([FIRST.data])
    })

    it('does not offer more while no blocks come in', async () => {
      const { chain, step, advance } = await begin()
      await plan('one')
      await step()
      advance(600_000)
      await step()
      expect(chain.broadcasts).toHaveLength(1)
    })

    it('does not offer more for what the node has just taken again', async () => {
      const { chain, step, advance } = await begin()
      await plan('one')
      await step()
      chain.dropPool()
      advance(600_000)
      chain.state.leastFeePerGas = 1_000n
      chain.mine()
      await step()
      await step()
      expect(new Set(chain.broadcasts).size).toBe(1)
    })

    it('recognises the bytes it has replaced when they are mined after all', async () => {
      const { chain, step, stateOf, advance, runToEnd, transactions } = await begin()
      chain.state.leastFeePerGas = 1_000n
      await plan('one')
      await step()
      const firstHash = (await transactions.find('one'))?.hash
      const firstBytes = chain.broadcasts[0] ?? '0x'
      advance(60_000)
      chain.mine()
      await step()
      expect((await transactions.find('one'))?.hash).not.toBe(firstHash)
      chain.state.leastFeePerGas = 0n
      await chain.broadcaster.broadcast(firstBytes)
      await runToEnd()
      expect(await stateOf('one')).toBe('final')
      expect((await transactions.find('one'))?.hash).toBe(firstHash)
      expect(chain.effects()).toEqual([FIRST.data])
    })

    it('waits, aloud, while gas costs more than is allowed', async () => {
      const { chain, step, stateOf, errors } = await begin({ maxFeePerGas: 99n })
      await plan('one')
      await step()
      expect(await stateOf('one')).toBe('planned')
      expect(errors.map(({ message }) => message)).toEqual([
        'gas costs more than is allowed, and nothing is sent',
      ])
      chain.state.fees = { maxFeePerGas: 99n, maxPriorityFeePerGas: 10n }
      await step()
      expect(await stateOf('one')).toBe('broadcast')
    })

    it('never offers more than is allowed for a stuck call', async () => {
      const { chain, step, advance, errors } = await begin({ maxFeePerGas: 112n })
      await plan('one')
      chain.state.leastFeePerGas = 1_000n
      await step()
      advance(60_000)
      chain.mine()
      await step()
      expect(chain.broadcasts).toHaveLength(1)
      expect(errors.map(({ message }) => message)).toEqual([
        'a chain transaction is stuck at the highest fee allowed',
      ])
    })

    it('signs nothing that the gas money cannot pay', async () => {
      const { chain, step, stateOf, errors, advance } = await begin()
      // 21 000 gas and a quarter more, at 100 wei each.
      chain.state.balance = 2_624_999n
      await plan('one')
      await step()
      expect(await stateOf('one')).toBe('planned')
      expect(errors.map(({ message }) => message)).toEqual(['a sending key is short of gas money'])
      chain.state.balance = 2_625_000n
      advance(5_000)
      await step()
      expect(await stateOf('one')).toBe('broadcast')
    })

    it('counts what is in flight against the gas money', async () => {
      const { chain, step, stateOf, advance } = await begin()
      // Twice 21 000 gas and a quarter more, at 100 wei each, but for one wei.
      chain.state.balance = 5_249_999n
      await plan('one')
      await plan('two', SECOND)
      await step()
      expect(await stateOf('one')).toBe('broadcast')
      expect(await stateOf('two')).toBe('planned')
      advance(5_000)
      await step()
      expect(await stateOf('two')).toBe('planned')
      chain.mine()
      advance(5_000)
      await step()
      expect(await stateOf('two')).toBe('broadcast')
    })

    it('has no more in flight than the limit', async () => {
      const { chain, step, stateOf } = await begin({ inFlight: 2 })
      for (const number of [1, 2, 3]) await plan(`call ${number}`, fakeCall(number))
      await step()
      expect(chain.waiting()).toHaveLength(2)
      expect(await stateOf('call 3')).toBe('planned')
      chain.mine()
      await step()
      expect(await stateOf('call 3')).toBe('broadcast')
    })

    it('leaves a key to the process that leads', async () => {
      const { startProcess, step, stateOf } = await begin()
      await plan('one')
      await step()
      const other = startProcess()
      expect((await other.send()).outcomes).toEqual([{ sender: SENDER, outcome: 'standby' }])
      await other.end()
      expect(await stateOf('one')).toBe('broadcast')
    })

    it('writes nothing under a fence that another process has passed', async () => {
      const { chain, step, stateOf, steal, transactions } = await begin()
      await plan('one')
      await step()
      await steal(`sender:${SENDER}`)
      await plan('two', SECOND)
      expect((await step()).outcomes).toEqual([{ sender: SENDER, outcome: 'interrupted' }])
      expect(await stateOf('two')).toBe('planned')
      expect((await transactions.find('two'))?.hash).toBeUndefined()
      expect(chain.broadcasts).toHaveLength(1)
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

    it('says so when the key of a sender is not here', async () => {
      const { step, transactions, errors } = await begin()
      const stranger = '0x6666666666666666666666666666666666666666'
      await transactions.plan({ key: 'one', sender: stranger, call: FIRST })
      expect((await step()).outcomes).toEqual([{ sender: stranger, outcome: 'no-key' }])
      expect(errors.map(({ message }) => message)).toEqual([
        'chain transactions wait for a key that is not here',
      ])
    })
  })
}
