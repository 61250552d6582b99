// The local testnet keeps its chain and its clock over restarts, a kill and a damaged file.

import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Hash } from 'viem'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startAnvil, type Anvil } from '../../../scripts/system/anvil.ts'
import { isAlive } from '../../../scripts/system/process.ts'
import { Refusal } from '../../../scripts/system/refusal.ts'
import { waitFor } from '../../../scripts/system/wait-for.ts'
import { openTestClient } from '../../support/chain.ts'
import { makeRunFolder } from '../../support/run-folder.ts'

const TEN_DAYS_SECONDS = 864_000

/** Init code that logs once without topics and leaves no code. */
const LOG_ONCE = '0x60006000a0'

/** The chain is saved every second. */
const SAVED_WITHIN_MILLISECONDS = 5_000

let folder: string
let anvil: Anvil

beforeEach(async () => {
  folder = makeRunFolder('anvil-')
  anvil = await startAnvil({ folder })
})

afterEach(() => anvil.stop())

async function logOnce(): Promise<Hash> {
  const client = openTestClient(anvil.rpcUrl)
  const hash = await client.sendTransaction({ data: LOG_ONCE, chain: null })
  await client.waitForTransactionReceipt({ hash })
  return hash
}

test('keeps logs, receipts and a clock that never goes back over a restart after a warp', async () => {
  const hash = await logOnce()
  const port = new URL(anvil.rpcUrl).port
  const before = await openTestClient(anvil.rpcUrl).getBlock()
  await anvil.warp(TEN_DAYS_SECONDS)
  const warped = await openTestClient(anvil.rpcUrl).getBlock()
  expect(Number(warped.timestamp - before.timestamp)).toBeGreaterThanOrEqual(TEN_DAYS_SECONDS)

  await anvil.stop()
  anvil = await startAnvil({ folder })

  expect(anvil.adopted).toBe(false)
  expect(new URL(anvil.rpcUrl).port).toBe(port)
  const client = openTestClient(anvil.rpcUrl)
  expect((await client.getTransactionReceipt({ hash })).logs).toHaveLength(1)
  expect(await client.getLogs({ fromBlock: 0n })).toHaveLength(1)
  expect((await client.getTransaction({ hash })).input).toBe(LOG_ONCE)
  expect((await client.getBlock({ blockNumber: warped.number })).hash).toBe(warped.hash)

  await client.mine({ blocks: 1 })
  const after = await client.getBlock()
  expect(after.timestamp).toBeGreaterThanOrEqual(warped.timestamp)
  expect(after.number).toBeGreaterThan(warped.number)
})

test('adopts the living testnet instead of starting another', async () => {
  const hash = await logOnce()
  const again = await startAnvil({ folder })
  expect(again).toMatchObject({ adopted: true, pid: anvil.pid, rpcUrl: anvil.rpcUrl })
  expect((await openTestClient(again.rpcUrl).getTransactionReceipt({ hash })).status).toBe('success')
})

test('mines on its own, so that time passes at the head of an idle chain', async () => {
  const client = openTestClient(anvil.rpcUrl)
  const start = await client.getBlockNumber()
  expect(await waitFor(async () => (await client.getBlockNumber()) > start, SAVED_WITHIN_MILLISECONDS)).toBe(
    true,
  )
})

test('goes on from its last save after a kill', async () => {
  const hash = await logOnce()
  const file = join(folder, 'chain.json')
  await waitFor(() => readFileSync(file, 'utf8').includes(hash), SAVED_WITHIN_MILLISECONDS)
  process.kill(anvil.pid, 'SIGKILL')
  await waitFor(() => !isAlive(anvil.pid), SAVED_WITHIN_MILLISECONDS)

  anvil = await startAnvil({ folder })
  expect(anvil.adopted).toBe(false)
  expect((await openTestClient(anvil.rpcUrl).getTransactionReceipt({ hash })).status).toBe('success')
})

test('takes the older copy when a kill cut the chain file off, and refuses when there is none', async () => {
  const hash = await logOnce()
  await anvil.stop()
  truncateSync(join(folder, 'chain.json'), 1_000)

  anvil = await startAnvil({ folder })
  expect(anvil.restored).toBe(true)
  expect((await openTestClient(anvil.rpcUrl).getTransactionReceipt({ hash })).status).toBe('success')

  const damaged = makeRunFolder('anvil-')
  writeFileSync(join(damaged, 'chain.json'), '{"block": {"times')
  await expect(startAnvil({ folder: damaged })).rejects.toThrow(Refusal)
})
