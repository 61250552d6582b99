// What becomes of a planned call on a chain and a network that behave.

import { describe, expect, it } from 'vitest'

import { fakeCall } from './fake-chain.ts'
import { useWorlds, type MakeStores } from './sending-world.ts'

const FIRST = fakeCall(1)
const SECOND = fakeCall(2)

export function describeOutcomes(name: string, makeStores: MakeStores): void {
  describe(`what becomes of a planned call, stored in ${name}`, () => {
    const { begin, plan } = useWorlds(makeStores)

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
