// One batch as the ledger logged it, found by the chain transaction that carried it.

import type { Address, Hash } from 'viem'
import { lower, readLedgerLog, type EventArgs } from '../ledger-log.ts'
import { readHeader, type ChainReader } from './reader.ts'

export type CommittedBatch = {
  /** Block of the log, and its time in seconds since 1970. */
  readonly block: number
  readonly time: number
  readonly args: EventArgs<'Committed'>
}

/**
 * The `Committed` log of batch `seq` of `pool` that `ledger` wrote in a chain transaction; undefined when that chain
 * transaction is not known, was undone, or carried no such batch. Throws the endpoint's refusal.
 */
export async function readCommitted(
  reader: ChainReader,
  { ledger, pool, seq, hash }: { ledger: Address; pool: number; seq: number; hash: Hash },
): Promise<CommittedBatch | undefined> {
  const { client, ask } = reader
  const receipt = await ask(() => client.request({ method: 'eth_getTransactionReceipt', params: [hash] }))
  for (const { address, topics, data, blockNumber, blockHash, transactionHash, logIndex } of receipt?.logs ??
    []) {
    if (lower(address) !== lower(ledger)) continue
    const { number, hash: canonical, time } = await readHeader(reader, Number(blockNumber))
    if (canonical !== blockHash) return undefined
    const place = {
      block: number,
      time,
      chainTransaction: transactionHash,
      logIndex: Number(logIndex),
    }
    const log = readLedgerLog({ topics, data }, place)
    if (log.kind !== 'event' || log.event.eventName !== 'Committed') continue
    const { args } = log.event
    if (args.pool === pool && args.seq === seq) return { block: number, time, args }
  }
  return undefined
}
