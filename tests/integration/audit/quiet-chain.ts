// A testnet without a pulse, for exact histories: anvil on a free port that mines a block for each chain transaction and
// none by itself, asks no gas fee, and lets every address send without a key. It ends with the test.

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createServer, type AddressInfo } from 'node:net'
import { arch, platform } from 'node:os'
import {
  createClient,
  createTestClient,
  http,
  publicActions,
  type Address,
  type Hash,
  type Hex,
  type RpcLog,
} from 'viem'

/** Milliseconds until a testnet must answer; a loaded machine takes some seconds. */
const START_DEADLINE_MS = 30_000

/** Milliseconds until a chain transaction must be mined, which happens at once. */
const MINE_DEADLINE_MS = 10_000

/** Milliseconds between two looks at what the testnet is about to do. */
const LOOK_EVERY_MS = 10

/** Gas given to every chain transaction; below the cap of 16 777 216 (EIP-7825). */
const GAS_LIMIT = 16_000_000n

export type QuietChain = {
  readonly rpcUrl: string
  readonly client: ReturnType<typeof clientOf>
  /** All logs of a contract, as the testnet writes them. */
  logsOf(address: Address): Promise<RpcLog[]>
  /** Sends as `from` and waits for the receipt; refuses a chain transaction that reverts. */
  send(
    from: Address,
    to: Address | undefined,
    data: Hex,
  ): Promise<{ hash: Hash; block: number; created: Address | undefined }>
  /** Timestamp of the latest block, in seconds. */
  now(): Promise<number>
  /** Gives the next block the timestamp `time`. */
  timeOfNextBlock(time: number): Promise<void>
  stop(): Promise<void>
}

/** Thrown by `send` when what was sent is mined and reverted. */
export class RevertError extends Error {
  override readonly name = 'RevertError'
  constructor(hash: Hash) {
    super(`the chain transaction ${hash} reverted`)
  }
}

export async function startQuietChain(): Promise<QuietChain> {
  const port = await freePort()
  const rpcUrl = `http://127.0.0.1:${port}`
  const child = spawn(
    anvilProgram(),
    [
      '--port',
      `${port}`,
      '--quiet',
      '--hardfork',
      'osaka',
      '--base-fee',
      '0',
      '--gas-price',
      '0',
      '--auto-impersonate',
    ],
    { stdio: 'ignore' },
  )
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const client = clientOf(rpcUrl)
  const rpc = createClient({ transport: http(rpcUrl, { retryCount: 0 }) })
  await answering(client, child)

  const receiptOf = async (hash: Hash) => {
    const receipt = await client.waitForTransactionReceipt({ hash, timeout: MINE_DEADLINE_MS })
    if (receipt.status !== 'success') throw new RevertError(hash)
    return { hash, block: Number(receipt.blockNumber), created: receipt.contractAddress ?? undefined }
  }
  return {
    rpcUrl,
    client,
    logsOf: (address) =>
      rpc.request({ method: 'eth_getLogs', params: [{ address, fromBlock: '0x0', toBlock: 'latest' }] }),
    async send(from, to, data) {
      const request = {
        from,
        ...(to && { to }),
        data,
        gas: `0x${GAS_LIMIT.toString(16)}`,
        gasPrice: '0x0',
      } as const
      return receiptOf(await rpc.request({ method: 'eth_sendTransaction', params: [request] }))
    },
    now: async () => Number((await client.getBlock()).timestamp),
    timeOfNextBlock: (time) => client.setNextBlockTimestamp({ timestamp: BigInt(time) }),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      process.off('exit', kill)
      const ended = once(child, 'exit')
      kill()
      await ended
    },
  }
}

function clientOf(rpcUrl: string) {
  const transport = http(rpcUrl, { retryCount: 0 })
  return createTestClient({ mode: 'anvil', transport, cacheTime: 0, pollingInterval: LOOK_EVERY_MS }).extend(
    publicActions,
  )
}

async function answering(client: ReturnType<typeof clientOf>, child: ChildProcess): Promise<void> {
  for (let waited = 0; waited < START_DEADLINE_MS; waited += LOOK_EVERY_MS) {
    if (child.exitCode !== null) throw new Error(`anvil ended with ${child.exitCode}`)
    const chainId = await client.getChainId().catch(() => undefined)
    if (chainId !== undefined) return
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  throw new Error('anvil does not answer')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** The program itself: the npm launcher is a wrapper, and a signal to it would leave the program running. */
function anvilProgram(): string {
  const processor = arch() === 'x64' ? 'amd64' : arch()
  return createRequire(import.meta.url).resolve(`@foundry-rs/anvil-${platform()}-${processor}/bin/anvil`)
}
