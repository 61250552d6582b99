// What the audit asks an endpoint: blocks, code, logs and calls. It only ever reads, and needs no key.

import {
  createClient,
  http,
  type Address,
  type Client,
  type Hash,
  type Hex,
  type RpcLog,
  type Transport,
} from 'viem'
import { getBlock, getBlockNumber, getChainId, getCode } from 'viem/actions'
import { createAsk, type Ask, type Pause } from './ask.ts'

export type BlockHeader = { readonly number: number; readonly hash: Hex; readonly time: number }

export type ChainReader = { readonly client: Client; readonly ask: Ask }

/** Milliseconds an answer may take: a public endpoint's own limit for log queries is 10 to 30 s. */
const TIMEOUT_MS = 30_000

/** Bytes an answer may have; an endpoint that sends more is asked for less. Bounds the memory of one range. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024

/** A reader over a URL or a viem transport. */
export function createReader(rpc: string | Transport, pause: Pause): ChainReader {
  // Retries are ours alone: viem would also repeat "too many results" three times.
  const transport =
    typeof rpc === 'string'
      ? http(rpc, { retryCount: 0, timeout: TIMEOUT_MS, maxResponseBodySize: MAX_ANSWER_BYTES })
      : rpc
  // Without CCIP read: a contract under audit must not choose what this machine fetches.
  return { client: createClient({ transport, cacheTime: 0, ccipRead: false }), ask: createAsk(pause) }
}

/** The chain's number, as its signatures name it. */
export function readChainId({ client, ask }: ChainReader): Promise<number> {
  return ask(() => getChainId(client))
}

/** Number of the latest block. */
export async function readHead({ client, ask }: ChainReader): Promise<number> {
  return Number(await ask(() => getBlockNumber(client, { cacheTime: 0 })))
}

/** Number, hash and timestamp of the canonical block `number`. */
export async function readHeader({ client, ask }: ChainReader, number: number): Promise<BlockHeader> {
  const block = await ask(() => getBlock(client, { blockNumber: BigInt(number) }))
  return { number: Number(block.number), hash: block.hash, time: Number(block.timestamp) }
}

/** The code at `address` as it was at `block`; undefined when there is none. */
export function readCode(
  { client, ask }: ChainReader,
  address: Hex,
  block: number,
): Promise<Hex | undefined> {
  return ask(() => getCode(client, { address, blockNumber: BigInt(block) }))
}

/** The chain transaction that created a contract; undefined when it called one, or is not known. */
export async function readCreation(
  { client, ask }: ChainReader,
  hash: Hash,
): Promise<{ readonly from: Address; readonly nonce: bigint; readonly input: Hex } | undefined> {
  const found = await ask(() => client.request({ method: 'eth_getTransactionByHash', params: [hash] }))
  if (!found || found.to) return undefined
  return { from: found.from, nonce: BigInt(found.nonce), input: found.input }
}

export type LogQuery = { readonly address: Hex; readonly topics: (Hex | null)[] }

/** The logs of blocks `from` to `to`, both included, as the endpoint writes them. Throws the endpoint's refusal. */
export function readRawLogs(
  { client, ask }: ChainReader,
  query: LogQuery,
  from: number,
  to: number,
): Promise<RpcLog[]> {
  const range = { fromBlock: hexOf(from), toBlock: hexOf(to) }
  return ask(() => client.request({ method: 'eth_getLogs', params: [{ ...query, ...range }] }))
}

function hexOf(number: number): Hex {
  return `0x${number.toString(16)}`
}
