// A chain under osaka rules whose clock and accounts are fixed, so that every chain transaction has the same bytes and
// takes the same gas on every machine. Gas is read from receipts.

import {
  createPublicClient,
  http,
  RpcError,
  RpcRequestError,
  type Address,
  type Hex,
  type PublicClient,
} from 'viem'
import { numberToHex } from 'viem/utils'
import { LOCAL_CHAIN_ID } from '../system/anvil.ts'
import { startBenchAnvil } from './bench-anvil.ts'
import { slices } from './workload.ts'

/** Most gas of a chain transaction (EIP-7825, 2²⁴); everything is sent with as much, whatever it takes. */
export const TRANSACTION_GAS_MAX = 16_777_216n

/** The testnet's first account: it deploys, owns the pool, carries and pays. */
export const CARRIER: Address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'

/** The chain begins on the first day of 2030, so that instants in calldata have the same bytes in every run. */
const GENESIS_SECONDS = 1_893_456_000

/** Chain transactions of one block when thousands are sent, and the gas that each may take. */
const BULK_SIZE = 500
const BULK_GAS = 100_000n

/** Twice what the largest block can take: gas stays free because no block passes half its limit (EIP-1559). */
const BLOCK_GAS_LIMIT = 2n * BigInt(BULK_SIZE) * BULK_GAS

/** Gas costs nothing here, so nobody needs a balance. */
const FREE = '0x0'

/** A call of all the gas there may be takes a second; a minute is a machine under heavy load. */
const RPC_TIMEOUT_MILLISECONDS = 60_000

/** What a receipt says of a chain transaction that did not revert. */
const SUCCESS = '0x1'

export type Call = { readonly to: Address; readonly data: Hex; readonly from?: Address }

export type BenchChain = {
  readonly chainId: number
  /** Timestamp of the latest block, in seconds. */
  now(): number
  /** Deploys creation code and answers its address. */
  deploy(bytecode: Hex): Promise<Address>
  /** Sends one chain transaction in a block of its own and answers its gas. Refuses one that reverts. */
  send(call: Call): Promise<bigint>
  /** Sends many from the carrier, in order, and answers the gas of all. Refuses when one of them is missing. */
  sendMany(calls: readonly Call[]): Promise<bigint>
  /** Reads the latest block. */
  readonly client: PublicClient
  /** Whether the call would succeed as a chain transaction with all the gas one may have. */
  succeeds(call: Call): Promise<boolean>
  /** Moves the clock forward and mines a block. */
  warp(seconds: number): Promise<void>
  /** Runs `work` and then forgets all that it did. */
  aside<T>(work: () => Promise<T>): Promise<T>
  close(): void
}

/** Starts the chain. */
export async function openBenchChain(): Promise<BenchChain> {
  const anvil = await startBenchAnvil({ genesisSeconds: GENESIS_SECONDS, blockGasLimit: BLOCK_GAS_LIMIT })
  const transport = http(anvil.rpcUrl, {
    timeout: RPC_TIMEOUT_MILLISECONDS,
    retryCount: 0,
    batch: { batchSize: BULK_SIZE },
  })
  const client = createPublicClient({ transport, cacheTime: 0 })
  const request: Request = async (method, ...params) => await client.transport.request({ method, params })
  const clock: Clock = { seconds: GENESIS_SECONDS }

  return {
    chainId: LOCAL_CHAIN_ID,
    client,
    now: () => clock.seconds,
    deploy: async (bytecode) => (await sendAlone(request, clock, { data: bytecode })).contractAddress,
    send: async (call) => BigInt((await sendAlone(request, clock, call)).gasUsed),
    async sendMany(calls) {
      let gas = 0n
      for (const bulk of slices(calls, BULK_SIZE)) gas += await sendBulk(request, clock, bulk)
      return gas
    },
    succeeds: async ({ from = CARRIER, ...call }) =>
      await request('eth_call', { ...call, from, gas: numberToHex(TRANSACTION_GAS_MAX) }, 'latest').then(
        () => true,
        isRefusal,
      ),
    async warp(seconds) {
      clock.seconds += seconds
      await mine(request, clock)
    },
    async aside(work) {
      const [snapshot, { seconds }] = [await request('evm_snapshot'), clock]
      try {
        return await work()
      } finally {
        await request('evm_revert', snapshot)
        clock.seconds = seconds
      }
    },
    close: () => anvil.stop(),
  }
}

type Request = (method: string, ...params: readonly unknown[]) => Promise<unknown>

/** Timestamp of the latest block: the chain's own clock would follow that of the machine. */
type Clock = { seconds: number }

type Receipt = { readonly status: string; readonly gasUsed: Hex; readonly contractAddress: Address }

type Block = { readonly gasUsed: Hex; readonly transactions: readonly string[] }

async function sendAlone(request: Request, clock: Clock, call: Partial<Call>): Promise<Receipt> {
  const hash = await submit(request, call, TRANSACTION_GAS_MAX)
  await mine(request, clock)
  const receipt = (await request('eth_getTransactionReceipt', hash)) as Receipt
  if (receipt.status === SUCCESS) return receipt
  throw new Error(`A chain transaction reverted after ${BigInt(receipt.gasUsed)} gas.`)
}

/** The block's gas is that of its receipts together. */
async function sendBulk(request: Request, clock: Clock, calls: readonly Call[]): Promise<bigint> {
  const first = Number(await request('eth_getTransactionCount', CARRIER, 'latest'))
  await Promise.all(calls.map((call, index) => submit(request, call, BULK_GAS, first + index)))
  await mine(request, clock)
  const block = (await request('eth_getBlockByNumber', 'latest', false)) as Block
  if (block.transactions.length === calls.length) return BigInt(block.gasUsed)
  throw new Error(`Of ${calls.length} chain transactions ${block.transactions.length} were mined.`)
}

async function submit(
  request: Request,
  { from = CARRIER, ...call }: Partial<Call>,
  gas: bigint,
  nonce?: number,
): Promise<string> {
  const numbers = {
    gas: numberToHex(gas),
    gasPrice: FREE,
    ...(nonce !== undefined && { nonce: numberToHex(nonce) }),
  }
  return (await request('eth_sendTransaction', { ...call, from, ...numbers })) as string
}

/** False when the testnet answered that the call fails; any other fault, such as no answer, is thrown on. */
function isRefusal(error: unknown): false {
  if (error instanceof RpcRequestError || error instanceof RpcError) return false
  throw error
}

async function mine(request: Request, clock: Clock): Promise<void> {
  clock.seconds += 1
  await request('evm_setNextBlockTimestamp', numberToHex(clock.seconds))
  await request('evm_mine')
}
