// Fees, gas money, and who may send.

import { describe, expect, it } from 'vitest'

import { fakeCall, fakePrivateKey, fakeSigner } from './fake-chain.ts'
import { CHAIN_ID, SENDER, useWorlds, type MakeStores } from './sending-world.ts'

const FIRST = fakeCall(1)
const SECOND = fakeCall(2)

export function describeLimits(name: string, makeStores: MakeStores): void {
  describe(`the limits of sending, stored in ${name}`, () => {
    const { begin, plan } = useWorlds(makeStores)

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

    it('lets a call to a named address have no more gas than it is allowed', async () => {
      const tight = await begin({ mostGasTo: new Map([[FIRST.to, 20_999n]]) })
      await plan('one')
      await tight.step()
      expect(await tight.stateOf('one')).toBe('refused')
      expect(tight.chain.broadcasts).toHaveLength(0)
    })

    it('lets it have all that it is allowed', async () => {
      const { step, stateOf } = await begin({ mostGasTo: new Map([[FIRST.to, 21_000n]]) })
      await plan('one')
      await step()
      expect(await stateOf('one')).toBe('broadcast')
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

    it('signs a call once, and uses no nonce where it may not', async () => {
      const { sending, newLeases, clock } = await begin()
      await plan('one')
      await plan('two', SECOND)
      const leases = newLeases()
      const lease = await leases.take('a lease')
      if (!lease) throw new Error('nobody else has this lease')
      const sign = (call: typeof FIRST) => (nonce: bigint) =>
        fakeSigner.sign(fakePrivateKey(SENDER), {
          chainId: CHAIN_ID,
          nonce,
          call,
          gasLimit: 21_000n,
          fees: { maxFeePerGas: 1n, maxPriorityFeePerGas: 1n },
        })
      expect((await sending.saveSigned(lease, 'one', 4n, clock.now(), sign(FIRST))).nonce).toBe(4n)
      await expect(sending.saveSigned(lease, 'one', 4n, clock.now(), sign(FIRST))).rejects.toMatchObject({
        code: 'lease_lost',
      })
      await expect(sending.change(lease, 'two', { to: 'final' }, clock.now())).rejects.toMatchObject({
        code: 'lease_lost',
      })
      expect((await sending.saveSigned(lease, 'two', 0n, clock.now(), sign(SECOND))).nonce).toBe(5n)
      await leases.close()
    })
  })
}
