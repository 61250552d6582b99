// The relayer as it runs in production: `src/main.ts` in a process of its own, on a real PostgreSQL and testnet. It can
// be stopped, killed by its number, and started again on the same data and port.

import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FailpointName } from '#ports/failpoint.ts'
import { parseEther } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { inject } from 'vitest'
import { findFreePort } from '../../scripts/system/free-port.ts'
import type { TestChain } from './chain.ts'
import type { TestDatabase } from './database.ts'
import { until } from './until.ts'

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** Gas money of a test's relayer: far more than it can use. */
const GAS_MONEY = parseEther('100')

/** Batches close after a second, so that tests are quick; the wait itself has a test of its own. */
const BATCH_MAX_AGE_SECONDS = 1

/** Blocks on top of a final one: nobody takes the testnet's end away, so one will do. Some tests ask for `local`. */
const FINALITY = '1'

export type RelayerExit = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

const NEVER_STARTED: RelayerExit = { code: null, signal: null }

/** One life of a relayer's process. */
export type RelayerProcess = {
  readonly pid: number
  /** Resolves when the process is gone, for whatever reason. */
  readonly ended: Promise<RelayerExit>
  /** Everything it has written, log and ready line. */
  output(): string
}

export type TestRelayer = {
  readonly url: string
  readonly port: number
  readonly dataFolder: string
  /** Readable once it has been ready for the first time. */
  readonly operatorKey: string
  /** The environment that a start gets. */
  readonly env: Readonly<Record<string, string>>
  /** Everything that all its lives have written. */
  output(): string
  /** Number of its latest life. */
  pid(): number
  /** Starts it and waits until it is ready; `failpoint` names the place where it kills itself. */
  start(options?: { readonly failpoint?: FailpointName }): Promise<RelayerProcess>
  /** Resolves when its latest life is over, for whatever reason. */
  ended(): Promise<RelayerExit>
  /** Ends it with SIGTERM; resolves with how it went. */
  stop(): Promise<RelayerExit>
  /** Ends it with SIGKILL. */
  kill(): Promise<RelayerExit>
}

export type RelayerOptions = {
  readonly chain: Pick<TestChain, 'rpcUrl' | 'ledger' | 'deployBlock' | 'client'> &
    Partial<Pick<TestChain, 'passkeyFactory'>>
  readonly database: Pick<TestDatabase, 'url'>
  readonly env?: Readonly<Record<string, string>>
}

/** Prepares a relayer with a port, a data folder and a gas key with money; `start` starts it. */
export async function prepareRelayer({ chain, database, env = {} }: RelayerOptions): Promise<TestRelayer> {
  await compileFirst()
  const dataFolder = mkdtempSync(join(inject('runFolder'), 'relayer-'))
  await giveGasKey(chain, dataFolder)
  const port = await findFreePort()
  const lives: RelayerProcess[] = []
  const settings = {
    DATABASE_URL: database.url,
    CHAIN_RPC_URL: chain.rpcUrl,
    LEDGER_ADDRESS: chain.ledger,
    DEPLOY_BLOCK: String(chain.deployBlock),
    ...(chain.passkeyFactory === undefined ? {} : { PASSKEY_FACTORY_ADDRESS: chain.passkeyFactory }),
    DATA_DIR: dataFolder,
    BATCH_MAX_AGE_SECONDS: String(BATCH_MAX_AGE_SECONDS),
    // Tests ask as fast as they can; what is too fast has a test of its own.
    REQUESTS_PER_MINUTE_BY_KEY: '1000000',
    REQUESTS_PER_MINUTE_OPEN: '1000000',
    POSTS_PER_MINUTE_OPEN: '1000000',
    FINALITY,
    PORT: String(port),
    ...env,
  }
  const end = async (signal: NodeJS.Signals): Promise<RelayerExit> => {
    const life = lives.at(-1)
    if (!life) return NEVER_STARTED
    signalProcess(life.pid, signal)
    return await life.ended
  }

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    dataFolder,
    env: settings,
    get operatorKey() {
      return readFileSync(join(dataFolder, 'operator.key'), 'utf8').trim()
    },
    output: () => lives.map((life) => life.output()).join(''),
    pid: () => lives.at(-1)?.pid ?? 0,
    async start({ failpoint } = {}) {
      const life = spawnMain({ ...settings, ...(failpoint === undefined ? {} : { FAILPOINT: failpoint }) })
      lives.push(life)
      await waitUntilReady(life)
      return life
    },
    ended: async () => (await lives.at(-1)?.ended) ?? NEVER_STARTED,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

/** Prepares a relayer and starts it. */
export async function startRelayer(options: RelayerOptions): Promise<TestRelayer> {
  const relayer = await prepareRelayer(options)
  await relayer.start()
  return relayer
}

/** Runs `src/main.ts` with this environment and nothing else of the test's own; compiled code is shared by a run. */
export function spawnMain(env: Readonly<Record<string, string>>): RelayerProcess {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_COMPILE_CACHE: compileCache(),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const keep = (text: string): void => {
    output += text
  }
  child.stdout.setEncoding('utf8').on('data', keep)
  child.stderr.setEncoding('utf8').on('data', keep)
  const { pid } = child
  if (pid === undefined) throw new Error('The relayer could not be spawned.')
  return { pid, ended: endOf(child), output: () => output }
}

/** Where a run's processes share compiled code: a start takes half the time with it. */
function compileCache(): string {
  return join(inject('runFolder'), 'compile-cache')
}

/** A process that is killed leaves no compiled code behind; one that refuses to start does. */
async function compileFirst(): Promise<void> {
  if (!existsSync(compileCache())) await spawnMain({}).ended
}

async function waitUntilReady(life: RelayerProcess): Promise<void> {
  const gone = life.ended.then(() => 'gone' as const)
  const ready = until('the relayer to be ready', () => life.output().includes('{"ready":true'), {
    seen: life.output,
  })
  const outcome = await Promise.race([gone, ready])
  if (outcome !== 'gone') return
  ready.catch(() => undefined)
  throw new Error(`The relayer ended instead of starting: ${life.output()}`)
}

/** Waits for the pipes as well, so that the last words are there. */
function endOf(child: ChildProcess): Promise<RelayerExit> {
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
}

/** A process that is gone already needs no signal. */
function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

async function giveGasKey(chain: RelayerOptions['chain'], dataFolder: string): Promise<void> {
  const key = generatePrivateKey()
  mkdirSync(dataFolder, { recursive: true })
  writeFileSync(join(dataFolder, 'relayer.key'), `${key}\n`, { mode: 0o600 })
  await chain.client.setBalance({ address: privateKeyToAccount(key).address, value: GAS_MONEY })
}
