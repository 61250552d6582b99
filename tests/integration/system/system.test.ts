// The whole system on one folder: one supervisor at a time, nothing harmed by a refused start, nothing lost by a kill.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { clearSystem } from '../../../scripts/system/clear-system.ts'
import { isAlive } from '../../../scripts/system/process.ts'
import { Refusal } from '../../../scripts/system/refusal.ts'
import { startSystem, type System, type SystemOptions } from '../../../scripts/system/system.ts'
import { openTestClient } from '../../support/chain.ts'
import { makeRunFolder } from '../../support/run-folder.ts'

let systems: System[] = []

afterEach(async () => {
  for (const system of systems) await system.stop()
  systems = []
})

function newFolder(): string {
  return join(makeRunFolder('system-'), 'data')
}

async function start(options: Partial<SystemOptions> & { folder: string }): Promise<System> {
  const system = await startSystem({ port: 0, ...options })
  systems.push(system)
  return system
}

async function stop(system: System): Promise<void> {
  systems = systems.filter((other) => other !== system)
  await system.stop()
}

async function isReady(system: System): Promise<boolean> {
  return (await fetch(`${system.url}/readyz`)).ok
}

test('refuses a second start on the same data in one sentence and leaves the first one running', async () => {
  const folder = newFolder()
  const first = await start({ folder })
  await expect(startSystem({ folder, port: 0 })).rejects.toThrow(
    /^Vouchpenny already runs on .* \(process \d+\); .*\.$/,
  )
  expect(await isReady(first)).toBe(true)
})

test('refuses a port in use before it starts anything', async () => {
  const folder = newFolder()
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  try {
    await expect(startSystem({ folder, port })).rejects.toThrow(
      `Port ${port} is in use; choose another with --port.`,
    )
  } finally {
    other.close()
  }
  expect(await isReady(await start({ folder }))).toBe(true)
})

test('goes on with the same ledger, keys and secrets after a stop', async () => {
  const folder = newFolder()
  const first = await start({ folder })
  const { deployment, operatorKey } = first
  await stop(first)
  expect(isAlive(first.relayer.pid)).toBe(false)

  const second = await start({ folder })
  expect(second.deployment).toEqual(deployment)
  expect(second.operatorKey).toBe(operatorKey)
  expect(await isReady(second)).toBe(true)
})

test('adopts the store and the chain of a killed supervisor, and replaces its relayer', async () => {
  const folder = newFolder()
  const supervisor = fileURLToPath(new URL('supervisor-process.ts', import.meta.url))
  const child = spawn(process.execPath, [supervisor, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const left = JSON.parse(line.toString()) as { url: string; rpcUrl: string; relayer: number }
  const before = await openTestClient(left.rpcUrl).getBlock({ blockNumber: 1n })
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(isAlive(left.relayer)).toBe(true)

  const system = await start({ folder })
  expect(system.rpcUrl).toBe(left.rpcUrl)
  expect((await openTestClient(system.rpcUrl).getBlock({ blockNumber: 1n })).hash).toBe(before.hash)
  expect(isAlive(left.relayer)).toBe(false)
  expect(await isReady(system)).toBe(true)
})

test('starts a killed relayer again beside the running store and chain', async () => {
  const system = await start({ folder: newFolder() })
  const { pid } = system.relayer
  process.kill(pid, 'SIGKILL')
  expect(await system.relayer.ended).toEqual({ code: null, signal: 'SIGKILL' })
  const relayer = await system.restartRelayer()
  expect(relayer.pid).not.toBe(pid)
  expect(relayer.url).toBe(system.url)
  expect(await isReady(system)).toBe(true)
})

test('refuses in one sentence when the chain was reset, and stops what it had started', async () => {
  const folder = newFolder()
  await stop(await start({ folder }))
  rmSync(join(folder, 'chain'), { recursive: true })
  await expect(startSystem({ folder, port: 0 })).rejects.toThrow(
    /^The chain at http:\S+ was reset: .*begin anew\.$/,
  )
  await expect(startSystem({ folder, port: 0 })).rejects.toThrow(Refusal)
})

test('refuses in one sentence when the chain or the store it is told to use does not answer', async () => {
  const rpcUrl = 'http://127.0.0.1:9'
  await expect(startSystem({ folder: newFolder(), port: 0, rpcUrl })).rejects.toThrow(
    `The chain at ${rpcUrl} does not answer.`,
  )
  const databaseUrl = 'postgresql://127.0.0.1:9/nothing'
  await expect(startSystem({ folder: newFolder(), port: 0, databaseUrl })).rejects.toThrow(
    /^The relayer did not start: /,
  )
})

test('keeps a store to the ledger it belongs to', async () => {
  const first = await start({ folder: newFolder() })
  const second = await start({
    folder: newFolder(),
    databaseUrl: first.databaseUrl,
    rpcUrl: first.rpcUrl,
  }).catch((error: unknown) => error)
  // The store is pinned to the first system's ledger, and the second one deployed another.
  expect(String(second)).toMatch(/The relayer did not start: /)
  expect(await isReady(first)).toBe(true)
})

test('throws data away together with what an interrupted run left running on it', async () => {
  const folder = newFolder()
  const system = await start({ folder })
  await expect(clearSystem({ folder })).rejects.toThrow(Refusal)
  expect(await isReady(system)).toBe(true)
  await stop(system)
  await clearSystem({ folder })
  expect(await isReady(await start({ folder }))).toBe(true)
})
