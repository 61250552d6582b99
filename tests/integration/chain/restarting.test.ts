// Starts that must be refused, processes that are killed between two steps, and leaders that lose their connection.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import { micros } from '#domain/money.ts'
import {
  FAILPOINT_AFTER_BROADCAST,
  FAILPOINT_AFTER_MINED,
  FAILPOINT_AFTER_PLAN,
  FAILPOINT_AFTER_SIGN_SAVE,
  type FailpointName,
} from '#ports/failpoint.ts'
import { createLeases } from '#store/chain/leases.ts'
import { erc20Abi, parseEther } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { startAnvil } from '../../../scripts/system/anvil.ts'
import { endProcess } from '../../../scripts/system/process.ts'
import { waitFor } from '../../../scripts/system/wait-for.ts'
import { openTestClient, startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { openRelayer, type OpenRelayer, type RelayerOptions } from './open-relayer.ts'

const DEADLINE_MS = 40_000

/** As a power cut would end it. */
const AT_ONCE = [{ signal: 'SIGKILL', patienceMilliseconds: 10_000 }] as const

let chain: TestChain
let database: TestDatabase
let options: RelayerOptions

beforeAll(async () => {
  chain = await startTestChain()
})
afterAll(() => chain.stop())
beforeEach(async () => {
  database = await createTestDatabase()
  const { rpcUrl, ledger, deployBlock } = chain
  options = { rpcUrl, ledger, deployBlock, databaseUrl: database.url, privateKeys: [generatePrivateKey()] }
})
afterEach(() => database.drop())

/** Steps until the chain transaction is in one of the states; fails the test when it does not get there. */
async function reach(relayer: OpenRelayer, key: string, states: readonly string[]): Promise<void> {
  const stateNow = async () => (await relayer.transactions.find(key))?.state ?? 'unknown'
  await waitFor(async () => {
    await relayer.step()
    return states.includes(await stateNow())
  }, DEADLINE_MS)
  expect(states).toContain(await stateNow())
}

/** Runs a process that follows and sends until it reaches `killAt`, where it kills itself. */
async function runUntilKilled(killAt: FailpointName): Promise<void> {
  const program = fileURLToPath(new URL('sending-process.ts', import.meta.url))
  const child = spawn(process.execPath, [program, JSON.stringify(options), killAt], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
  expect(signal).toBe('SIGKILL')
}

describe('a relayer that is killed', () => {
  it.each([
    [FAILPOINT_AFTER_PLAN, 'planned'],
    [FAILPOINT_AFTER_SIGN_SAVE, 'signed'],
    [FAILPOINT_AFTER_BROADCAST, 'signed'],
    [FAILPOINT_AFTER_MINED, 'mined'],
  ] as const)('%s does everything once after the next start', async (killAt, left) => {
    const sender = privateKeyToAccount(options.privateKeys[0] ?? '0x').address
    await chain.client.setBalance({ address: sender, value: parseEther('1') })
    const before = await openRelayer(options)
    const call = before.calls.mintTestDollars(sender, micros(7n))
    await before.transactions.plan({ key: 'mint', sender, call })
    await before.close()

    await runUntilKilled(killAt)
    const after = await openRelayer(options)
    const killed = await after.transactions.find('mint')
    expect(killed?.state).toBe(left)
    await reach(after, 'mint', ['final'])
    const ended = await after.transactions.find('mint')
    if (killed?.hash) expect(ended?.hash).toBe(killed.hash)
    expect(await chain.client.getTransactionCount({ address: sender })).toBe(1)
    const functionName = 'balanceOf'
    expect(
      await chain.client.readContract({ address: chain.token, abi: erc20Abi, functionName, args: [sender] }),
    ).toBe(7n)
    await after.close()
  })
})

describe('a testnet that is killed', () => {
  it('comes back without its last second, and everything is done once all the same', async () => {
    const before = await startTestChain()
    const sender = privateKeyToAccount(options.privateKeys[0] ?? '0x').address
    await before.client.setBalance({ address: sender, value: parseEther('1') })
    options = { ...options, rpcUrl: before.rpcUrl, ledger: before.ledger, deployBlock: before.deployBlock }
    const relayer = await openRelayer(options)
    const call = relayer.calls.mintTestDollars(sender, micros(7n))
    await relayer.transactions.plan({ key: 'first', sender, call })
    await reach(relayer, 'first', ['final'])
    await relayer.transactions.plan({ key: 'second', sender, call })
    await reach(relayer, 'second', ['broadcast', 'mined'])
    await relayer.close()

    expect(await endProcess(before.anvil.pid, AT_ONCE)).toBe('SIGKILL')
    const after = await startAnvil({ folder: before.folder })
    const restarted = await openRelayer({ ...options, rpcUrl: after.rpcUrl })
    await reach(restarted, 'second', ['final'])
    await restarted.close()
    const client = openTestClient(after.rpcUrl)
    expect(await client.getTransactionCount({ address: sender })).toBe(2)
    const args = [sender] as const
    const balance = { address: before.token, abi: erc20Abi, functionName: 'balanceOf', args } as const
    expect(await client.readContract(balance)).toBe(14n)
    await after.stop()
    await before.stop()
  })
})

describe('a start', () => {
  it('is accepted on the same chain and refused on the same testnet started anew', async () => {
    await (await openRelayer(options)).close()
    await (await openRelayer(options)).close()
    const other = await startTestChain()
    try {
      expect(other.ledger).toBe(chain.ledger)
      const elsewhere = { ...options, rpcUrl: other.rpcUrl, deployBlock: other.deployBlock }
      await expect(openRelayer(elsewhere)).rejects.toMatchObject({
        code: 'chain_mismatch',
        message: 'This is not the chain that this data was made with.',
        facts: { differs: 'deployBlockHash', expected: chain.deployBlockHash, found: other.deployBlockHash },
      })
    } finally {
      await other.stop()
    }
  })
})

describe('leases on PostgreSQL', () => {
  it('go to one process, and to the next when it lets go, under a higher fence', async () => {
    const first = createLeases({ connectionString: database.url })
    const second = createLeases({ connectionString: database.url })
    expect(await first.take('work')).toEqual({ name: 'work', fence: 1n })
    expect(await first.take('work')).toEqual({ name: 'work', fence: 1n })
    expect(await second.take('work')).toBeUndefined()
    expect(await second.take('other work')).toEqual({ name: 'other work', fence: 1n })
    await first.release('work')
    expect(await second.take('work')).toEqual({ name: 'work', fence: 2n })
    await first.close()
    await second.close()
  })

  it('go to another process when the connection of the first breaks, which then has to take them anew', async () => {
    const first = createLeases({ connectionString: database.url })
    const second = createLeases({ connectionString: database.url })
    await first.take('work')
    await breakConnections()
    const taken = await waitFor(() => second.take('work'), DEADLINE_MS)
    expect(taken).toEqual({ name: 'work', fence: 2n })
    expect(await waitFor(async () => (await first.take('work')) === undefined, DEADLINE_MS)).toBe(true)
    await second.close()
    const again = await waitFor(() => first.take('work'), DEADLINE_MS)
    expect(again).toEqual({ name: 'work', fence: 3n })
    await first.close()
  })

  it('answer once when taken twice at the same time', async () => {
    const leases = createLeases({ connectionString: database.url })
    const [one, two] = await Promise.all([leases.take('work'), leases.take('work')])
    expect(one).toEqual({ name: 'work', fence: 1n })
    expect(two).toEqual(one)
    await leases.close()
  })
})

/** Ends every other connection to the test's database, as a restart of PostgreSQL would. */
async function breakConnections(): Promise<void> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  await client.end()
}
