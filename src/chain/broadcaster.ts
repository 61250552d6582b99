// Sends signed bytes and asks what became of them. No answer here is ever "failed": only a receipt in a final block,
// or a nonce that somebody else has used, ends a chain transaction, and that is for the sender to judge.

import type { ChainBroadcaster, ChainReceipt } from '#ports/chain-sending.ts'
import {
  numberToHex,
  TransactionNotFoundError,
  TransactionReceiptNotFoundError,
  type Hex,
  type PublicClient,
} from 'viem'

import { readFees } from './fees.ts'
import { explainRevert, simulate } from './simulate.ts'
import { askChain, createRpcClient, reasonOf } from './rpc.ts'

/** How nodes say that they have these very bytes: geth and erigon, anvil, nethermind, besu. */
const ALREADY_KNOWN = /already known|already imported|AlreadyKnown|known transaction/i

/** Connects to a node at the first request. */
export function createBroadcaster({ rpcUrl }: { readonly rpcUrl: string }): ChainBroadcaster {
  const client = createRpcClient(rpcUrl)

  return {
    broadcast: async (raw) => {
      try {
        await client.request({ method: 'eth_sendRawTransaction', params: [raw] })
        return { status: 'accepted' }
      } catch (error) {
        const reason = reasonOf(error)
        return ALREADY_KNOWN.test(reason) ? { status: 'accepted' } : { status: 'unknown', reason }
      }
    },
    receipt: (hash) => askChain(() => readReceipt(client, hash)),
    knows: (hash) => askChain(() => isKnown(client, hash)),
    nonces: (sender) =>
      askChain(async () => {
        const [latest, pending] = await Promise.all([
          client.getTransactionCount({ address: sender, blockTag: 'latest' }),
          client.getTransactionCount({ address: sender, blockTag: 'pending' }),
        ])
        return { latest: BigInt(latest), pending: BigInt(pending) }
      }),
    nonceAt: (sender, blockNumber) =>
      askChain(async () => BigInt(await client.getTransactionCount({ address: sender, blockNumber }))),
    balance: (address) => askChain(() => client.getBalance({ address, blockTag: 'latest' })),
    fees: () => askChain(() => readFees(client)),
    simulate: (sender, call, mostGas) => simulate(client, sender, call, mostGas),
    explainRevert: (sender, call, blockNumber) =>
      explainRevert(client, sender, call, numberToHex(blockNumber)),
  }
}

async function readReceipt(client: PublicClient, hash: Hex): Promise<ChainReceipt | undefined> {
  try {
    const receipt = await client.getTransactionReceipt({ hash })
    const { blockNumber, blockHash, gasUsed, status } = receipt
    return { hash, blockNumber, blockHash, gasUsed, succeeded: status === 'success' }
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return undefined
    throw error
  }
}

async function isKnown(client: PublicClient, hash: Hex): Promise<boolean> {
  try {
    await client.getTransaction({ hash })
    return true
  } catch (error) {
    if (error instanceof TransactionNotFoundError) return false
    throw error
  }
}
