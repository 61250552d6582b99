// Reads the ledger's logs and its token's Transfer logs range by range, in the order of the chain. The size of a range
// follows what the endpoint grants and what the logs weigh, so memory holds one range at a time.

import { encodeEventTopics, erc20Abi, pad, type Address, type Hex, type RpcLog } from 'viem'
import { Problem } from '#domain/problem.ts'
import { readLedgerLog, readTransferLog, type Place, type ReplayLog } from '../ledger-log.ts'
import { chainUnavailable, mapLimited } from './ask.ts'
import { readHeader, readRawLogs, type BlockHeader, type ChainReader, type LogQuery } from './reader.ts'
import { rpcFaultOf } from './rpc-fault.ts'

export type LogRange = { readonly from: number; readonly to: number; readonly logs: readonly ReplayLog[] }

type LogSource = { readonly ledger: Address; readonly token: Address }

/** Blocks asked for at first: what most public endpoints grant. */
const FIRST_RANGE_BLOCKS = 10_000

/** Largest range: on a quiet chain of a hundred million blocks a hundred requests, still one answer's worth of time. */
const MAX_RANGE_BLOCKS = 1_000_000

/** A range with more logs than this makes the next one smaller: some 20 MB of raw logs with full batches. */
const MANY_LOGS = 5_000

/** Ranges read without complaint before a larger one is tried again, so that a fixed limit costs one refusal in nine. */
const PATIENCE_RANGES = 8

/** Yields every range from `from` to `to`, both included. Refuses with `chain_unavailable`. */
export async function* readLogRanges(
  reader: ChainReader,
  source: LogSource,
  { from, to }: { from: number; to: number },
): AsyncGenerator<LogRange> {
  let size = FIRST_RANGE_BLOCKS
  let patience = 0
  for (let start = from; start <= to;) {
    const end = Math.min(start + size - 1, to)
    const raw = await tryRange(reader, source, start, end)
    if (!raw) {
      size = Math.max(1, Math.floor((end - start + 1) / 2))
      patience = PATIENCE_RANGES
      continue
    }
    yield { from: start, to: end, logs: await placeLogs(reader, raw) }
    start = end + 1
    patience -= 1
    const count = raw.ledgerLogs.length + raw.transfers.length
    if (count > MANY_LOGS) size = Math.max(1, Math.floor(size / 2))
    else if (patience <= 0 && count < MANY_LOGS / 4) size = Math.min(size * 2, MAX_RANGE_BLOCKS)
  }
}

type RawRange = { readonly ledgerLogs: RpcLog[]; readonly transfers: RpcLog[] }

/** Undefined when the range has to be smaller. A refusal of one block cannot be helped, whatever its words. */
async function tryRange(
  reader: ChainReader,
  { ledger, token }: LogSource,
  from: number,
  to: number,
): Promise<RawRange | undefined> {
  const ask = async (query: LogQuery) =>
    checkAnswer(await readRawLogs(reader, query, from, to), query, from, to)
  const [transferTopic] = encodeEventTopics({ abi: erc20Abi, eventName: 'Transfer' })
  const self = pad(ledger)
  try {
    const [ledgerLogs, sent, received] = await Promise.all([
      ask({ address: ledger, topics: [] }),
      ask({ address: token, topics: [transferTopic, self] }),
      ask({ address: token, topics: [transferTopic, null, self] }),
    ])
    // A transfer to itself is in both answers.
    return { ledgerLogs, transfers: [...sent, ...received.filter((log) => log.topics[1] !== self)] }
  } catch (error) {
    if (from === to || rpcFaultOf(error) === 'ours')
      throw chainUnavailable(`logs of blocks ${from} to ${to}`, error)
    // Providers refuse large ranges in too many words to know them all, so any refusal is first met with a smaller one.
    return undefined
  }
}

/** An endpoint that answers another question than the one asked is not one to audit with. */
function checkAnswer(logs: RpcLog[], query: LogQuery, from: number, to: number): RpcLog[] {
  const fits = (log: RpcLog) =>
    log.address.toLowerCase() === query.address &&
    Number(log.blockNumber) >= from &&
    Number(log.blockNumber) <= to &&
    log.transactionHash !== null &&
    log.logIndex !== null
  if (!Array.isArray(logs) || !logs.every(fits)) {
    throw new Problem('chain_unavailable', {
      asked: `logs of blocks ${from} to ${to}`,
      reason: 'the answer has other logs in it',
    })
  }
  return logs
}

/** Logs of both kinds in the order of the chain, each with its block's time. */
async function placeLogs(reader: ChainReader, { ledgerLogs, transfers }: RawRange): Promise<ReplayLog[]> {
  const raw = [
    ...ledgerLogs.map((log) => ({ log, read: readLedgerLog })),
    ...transfers.map((log) => ({ log, read: readTransferLog })),
  ].sort((a, b) => blockOf(a.log) - blockOf(b.log) || indexOf(a.log) - indexOf(b.log))
  const headers = await readHeaders(
    reader,
    raw.map(({ log }) => blockOf(log)),
  )
  return raw.map(({ log, read }) => read({ topics: log.topics, data: log.data }, placeOf(log, headers)))
}

async function readHeaders(
  reader: ChainReader,
  blocks: readonly number[],
): Promise<Map<number, BlockHeader>> {
  try {
    const headers = await mapLimited([...new Set(blocks)], (block) => readHeader(reader, block))
    return new Map(headers.map((header) => [header.number, header]))
  } catch (error) {
    throw chainUnavailable('block headers', error)
  }
}

function placeOf(log: RpcLog, headers: Map<number, BlockHeader>): Place {
  const header = headers.get(blockOf(log))
  if (header?.hash !== log.blockHash) {
    throw new Problem('block_replaced', { block: blockOf(log), expected: header?.hash, found: log.blockHash })
  }
  return {
    block: header.number,
    time: header.time,
    chainTransaction: log.transactionHash as Hex,
    logIndex: indexOf(log),
  }
}

function blockOf(log: RpcLog): number {
  return Number(log.blockNumber)
}

function indexOf(log: RpcLog): number {
  return Number(log.logIndex)
}
