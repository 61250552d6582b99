// The chain of the last demo, started again after the demo has exited, so that it can be audited.

import { join } from 'node:path'
import type { Address } from 'viem'
import { startAnvil } from './anvil.ts'
import { readDeployment } from './deploy.ts'
import { DEMO_FOLDER } from './folders.ts'
import { lockFolder } from './system-lock.ts'

export type DemoChain = { readonly rpcUrl: string; readonly ledger: Address; stop(): Promise<void> }

/** Starts the last demo's chain; undefined when no demo has been played. Refuses while a demo runs. */
export async function startDemoChain(): Promise<DemoChain | undefined> {
  const deployment = readDeployment(join(DEMO_FOLDER, 'deployment.json'))
  if (!deployment) return undefined
  const unlock = lockFolder(DEMO_FOLDER)
  try {
    const anvil = await startAnvil({ folder: join(DEMO_FOLDER, 'chain') })
    const { ledger } = deployment
    const stop = () => anvil.stop().finally(unlock)
    return { rpcUrl: anvil.rpcUrl, ledger, stop }
  } catch (error) {
    unlock()
    throw error
  }
}
