// The ledger's logs as the chain has them, for counting what happened on chain.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { erc20Abi, type Address } from 'viem'
import type { TestChain } from './chain.ts'

/** Number, block and chain transaction of each commit of a pool, in log order. */
export async function committedBatches({ client, ledger }: TestChain, pool: number) {
  const events = await client.getContractEvents({
    address: ledger,
    abi: rewardLedgerAbi,
    eventName: 'Committed',
    args: { pool },
    fromBlock: 0n,
    strict: true,
  })
  return events.map(({ args, blockNumber, transactionHash }) => ({
    seq: args.seq,
    blockNumber,
    transactionHash,
  }))
}

/** Number of each settlement of a pool, in log order. */
export async function settledBatches(
  { client, ledger }: TestChain,
  pool: number,
): Promise<readonly number[]> {
  const events = await client.getContractEvents({
    address: ledger,
    abi: rewardLedgerAbi,
    eventName: 'Settled',
    args: { pool },
    fromBlock: 0n,
    strict: true,
  })
  return events.map(({ args }) => args.seq)
}

/** Amounts that the ledger sent to an address, in micros, in log order. */
export async function paymentsTo(
  { client, ledger, token }: TestChain,
  payee: Address,
): Promise<readonly bigint[]> {
  const events = await client.getContractEvents({
    address: token,
    abi: erc20Abi,
    eventName: 'Transfer',
    args: { from: ledger, to: payee },
    fromBlock: 0n,
    strict: true,
  })
  return events.map(({ args }) => args.value)
}

/** Number of the batch of each amendment of a pool, in log order. */
export async function amendedBatches(
  { client, ledger }: TestChain,
  pool: number,
): Promise<readonly number[]> {
  const events = await client.getContractEvents({
    address: ledger,
    abi: rewardLedgerAbi,
    eventName: 'Amended',
    args: { pool },
    fromBlock: 0n,
    strict: true,
  })
  return events.map(({ args }) => args.seq)
}
