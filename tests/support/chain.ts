// A testnet of its own for a test file, with the contracts deployed.

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createTestClient, http, publicActions, walletActions } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { startAnvil, type Anvil } from '../../scripts/system/anvil.ts'
import { deploy, LOCAL_DEPLOYER_KEY, type Deployment } from '../../scripts/system/deploy.ts'
import { makeRunFolder } from './run-folder.ts'

/** The testnet mines at once; asking every 20 ms keeps tests quick. */
const POLLING_MILLISECONDS = 20

export type TestChain = Deployment & {
  readonly rpcUrl: string
  /** Where the testnet keeps its chain; `startAnvil({ folder })` starts it again after `anvil.stop()`. */
  readonly folder: string
  readonly anvil: Anvil
  /** Reads, writes as the funded deployer, and controls the testnet. */
  readonly client: ReturnType<typeof openTestClient>
  /** Ends the testnet and removes its folder. */
  stop(): Promise<void>
}

/** Starts a testnet on a free port; call it in `beforeAll` and stop it in `afterAll`. */
export async function startTestChain(): Promise<TestChain> {
  const folder = makeRunFolder('chain-')
  const anvil = await startAnvil({ folder })
  const deployment = await deploy({ rpcUrl: anvil.rpcUrl, file: join(folder, 'deployment.json') })
  return {
    ...deployment,
    rpcUrl: anvil.rpcUrl,
    folder,
    anvil,
    client: openTestClient(anvil.rpcUrl),
    async stop() {
      await anvil.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A client that reads, writes as the funded deployer, and controls the testnet at `rpcUrl`. */
export function openTestClient(rpcUrl: string) {
  return createTestClient({
    mode: 'anvil',
    account: privateKeyToAccount(LOCAL_DEPLOYER_KEY),
    transport: http(rpcUrl),
    pollingInterval: POLLING_MILLISECONDS,
    cacheTime: 0,
  })
    .extend(publicActions)
    .extend(walletActions)
}
