// An RPC endpoint in memory: a chain of blocks with logs of one ledger, and the moods of public endpoints.

import { custom, numberToHex, pad, RpcRequestError, type Hex, type RpcLog, type Transport } from 'viem'

export const LEDGER: Hex = `0x${'a1'.repeat(20)}`
export const TOKEN: Hex = `0x${'b2'.repeat(20)}`

export type LogFilter = {
  readonly address: Hex
  readonly topics: (Hex | null)[]
  readonly fromBlock: Hex
  readonly toBlock: Hex
}

export type Request = { readonly method: string; readonly params: readonly unknown[] }

/** A transport that answers with `answer`; an object `{ code, message }` thrown by it is the endpoint's refusal. */
export function fakeTransport(answer: (request: Request) => unknown): {
  transport: Transport
  requests: Request[]
} {
  const requests: Request[] = []
  const request = async (asked: Request) => {
    requests.push(asked)
    return answer(asked)
  }
  return { transport: custom({ request } as Parameters<typeof custom>[0], { retryCount: 0 }), requests }
}

/** A refusal as an endpoint sends it. */
export function refusal(code: number, message: string): Error {
  return new RpcRequestError({ body: {}, error: { code, message }, url: 'http://endpoint.test' })
}

/** The hash of block `number` in this chain. */
export function blockHash(number: number): Hex {
  return pad(numberToHex(number), { size: 32 })
}

export function header(number: Hex) {
  return {
    number,
    hash: blockHash(Number(number)),
    timestamp: numberToHex(1_000_000 + Number(number)),
    transactions: [],
  }
}

/** A log that the interface does not know: its place is all that matters here. */
export function logAt(block: number, logIndex: number, address: Hex = LEDGER, topics: Hex[] = []): RpcLog {
  return {
    address,
    topics: topics as [Hex, ...Hex[]],
    data: '0x',
    blockNumber: numberToHex(block),
    blockHash: blockHash(block),
    blockTimestamp: numberToHex(1_000_000 + block),
    transactionHash: blockHash(7_000_000 + block),
    transactionIndex: '0x0',
    logIndex: numberToHex(logIndex),
    removed: false,
  }
}

/** Of `logs` those that a filter asks for. */
export function matching(
  logs: readonly RpcLog[],
  { address, topics, fromBlock, toBlock }: LogFilter,
): RpcLog[] {
  return logs.filter(
    (log) =>
      log.address === address &&
      Number(log.blockNumber) >= Number(fromBlock) &&
      Number(log.blockNumber) <= Number(toBlock) &&
      topics.every((topic, index) => topic === null || log.topics[index] === topic),
  )
}
