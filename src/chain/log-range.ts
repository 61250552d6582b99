// Reads the ledger's events over a range of blocks, in as many requests as the node's limits ask for.

import type { LedgerEvent } from '#ports/chain.ts'
import { erc20Abi, getAbiItem, type PublicClient } from 'viem'

import { decodeLedgerEvents, type LedgerFacts, type MinedLog } from './ledger-events.ts'
import { askChain } from './rpc.ts'

/** Blocks asked for at once; a range that the node refuses is halved, down to one block. */
const LOG_RANGE_BLOCKS = 2_000n

const transferEvent = getAbiItem({ abi: erc20Abi, name: 'Transfer' })

/** Both ends included, in log order. */
export async function readLogRange(
  client: PublicClient,
  facts: LedgerFacts,
  fromBlock: bigint,
  toBlock: bigint,
): Promise<readonly LedgerEvent[]> {
  return askChain(async () => {
    const range = { fromBlock, toBlock, blockRange: LOG_RANGE_BLOCKS } as const
    const logs: MinedLog[] = [
      ...(await client.getLogs({ ...range, address: facts.ledger })),
      ...(await client.getLogs({
        ...range,
        address: facts.token,
        event: transferEvent,
        args: { from: facts.ledger },
      })),
    ]
    const timestamps = await readTimestamps(client, logs)
    return decodeLedgerEvents(logs, facts, (log) =>
      Number(log.blockTimestamp ?? timestamps.get(log.blockNumber)),
    )
  })
}

/** Block times in seconds, for nodes that leave them out of their logs. */
async function readTimestamps(
  client: PublicClient,
  logs: readonly MinedLog[],
): Promise<ReadonlyMap<bigint, bigint>> {
  const timestamps = new Map<bigint, bigint>()
  for (const { blockNumber, blockTimestamp } of logs) {
    if (blockTimestamp !== undefined || timestamps.has(blockNumber)) continue
    timestamps.set(blockNumber, (await client.getBlock({ blockNumber })).timestamp)
  }
  return timestamps
}
