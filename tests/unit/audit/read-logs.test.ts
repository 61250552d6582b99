// Ranges that follow what an endpoint grants, and answers that are not taken at their word.

import { readLogRanges, type LogRange } from '#audit/chain/read-logs.ts'
import { createReader } from '#audit/chain/reader.ts'
import { encodeEventTopics, erc20Abi, pad, type RpcLog, type Transport } from 'viem'
import { expect, test } from 'vitest'
import {
  blockHash,
  fakeTransport,
  header,
  LEDGER,
  logAt,
  matching,
  refusal,
  TOKEN,
  type LogFilter,
  type Request,
} from './fake-endpoint.ts'

const [TRANSFER] = encodeEventTopics({ abi: erc20Abi, eventName: 'Transfer' })
const SELF = pad(LEDGER)
const STRANGER = pad('0xc3')

async function readAll(
  transport: Transport,
  from: number,
  to: number,
): Promise<{ ranges: LogRange[]; waits: number[] }> {
  const waits: number[] = []
  const reader = createReader(transport, async (milliseconds) => void waits.push(milliseconds))
  const ranges: LogRange[] = []
  for await (const range of readLogRanges(reader, { ledger: LEDGER, token: TOKEN }, { from, to }))
    ranges.push(range)
  return { ranges, waits }
}

/** A chain whose endpoint may refuse a log filter by throwing. */
function endpointOf(
  logs: readonly RpcLog[],
  judge: (blocks: number, found: RpcLog[], filter: LogFilter) => void = () => {},
) {
  return fakeTransport(({ method, params }: Request) => {
    if (method === 'eth_getBlockByNumber') return header(params[0] as `0x${string}`)
    const filter = params[0] as LogFilter
    const found = matching(logs, filter)
    judge(Number(filter.toBlock) - Number(filter.fromBlock) + 1, found, filter)
    return found
  })
}

/** Every block of `from` to `to` is in exactly one range, in order. */
function expectWhole(ranges: readonly LogRange[], from: number, to: number): void {
  let next = from
  for (const range of ranges) {
    expect(range.from).toBe(next)
    next = range.to + 1
  }
  expect(next).toBe(to + 1)
}

test('reads every block once, and every log, when the endpoint grants 1 000 blocks only', async () => {
  const logs = [5, 999, 1_000, 1_001, 24_999].map((block) => logAt(block, 0))
  const { transport } = endpointOf(logs, (blocks) => {
    if (blocks > 1_000) throw refusal(-32602, 'query exceeds max block range 1000')
  })
  const { ranges, waits } = await readAll(transport, 0, 24_999)
  expectWhole(ranges, 0, 24_999)
  expect(ranges.flatMap((range) => range.logs.map(({ place }) => place.block))).toEqual([
    5, 999, 1_000, 1_001, 24_999,
  ])
  expect(waits).toEqual([])
})

test('halves a range down to the block when answers are limited by their logs', async () => {
  const logs = Array.from({ length: 64 }, (_, block) => [logAt(block, 0), logAt(block, 1)]).flat()
  const { transport } = endpointOf(logs, (_, found) => {
    if (found.length > 2) throw refusal(-32005, 'query returned more than 2 results')
  })
  const { ranges } = await readAll(transport, 0, 63)
  expectWhole(ranges, 0, 63)
  expect(ranges.flatMap((range) => range.logs)).toHaveLength(128)
})

test('makes ranges smaller after one with very many logs, and larger on a quiet chain', async () => {
  const busy = Array.from({ length: 6_000 }, (_, index) => logAt(100, index))
  const { transport } = endpointOf(busy)
  const { ranges } = await readAll(transport, 0, 39_999)
  expect(ranges.map(({ from, to }) => to - from + 1)).toEqual([10_000, 5_000, 10_000, 15_000])
})

test('tries a larger range once in nine, so that a fixed limit costs little', async () => {
  let refused = 0
  const { transport } = endpointOf([], (blocks, _found, { topics }) => {
    if (blocks <= 10_000) return
    // Three questions make a range; the one for all of the ledger's logs stands for them.
    if (topics.length === 0) refused += 1
    throw refusal(-32602, 'query exceeds max block range 10000')
  })
  const { ranges } = await readAll(transport, 0, 199_999)
  expect(ranges).toHaveLength(20)
  // After the first, the ninth and the seventeenth range.
  expect(refused).toBe(3)
})

test('asks again, waiting longer each time, when the endpoint is busy', async () => {
  let refusals = 3
  const { transport } = endpointOf([logAt(1, 0)], (_blocks, _found, { address }) => {
    if (address === LEDGER && refusals-- > 0) throw refusal(429, 'Too many requests')
  })
  const { ranges, waits } = await readAll(transport, 0, 9)
  expect(ranges.flatMap((range) => range.logs)).toHaveLength(1)
  expect(waits).toEqual([250, 500, 1_000])
})

test('gives up with chain_unavailable when one block is refused', async () => {
  const { transport } = endpointOf([], () => {
    throw refusal(-32000, 'logs are not kept here')
  })
  await expect(readAll(transport, 0, 3)).rejects.toMatchObject({
    code: 'chain_unavailable',
    facts: { asked: 'logs of blocks 0 to 0', reason: expect.stringContaining('logs are not kept here') },
  })
})

test('refuses an answer that holds logs of another address', async () => {
  const { transport } = fakeTransport(({ method, params }) =>
    method === 'eth_getLogs' ? [logAt(1, 0, TOKEN)] : header(params[0] as `0x${string}`),
  )
  await expect(readAll(transport, 0, 9)).rejects.toMatchObject({ code: 'chain_unavailable' })
})

test('refuses logs of a block that is no longer on the chain', async () => {
  const { transport } = endpointOf([{ ...logAt(4, 0), blockHash: blockHash(99) }])
  await expect(readAll(transport, 0, 9)).rejects.toMatchObject({
    code: 'block_replaced',
    facts: { block: 4 },
  })
})

test('brings the logs of ledger and token into the order of the chain, a transfer to itself once', async () => {
  const { transport } = endpointOf([
    logAt(2, 4),
    logAt(2, 1),
    logAt(2, 3, TOKEN, [TRANSFER, SELF, STRANGER]),
    logAt(2, 0, TOKEN, [TRANSFER, STRANGER, SELF]),
    logAt(2, 2, TOKEN, [TRANSFER, SELF, SELF]),
    logAt(1, 9),
    logAt(2, 5, TOKEN, [TRANSFER, STRANGER, STRANGER]),
  ])
  const { ranges } = await readAll(transport, 0, 9)
  expect(ranges.flatMap((range) => range.logs.map(({ place }) => [place.block, place.logIndex]))).toEqual([
    [1, 9],
    [2, 0],
    [2, 1],
    [2, 2],
    [2, 3],
    [2, 4],
  ])
})
