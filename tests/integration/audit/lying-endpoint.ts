// An RPC endpoint that passes everything on to a real one and changes the answers it is told to.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import {
  custom,
  decodeEventLog,
  encodeAbiParameters,
  encodeEventTopics,
  getAbiItem,
  http,
  type Hex,
  type RpcLog,
  type Transport,
} from 'viem'

/** Takes the logs of one answer and gives back those to be told. */
export type LogLie = (logs: RpcLog[]) => RpcLog[]

/** A transport to `rpcUrl` whose answers to eth_getLogs go through `lie`. */
export function lyingAboutLogs(rpcUrl: string, lie: LogLie): Transport {
  const honest = http(rpcUrl, { retryCount: 0 })({})
  const request = async (asked: { method: string; params?: unknown }) => {
    const answer: unknown = await honest.request(asked)
    return asked.method === 'eth_getLogs' ? lie(answer as RpcLog[]) : answer
  }
  return custom({ request } as Parameters<typeof custom>[0], { retryCount: 0 })
}

/** The events that lies are told about. */
export type EventName =
  'PoolOpened' | 'PoolTransferStarted' | 'PoolTransferred' | 'Committed' | 'Settled' | 'Amended' | 'Deposited'

/** Whether a raw log is the ledger's event `eventName` of that pool and batch. */
export function isLog(log: RpcLog, eventName: EventName, pool: number, seq?: number): boolean {
  const wanted = encodeEventTopics({ abi: rewardLedgerAbi, eventName } as Parameters<
    typeof encodeEventTopics
  >[0])[0]
  return (
    log.topics[0] === wanted &&
    Number(log.topics[1]) === pool &&
    (seq === undefined || Number(log.topics[2]) === seq)
  )
}

/** The same Committed log with other records; header, maturity and signature stay. */
export function withRecords(log: RpcLog, change: (records: Hex) => Hex): RpcLog {
  const { args } = decodeEventLog({
    abi: rewardLedgerAbi,
    eventName: 'Committed',
    topics: log.topics,
    data: log.data,
  })
  const inputs = getAbiItem({ abi: rewardLedgerAbi, name: 'Committed' }).inputs
  const notIndexed = [inputs[2], inputs[3], inputs[4], inputs[5]] as const
  return {
    ...log,
    data: encodeAbiParameters(notIndexed, [
      args.header,
      args.maturesAt,
      change(args.records),
      args.signature,
    ]),
  }
}

/** A lie that replaces each log that `fits` by what `to` makes of it. */
export const change =
  (fits: (log: RpcLog) => boolean, to: (log: RpcLog) => RpcLog[]): LogLie =>
  (logs) =>
    logs.flatMap((log) => (fits(log) ? to(log) : [log]))
