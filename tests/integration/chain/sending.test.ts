// Sending on a real node and database: restarts, reorgs, lost chain transactions, replacement, foreign use of a key.

import { createBroadcaster } from '#chain/broadcaster.ts'
import { micros } from '#domain/money.ts'
import type { ChainTransactionState } from '#ports/chain-transactions.ts'
import { erc20Abi, parseEther, type Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { waitFor } from '../../../scripts/system/wait-for.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { openRelayer, type OpenRelayer, type RelayerOptions } from './open-relayer.ts'

/** Finality on the local testnet takes some seconds; a loaded machine takes longer. */
const DEADLINE_MS = 40_000

const PAYEE = '0x1111111111111111111111111111111111111111'

let chain: TestChain
let database: TestDatabase
let relayer: OpenRelayer
let options: RelayerOptions
let key: Hex

beforeAll(async () => {
  chain = await startTestChain()
})
afterAll(() => chain.stop())

beforeEach(async () => {
  database = await createTestDatabase()
  key = generatePrivateKey()
  await chain.client.setBalance({ address: privateKeyToAccount(key).address, value: parseEther('1') })
  const { rpcUrl, ledger, deployBlock } = chain
  options = { rpcUrl, ledger, deployBlock, databaseUrl: database.url, privateKeys: [key] }
  relayer = await openRelayer(options)
})
afterEach(async () => {
  await mineByItself()
  await relayer.close()
  await database.drop()
})

const sender = () => privateKeyToAccount(key).address
const stateOf = async (planKey: string) => (await relayer.transactions.find(planKey))?.state
const balanceOf = (address: `0x${string}`) =>
  chain.client.readContract({
    address: chain.token,
    abi: erc20Abi,
    functionName: 'balanceOf',
    args: [address],
  })
const plan = (planKey: string, amount = 1n) =>
  relayer.transactions.plan({
    key: planKey,
    sender: sender(),
    call: relayer.calls.mintTestDollars(sender(), micros(amount)),
  })

/** Steps until the chain transaction has the state; fails the test when it does not get there. */
async function reach(planKey: string, state: ChainTransactionState): Promise<void> {
  await waitFor(async () => {
    await relayer.step()
    return (await stateOf(planKey)) === state
  }, DEADLINE_MS)
  expect(await stateOf(planKey)).toBe(state)
}

async function mineOnlyWhenTold(): Promise<void> {
  await chain.client.setAutomine(false)
  await chain.client.setIntervalMining({ interval: 0 })
}

async function mineByItself(): Promise<void> {
  await chain.client.setAutomine(true)
  await chain.client.setIntervalMining({ interval: 2 })
}

async function restart(): Promise<void> {
  await relayer.close()
  relayer = await openRelayer(options)
}

/** Follows what there is; the next `send` then judges the node by it. */
async function catchUp(): Promise<void> {
  expect(await waitFor(async () => (await relayer.follow()).status === 'unchanged', DEADLINE_MS)).toBe(true)
}

describe('sending on a real node', () => {
  it('carries a call to a final block, and its gas and hash with it', async () => {
    await plan('mint', 5n)
    await reach('mint', 'final')
    const found = await relayer.transactions.find('mint')
    const receipt = await chain.client.getTransactionReceipt({ hash: found?.hash ?? '0x' })
    expect(found).toMatchObject({
      blockNumber: receipt.blockNumber,
      gasUsed: receipt.gasUsed,
      refusal: undefined,
    })
    expect(await balanceOf(sender())).toBe(5n)
  })

  it('refuses by name what the ledger refuses, without a nonce', async () => {
    const call = relayer.calls.deposit(4_000, PAYEE, micros(1n))
    await relayer.transactions.plan({ key: 'deposit', sender: sender(), call })
    await reach('deposit', 'refused')
    expect((await relayer.transactions.find('deposit'))?.refusal).toBe('RewardLedger_PoolUnknown')
    expect(await chain.client.getTransactionCount({ address: sender(), blockTag: 'pending' })).toBe(0)
  })

  it('names the error of the token as well', async () => {
    const terms = {
      minHoldSeconds: 3_600,
      rewardCapMicros: micros(1_000_000n),
      rateCapacityMicros: micros(1_000_000n),
      rateMicrosPerDay: micros(1_000_000n),
    }
    await relayer.transactions.plan({
      key: 'open',
      sender: sender(),
      call: relayer.calls.openPool(PAYEE, terms),
    })
    await reach('open', 'mined')
    const [opened] = await relayer.events.seenNotFinal()
    if (opened?.name !== 'PoolOpened') throw new Error('the pool is open')
    const deposit = relayer.calls.deposit(opened.pool, sender(), micros(1n))
    await relayer.transactions.plan({ key: 'deposit', sender: sender(), call: deposit })
    await reach('deposit', 'refused')
    expect((await relayer.transactions.find('deposit'))?.refusal).toBe('ERC20InsufficientAllowance')
  })

  it('a new process sends the saved bytes again that the node has lost', async () => {
    await mineOnlyWhenTold()
    await plan('mint')
    await catchUp()
    await relayer.send()
    const hash = (await relayer.transactions.find('mint'))?.hash ?? '0x'
    await chain.client.dropTransaction({ hash })
    expect((await chain.client.getTxpoolStatus()).pending).toBe(0)
    await restart()
    await catchUp()
    await relayer.send()
    expect((await chain.client.getTxpoolStatus()).pending).toBe(1)
    await mineByItself()
    await reach('mint', 'final')
    expect((await relayer.transactions.find('mint'))?.hash).toBe(hash)
    expect(await balanceOf(sender())).toBe(1n)
  })

  it('sends again what a reorg has taken out', async () => {
    await mineOnlyWhenTold()
    await chain.client.mine({ blocks: 3 })
    await plan('mint')
    await catchUp()
    await relayer.send()
    await chain.client.mine({ blocks: 1 })
    await catchUp()
    await relayer.send()
    expect(await stateOf('mint')).toBe('mined')
    const hash = (await relayer.transactions.find('mint'))?.hash ?? '0x'
    await chain.client.request({ method: 'anvil_reorg' as never, params: [2, []] as never })
    await chain.client.mine({ blocks: 1 })
    expect(await balanceOf(sender())).toBe(0n)
    await catchUp()
    await relayer.send()
    expect(await stateOf('mint')).toBe('broadcast')
    await mineByItself()
    await reach('mint', 'final')
    expect((await relayer.transactions.find('mint'))?.hash).toBe(hash)
    expect(await balanceOf(sender())).toBe(1n)
  })

  it('takes bytes that the node has already for sent', async () => {
    await mineOnlyWhenTold()
    await plan('mint')
    await catchUp()
    await relayer.send()
    const pending = await chain.client.getBlock({ blockTag: 'pending', includeTransactions: true })
    expect(pending.transactions).toHaveLength(1)
    const hash = (await relayer.transactions.find('mint'))?.hash ?? '0x'
    const raw = await chain.client.request({
      method: 'eth_getRawTransactionByHash' as never,
      params: [hash] as never,
    })
    expect(await relayer.broadcaster.broadcast(raw as Hex)).toEqual({ status: 'accepted' })
  })

  it('offers more for what is stuck below the base fee, under the same nonce', async () => {
    await relayer.close()
    relayer = await openRelayer({ ...options, limits: { stuckAfterMs: 1 } })
    await mineOnlyWhenTold()
    await plan('mint')
    await catchUp()
    await relayer.send()
    const first = (await relayer.transactions.find('mint'))?.hash ?? '0x'
    const { maxFeePerGas } = await chain.client.getTransaction({ hash: first })
    await chain.client.setNextBlockBaseFeePerGas({ baseFeePerGas: (maxFeePerGas ?? 0n) * 2n })
    await chain.client.mine({ blocks: 1 })
    await catchUp()
    await relayer.send()
    const second = (await relayer.transactions.find('mint'))?.hash ?? '0x'
    expect(second).not.toBe(first)
    expect((await relayer.transactions.findByHash(first))?.key).toBe('mint')
    const replaced = await chain.client.getTransaction({ hash: second })
    expect(replaced.nonce).toBe(0)
    expect(replaced.maxFeePerGas).toBeGreaterThan(maxFeePerGas ?? 0n)
    await mineByItself()
    await reach('mint', 'final')
    expect(await balanceOf(sender())).toBe(1n)
  })

  it('goes on above nonces that somebody else has used before', async () => {
    const account = privateKeyToAccount(key)
    const foreign = await chain.client.sendTransaction({ account, to: PAYEE, value: 1n, chain: null })
    await chain.client.waitForTransactionReceipt({ hash: foreign })
    await plan('mint')
    await reach('mint', 'mined')
    const { nonce } = await chain.client.getTransaction({
      hash: (await relayer.transactions.find('mint'))?.hash ?? '0x',
    })
    expect(nonce).toBe(1)
  })

  it('sends for several keys, each with nonces of its own, gas first', async () => {
    const owner = generatePrivateKey()
    const ownerAddress = privateKeyToAccount(owner).address
    await relayer.close()
    relayer = await openRelayer({ ...options, privateKeys: [key, owner] })
    const call = relayer.calls.mintTestDollars(ownerAddress, micros(3n))
    await relayer.transactions.plan({ key: 'mint', sender: ownerAddress, call, after: 'gas' })
    const gas = relayer.calls.sendGas(ownerAddress, parseEther('0.1'))
    await relayer.transactions.plan({ key: 'gas', sender: sender(), call: gas })
    await reach('mint', 'mined')
    expect(await balanceOf(ownerAddress)).toBe(3n)
  })

  it('keeps everything as it is while the node does not answer, and does not name its address', async () => {
    const away = createBroadcaster({ rpcUrl: 'http://127.0.0.1:9/secret-key' })
    expect(await away.broadcast('0x00')).toMatchObject({ status: 'unknown' })
    const failure = await away
      .simulate(sender(), relayer.calls.pay([PAYEE]), 1_000_000n)
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'chain_unavailable' })
    expect(String((failure as Error).cause)).not.toContain('secret-key')
  })
})
