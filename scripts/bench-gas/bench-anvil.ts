// A testnet for one run of the bench: osaka rules, a block when asked for one, a clock that starts at a fixed instant, and
// nothing kept.

import { spawn, type ChildProcess } from 'node:child_process'
import { createPublicClient, http } from 'viem'
import { findAnvilBinary, LOCAL_CHAIN_ID } from '../system/anvil.ts'
import { findFreePort } from '../system/free-port.ts'
import { refuse } from '../system/refusal.ts'
import { waitFor } from '../system/wait-for.ts'

export type BenchAnvil = {
  readonly rpcUrl: string
  stop(): void
}

/** It answers in a fraction of a second; twenty are a machine under heavy load. */
const START_DEADLINE_MILLISECONDS = 20_000

/** Funded accounts: one deploys, owns the pool, carries and pays. */
const ACCOUNTS = 1

/** As a shell counts processes that a signal ended. */
const EXIT_INTERRUPTED = 130

/** Starts it on a free port. `genesisSeconds` is the first block's timestamp, `blockGasLimit` that of every block. */
export async function startBenchAnvil({
  genesisSeconds,
  blockGasLimit,
}: {
  genesisSeconds: number
  blockGasLimit: bigint
}): Promise<BenchAnvil> {
  const port = await findFreePort()
  const rpcUrl = `http://127.0.0.1:${port}`
  const child = spawn(
    findAnvilBinary(),
    [
      ...['--host', '127.0.0.1', '--port', String(port), '--chain-id', String(LOCAL_CHAIN_ID)],
      ...['--hardfork', 'osaka', '--enable-tx-gas-limit', '--gas-limit', String(blockGasLimit)],
      ...['--timestamp', String(genesisSeconds), '--no-mining', '--order', 'fifo'],
      ...['--base-fee', '0', '--auto-impersonate', '--accounts', String(ACCOUNTS), '--quiet'],
    ],
    { stdio: 'ignore' },
  )
  const stop = stopWithThisProcess(child)

  const client = createPublicClient({ transport: http(rpcUrl, { retryCount: 0 }) })
  const answers = await waitFor(async () => {
    if (hasEnded(child)) return 'no'
    return (await client.getChainId()) === LOCAL_CHAIN_ID ? 'yes' : undefined
  }, START_DEADLINE_MILLISECONDS)
  if (answers === 'yes') return { rpcUrl, stop }
  stop()
  return refuse('The testnet of the bench did not start.')
}

function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null
}

/** Ends the testnet with the bench, however that ends short of SIGKILL; it has nothing to save. */
function stopWithThisProcess(child: ChildProcess): () => void {
  // Without a listener a program that cannot be started would end this process; the wait for an answer sees it too.
  child.on('error', () => undefined)
  const stop = (): void => {
    child.kill('SIGKILL')
  }
  const interrupt = (): void => process.exit(EXIT_INTERRUPTED)
  process.once('exit', stop).once('SIGINT', interrupt).once('SIGTERM', interrupt)
  child.once('close', () => process.off('exit', stop).off('SIGINT', interrupt).off('SIGTERM', interrupt))
  return stop
}
