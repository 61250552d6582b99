// Runs the local testnet (anvil) so that its chain, logs and receipts survive a restart and its clock never goes
// back. It outlives the supervisor; a later start finds the living testnet and adopts it.

import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { join } from 'node:path'
import { createTestClient, http, publicActions } from 'viem'
import { backUpChainState, readChainState, type ChainState } from './chain-state-file.ts'
import { findFreePort } from './free-port.ts'
import { commandLineOf, endProcess, isAlive, sendSignal, spawnDetached } from './process.ts'
import { refuse } from './refusal.ts'
import { waitFor } from './wait-for.ts'

/** The customary number of a local development chain. */
export const LOCAL_CHAIN_ID = 31_337

/** Seconds between blocks when nothing is sent; a sent chain transaction is mined at once. */
export const LOCAL_BLOCK_SECONDS = 2

/** Funded accounts with publicly known keys: one to deploy and operate, two to spare. */
const ACCOUNTS = 3

/** The whole chain is rewritten at every save: one second apart while small, another second for each of these. */
const STATE_BYTES_PER_INTERVAL_SECOND = 20_000_000

/** Past states that can be asked for, beyond the 500 in memory: about half an hour of blocks. */
const PERSISTED_STATES_MAX = 1_000

/** Loading a chain of some days takes seconds. */
const START_DEADLINE_MILLISECONDS = 30_000

/** A kill loses at most this much of the chain when it hits the state file in the middle of a write. */
const BACKUP_INTERVAL_MILLISECONDS = 10_000

/** On SIGTERM it saves its chain and leaves; SIGKILL is for one that hangs. */
const STOP_STEPS = [
  { signal: 'SIGTERM', patienceMilliseconds: 20_000 },
  { signal: 'SIGKILL', patienceMilliseconds: 5_000 },
] as const

export type Anvil = {
  readonly rpcUrl: string
  readonly chainId: number
  readonly pid: number
  /** Whether the testnet was running already. */
  readonly adopted: boolean
  /** Whether the chain's file was damaged and an older copy took its place. */
  readonly restored: boolean
  /** Moves the chain's clock forward by `seconds` and mines a block at the new time. */
  warp(seconds: number): Promise<void>
  /** Saves the chain and resolves when the process is gone. Refuses when it does not go. */
  stop(): Promise<void>
  /** Asks it to save and leave now, in a stop that is under way. */
  hurry(): void
}

/** What a start leaves for the next one. */
type Mark = { readonly pid: number; readonly port: number }

/** Starts, or adopts, the testnet whose chain is kept in `folder`. Refuses a chain that can no longer be read. */
export async function startAnvil({ folder }: { folder: string }): Promise<Anvil> {
  mkdirSync(folder, { recursive: true })
  const home = realpathSync(folder)
  const stateFile = stateFileIn(home)
  const mark = readMark(home)
  if (mark && isOurs(mark, stateFile)) return await adopt(mark, home)

  const state = readChainState(stateFile)
  if (!state) {
    refuse(
      `The testnet's chain in ${stateFile} is damaged and has no copy; remove the data folder to begin a new one.`,
    )
  }
  const port = await findFreePort(mark?.port)
  rmSync(statesFolderOf(home), { recursive: true, force: true })
  const pid = await launch({ home, state, port })
  await keepClockMonotonic(port, state)
  return describe({ pid, port, adopted: false, restored: state.restored }, home)
}

/** Ends the testnet that an interrupted run left on `folder`, if there is one; its chain is about to be thrown away. */
export async function endLeftAnvil({ folder }: { folder: string }): Promise<void> {
  if (!existsSync(folder)) return
  const home = realpathSync(folder)
  const mark = readMark(home)
  if (mark && isOurs(mark, stateFileIn(home))) await endProcess(mark.pid, STOP_STEPS)
}

function readMark(home: string): Mark | undefined {
  const file = join(home, 'anvil.json')
  if (!existsSync(file)) return undefined
  try {
    const mark = JSON.parse(readFileSync(file, 'utf8')) as Partial<Mark>
    return Number.isInteger(mark.pid) && Number.isInteger(mark.port) ? (mark as Mark) : undefined
  } catch {
    return undefined
  }
}

/** The process number may have passed to another process: ours names its state file on its command line. */
function isOurs(mark: Mark, stateFile: string): boolean {
  return isAlive(mark.pid) && (commandLineOf(mark.pid)?.includes(stateFile) ?? false)
}

async function adopt(mark: Mark, home: string): Promise<Anvil> {
  if (!(await waitFor(() => answers(mark.port), START_DEADLINE_MILLISECONDS))) {
    refuse(
      `The testnet (process ${mark.pid}) runs but does not answer on port ${mark.port}; end that process first.`,
    )
  }
  return describe({ ...mark, adopted: true, restored: false }, home)
}

async function answers(port: number): Promise<boolean> {
  return (await clientOf(port).getChainId()) === LOCAL_CHAIN_ID
}

async function launch({
  home,
  state,
  port,
}: {
  home: string
  state: ChainState
  port: number
}): Promise<number> {
  const logFile = join(home, 'anvil.log')
  const interval = Math.max(1, Math.ceil(state.sizeBytes / STATE_BYTES_PER_INTERVAL_SECOND))
  const { pid } = spawnDetached({
    command: findAnvilBinary(),
    args: [
      ...[
        '--host',
        '127.0.0.1',
        '--port',
        String(port),
        '--chain-id',
        String(LOCAL_CHAIN_ID),
        '--hardfork',
        'osaka',
      ],
      ...['--block-time', String(LOCAL_BLOCK_SECONDS), '--mixed-mining', '--enable-tx-gas-limit'],
      ...['--state', state.file, '--state-interval', String(interval)],
      ...['--cache-path', statesFolderOf(home), '--max-persisted-states', String(PERSISTED_STATES_MAX)],
      ...['--accounts', String(ACCOUNTS), '--quiet'],
    ],
    cwd: home,
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', HOME: home },
    logFile,
  })
  // Before it is ready: a start that is interrupted here must not lead to a second process on the same chain.
  if (pid !== undefined) writeFileSync(join(home, 'anvil.json'), JSON.stringify({ pid, port } satisfies Mark))
  const outcome = await waitFor(async () => {
    if (pid === undefined || !isAlive(pid)) return 'ended'
    return (await answers(port)) ? 'ready' : undefined
  }, START_DEADLINE_MILLISECONDS)
  if (outcome === 'ready' && pid !== undefined) return pid
  if (pid !== undefined) await endProcess(pid, STOP_STEPS)
  return refuse(`The testnet did not start; its log is ${logFile}.`)
}

/** The launcher from npm is a wrapper around the program of the platform's own package: signals must reach that. */
export function findAnvilBinary(): string {
  const packageName = `@foundry-rs/anvil-${platform()}-${arch() === 'x64' ? 'amd64' : arch()}`
  const program = platform() === 'win32' ? 'anvil.exe' : 'anvil'
  try {
    return createRequire(import.meta.url).resolve(`${packageName}/bin/${program}`)
  } catch (error) {
    return refuse(
      `The package ${packageName} with the local testnet is not installed; run \`npm install\`, or set CHAIN_RPC_URL.`,
      error,
    )
  }
}

/** A restarted testnet counts from the wall clock again; after a warp its chain is ahead of that. */
async function keepClockMonotonic(port: number, state: ChainState): Promise<void> {
  const aheadSeconds = state.headTimestamp - Math.floor(Date.now() / 1000)
  if (aheadSeconds > 0) await clientOf(port).increaseTime({ seconds: aheadSeconds })
}

function describe(running: Mark & Pick<Anvil, 'adopted' | 'restored'>, home: string): Anvil {
  const { pid, port, adopted, restored } = running
  const stateFile = stateFileIn(home)
  const backups = setInterval(() => backUpChainState(stateFile), BACKUP_INTERVAL_MILLISECONDS)
  backups.unref()
  return {
    rpcUrl: rpcUrlOf(port),
    chainId: LOCAL_CHAIN_ID,
    pid,
    adopted,
    restored,
    async warp(seconds) {
      const client = clientOf(port)
      await client.increaseTime({ seconds })
      await client.mine({ blocks: 1 })
    },
    async stop() {
      clearInterval(backups)
      if (!(await endProcess(pid, STOP_STEPS))) refuse(`The testnet (process ${pid}) does not stop.`)
      backUpChainState(stateFile)
      rmSync(statesFolderOf(home), { recursive: true, force: true })
    },
    hurry: () => sendSignal(pid, 'SIGTERM'),
  }
}

function clientOf(port: number) {
  const transport = http(rpcUrlOf(port), { retryCount: 0 })
  return createTestClient({ mode: 'anvil', transport, cacheTime: 0 }).extend(publicActions)
}

function rpcUrlOf(port: number): string {
  return `http://127.0.0.1:${port}`
}

function stateFileIn(home: string): string {
  return join(home, 'chain.json')
}

function statesFolderOf(home: string): string {
  return join(home, 'anvil-states')
}
