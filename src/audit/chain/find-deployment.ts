// Finds the block in which the ledger was deployed, so that reading logs can start there.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { Problem } from '#domain/problem.ts'
import { toEventSelector, getAbiItem, type Address } from 'viem'
import { chainUnavailable } from './ask.ts'
import { readCode, readRawLogs, type ChainReader } from './reader.ts'
import { rpcFaultOf } from './rpc-fault.ts'

const DEPLOYED_TOPIC = toEventSelector(getAbiItem({ abi: rewardLedgerAbi, name: 'Deployed' }))

/**
 * The first block to read logs from. A given `fromBlock` is used as it is, and refused (`input_invalid`) when the ledger
 * existed before it. Otherwise a binary search over `eth_getCode` finds it; where the endpoint keeps no old state, or
 * its answers do not lead to the Deployed log, logs are read from block 0.
 */
export async function findDeployment(
  reader: ChainReader,
  { ledger, toBlock, fromBlock }: { ledger: Address; toBlock: number; fromBlock: number | undefined },
): Promise<number> {
  if (fromBlock !== undefined) {
    if (fromBlock > 0 && (await hadCode(reader, ledger, fromBlock - 1))) {
      throw new Problem('input_invalid', {
        field: 'fromBlock',
        reason: 'the ledger was deployed before this block',
        fromBlock,
      })
    }
    return fromBlock
  }
  // Code is there at toBlock. Invariant: none before `low`, some at `high`.
  let low = 0
  let high = toBlock
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const found = await hadCode(reader, ledger, middle)
    if (found === undefined) return 0
    if (found) high = middle
    else low = middle + 1
  }
  return (await hasDeployedLog(reader, ledger, low)) ? low : 0
}

/** Undefined when the endpoint no longer has the state of that block. */
async function hadCode(reader: ChainReader, ledger: Address, block: number): Promise<boolean | undefined> {
  try {
    return (await readCode(reader, ledger, block)) !== undefined
  } catch (error) {
    if (rpcFaultOf(error) === 'refused') return undefined
    throw chainUnavailable('the ledger’s code in an earlier block', error)
  }
}

async function hasDeployedLog(reader: ChainReader, ledger: Address, block: number): Promise<boolean> {
  try {
    return (await readRawLogs(reader, { address: ledger, topics: [DEPLOYED_TOPIC] }, block, block)).length > 0
  } catch (error) {
    throw chainUnavailable('the Deployed log', error)
  }
}
