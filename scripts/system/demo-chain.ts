// The chain of the last demo, started again after the demo has exited, so that it can be audited.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Address } from 'viem'
import { startAnvil } from './anvil.ts'
import type { Deployment } from './deploy.ts'
import { DEMO_FOLDER } from './folders.ts'
import { lockFolder } from './system-lock.ts'

export type DemoChain = { readonly rpcUrl: string; readonly ledger: Address; stop(): Promise<void> }

/** Starts the last demo's chain; undefined when no demo has been played. Refuses while a demo runs. */
export async function startDemoChain(): Promise<DemoChain | undefined> {
  const deploymentFile = join(DEMO_FOLDER, 'deployment.json')
  if (!existsSync(deploymentFile)) return undefined
  const unlock = lockFolder(DEMO_FOLDER)
  try {
    const anvil = await startAnvil({ folder: join(DEMO_FOLDER, 'chain') })
    const { ledger } = JSON.parse(readFileSync(deploymentFile, 'utf8')) as Deployment
    const stop = () => anvil.stop().finally(unlock)
    return { rpcUrl: anvil.rpcUrl, ledger, stop }
  } catch (error) {
    unlock()
    throw error
  }
}
