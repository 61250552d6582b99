// Starts and stops the whole system on one data folder: PostgreSQL, the local testnet, the contracts, the relayer.

import { join } from 'node:path'
import { readSecrets } from '#store/secret-files.ts'
import { privateKeyToAddress } from 'viem/accounts'
import { bytesToHex } from 'viem/utils'
import { LOCAL_CHAIN_ID, startAnvil, type Anvil } from './anvil.ts'
import { deploy, type Deployment } from './deploy.ts'
import { fundGas } from './fund-gas.ts'
import { findFreePort, isPortFree } from './free-port.ts'
import { createDatabase } from './postgres-databases.ts'
import { startPostgres } from './postgres.ts'
import { refuse } from './refusal.ts'
import { endLeftRelayer, startRelayer, type Relayer } from './relayer.ts'
import { lockFolder } from './system-lock.ts'

const DATABASE_NAME = 'vouchpenny'

export type SystemOptions = {
  /** Holds everything the system keeps; made when missing. */
  readonly folder: string
  /** Port of the relayer; 0 chooses a free one. */
  readonly port: number
  /** Address the relayer listens on. */
  readonly host?: string
  /** What links and webhooks begin with; the relayer's own address when left out. */
  readonly publicUrl?: string | undefined
  /** Longest wait of a first reward for its batch, in seconds; the relayer's default when left out. */
  readonly batchMaxAgeSeconds?: number | undefined
  /** A PostgreSQL to use instead of an own one. */
  readonly databaseUrl?: string | undefined
  /** A chain to use instead of the local testnet. */
  readonly rpcUrl?: string | undefined
  /** Hears, in a few words, what is being done. */
  readonly report?: (line: string) => void
}

export type System = {
  readonly url: string
  readonly rpcUrl: string
  readonly databaseUrl: string
  readonly deployment: Deployment
  /** Lets its bearer create retailers. */
  readonly operatorKey: string
  readonly relayer: Relayer
  /** Moves the chain's clock forward; refused on a chain that is not the local testnet. */
  warp(seconds: number): Promise<void>
  /** Starts the relayer again, after it ended or to give it another batching age. */
  restartRelayer(changes?: Pick<SystemOptions, 'batchMaxAgeSeconds'>): Promise<Relayer>
  /** Stops the relayer, the testnet and PostgreSQL, in this order, and gives the folder back. */
  stop(): Promise<void>
  /** Makes a stop that is under way quick; what was acknowledged is kept all the same. */
  hurry(): void
}

type Part = { stop(): Promise<unknown>; hurry(): void }

/** Starts what does not run yet and adopts what does. Whatever it started is stopped again when a later step refuses. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { folder } = options
  const unlock = lockFolder(folder)
  const parts: Part[] = []
  try {
    return await startParts(options, parts, unlock)
  } catch (error) {
    await stopParts([...parts], unlock)
    throw error
  }
}

async function startParts(options: SystemOptions, parts: Part[], unlock: () => void): Promise<System> {
  const { folder, host = '127.0.0.1', report = () => undefined } = options
  await endLeftRelayer({ folder })
  const port = await choosePort(options.port, host)

  report('starting PostgreSQL')
  const databaseUrl = options.databaseUrl ?? (await provideDatabase(folder, parts))
  report('starting the testnet')
  const chain: Chain = options.rpcUrl ? { rpcUrl: options.rpcUrl } : await provideChain(folder, parts)
  report('deploying the contracts')
  const deployment = await deploy({ rpcUrl: chain.rpcUrl, file: join(folder, 'deployment.json') })

  const secrets = join(folder, 'secrets')
  const { operatorKey, relayerKey } = readSecrets(secrets)
  await fundGas({ rpcUrl: chain.rpcUrl, address: privateKeyToAddress(bytesToHex(relayerKey)) })
  const places = { host, port, databaseUrl, rpcUrl: chain.rpcUrl, deployment, secrets }
  report('starting the relayer')
  const start = (changes: Pick<SystemOptions, 'batchMaxAgeSeconds'> = {}) =>
    startRelayer({ folder, env: relayerEnvironment({ ...options, ...changes }, places) })
  const state = { relayer: await start() }
  parts.push({ stop: () => state.relayer.stop(), hurry: () => state.relayer.hurry() })

  return {
    url: state.relayer.url,
    rpcUrl: chain.rpcUrl,
    databaseUrl,
    deployment,
    operatorKey,
    get relayer() {
      return state.relayer
    },
    async warp(seconds) {
      if (!chain.anvil)
        refuse('Only the clock of the local testnet can be moved; CHAIN_RPC_URL names another chain.')
      await chain.anvil.warp(seconds)
    },
    async restartRelayer(changes) {
      await state.relayer.stop()
      state.relayer = await start(changes)
      return state.relayer
    },
    stop: () => stopParts(parts, unlock),
    hurry: () => parts.forEach((part) => part.hurry()),
  }
}

type Chain = { readonly rpcUrl: string; readonly anvil?: Anvil }

async function choosePort(port: number, host: string): Promise<number> {
  if (port === 0) return await findFreePort()
  if (await isPortFree(port, host)) return port
  return refuse(`Port ${port} is in use; choose another with --port.`)
}

async function provideDatabase(folder: string, parts: Part[]): Promise<string> {
  const postgres = await startPostgres({ folder: join(folder, 'postgres') })
  parts.push(postgres)
  const { url } = await createDatabase(postgres, { name: DATABASE_NAME })
  return url
}

async function provideChain(folder: string, parts: Part[]): Promise<Chain> {
  const anvil = await startAnvil({ folder: join(folder, 'chain') })
  parts.push(anvil)
  return { rpcUrl: anvil.rpcUrl, anvil }
}

type Places = {
  readonly host: string
  readonly port: number
  readonly databaseUrl: string
  readonly rpcUrl: string
  readonly deployment: Deployment
  readonly secrets: string
}

/** Blocks on top of a final one where CHAIN_RPC_URL names another chain: some two and a half minutes on Ethereum. */
const OTHER_FINALITY_BLOCKS = '12'

function relayerEnvironment(options: SystemOptions, places: Places): Record<string, string> {
  const { batchMaxAgeSeconds, publicUrl } = options
  const isLocal = places.deployment.chainId === LOCAL_CHAIN_ID
  return {
    DATABASE_URL: places.databaseUrl,
    CHAIN_RPC_URL: places.rpcUrl,
    LEDGER_ADDRESS: places.deployment.ledger,
    DEPLOY_BLOCK: String(places.deployment.deployBlock),
    ...(places.deployment.passkeyFactory === undefined
      ? {}
      : { PASSKEY_FACTORY_ADDRESS: places.deployment.passkeyFactory }),
    PUBLIC_URL: publicUrl ?? `http://localhost:${places.port}`,
    HOST: places.host,
    PORT: String(places.port),
    DATA_DIR: places.secrets,
    FINALITY: isLocal ? 'local' : OTHER_FINALITY_BLOCKS,
    WEBHOOKS_TO_LOOPBACK: isLocal ? 'allowed' : 'refused',
    ...(batchMaxAgeSeconds === undefined ? {} : { BATCH_MAX_AGE_SECONDS: String(batchMaxAgeSeconds) }),
  }
}

/** In the reverse order of starting; one part that does not stop must not keep the others from stopping. */
async function stopParts(parts: Part[], unlock: () => void): Promise<void> {
  const faults: unknown[] = []
  for (const part of parts.toReversed()) {
    await part.stop().catch((error: unknown) => faults.push(error))
  }
  unlock()
  if (faults.length > 0) throw faults[0]
}
