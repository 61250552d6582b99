// Reads blocks, the ledger's events and its state from one node.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { micros } from '#domain/money.ts'
import { Problem } from '#domain/problem.ts'
import type { ChainBlock, ChainIdentity, ChainReader, LedgerEvent, PoolState } from '#ports/chain.ts'
import type { ChainSource } from '#ports/chain-source.ts'
import { BlockNotFoundError, getAddress, keccak256, type Address, type Hex, type PublicClient } from 'viem'

import { decodeLedgerEvents, type LedgerFacts } from './ledger-events.ts'
import { readLogRange } from './log-range.ts'
import { revertName } from './revert.ts'
import { askChain, createRpcClient } from './rpc.ts'

/** Requests for single blocks at one time: public nodes count bursts. */
const PARALLEL_BLOCKS = 8

/** Bytes of calls that one `accounts` request may bundle: some 200 accounts, far below nodes' call limits. */
const MULTICALL_BYTES = 16_384

export type ChainReaderOptions = {
  readonly rpcUrl: string
  readonly ledger: Address
  /** The block that holds the ledger's creation. */
  readonly deployBlock: bigint
}

export type LedgerChainReader = ChainReader &
  ChainSource & {
    /** The ledger, its token and raw token units in one micro: immutable, read once. */
    readonly ledgerFacts: () => Promise<LedgerFacts>
    /** From a withdrawal's request to its first possible instant; immutable. */
    readonly withdrawalNoticeSeconds: () => Promise<number>
  }

/** Connects to a node at the first request. Methods throw `chain_unavailable`; `identity` also `chain_mismatch`. */
export function createChainReader({
  rpcUrl,
  ledger: anyCase,
  deployBlock,
}: ChainReaderOptions): LedgerChainReader {
  // Pins are compared as text: one address has one form.
  const ledger = getAddress(anyCase)
  const client = createRpcClient(rpcUrl)
  const ledgerFacts = once(() => readLedgerFacts(client, ledger))

  return {
    ledgerFacts,
    withdrawalNoticeSeconds: () =>
      askChain(() => client.readContract({ address: ledger, abi: rewardLedgerAbi, functionName: 'NOTICE' })),
    identity: () => readIdentity(client, ledger, deployBlock, ledgerFacts),
    head: () => askChain(async () => chainBlock(await client.getBlock({ blockTag: 'latest' }))),
    block: (number) => readBlock(client, number),
    eventsOf: (blocks) => readEventsOfBlocks(client, blocks, ledgerFacts),
    ledgerEvents: async (fromBlock, toBlock) => readLogRange(client, await ledgerFacts(), fromBlock, toBlock),
    pool: (pool) => readPool(client, ledger, pool),
    batch: (pool, seq) =>
      askChain(async () => {
        const args = [pool, seq] as const
        const [maturesAtSeconds, batchHash] = await client.readContract({
          address: ledger,
          abi: rewardLedgerAbi,
          functionName: 'getBatch',
          args,
        })
        return { maturesAtSeconds, batchHash }
      }),
    accounts: (payees) =>
      askChain(async () => {
        const contracts = payees.map((payee) => ({
          address: ledger,
          abi: rewardLedgerAbi,
          functionName: 'getAccount' as const,
          args: [payee] as const,
        }))
        const blockNumber = await client.getBlockNumber()
        const answers = await client.multicall({
          contracts,
          blockNumber,
          deployless: true,
          allowFailure: false,
          batchSize: MULTICALL_BYTES,
        })
        return answers.map(([owed, minimum]) => ({
          owedMicros: micros(owed),
          minimumMicros: micros(minimum),
        }))
      }),
  }
}

async function readLedgerFacts(client: PublicClient, ledger: Address): Promise<LedgerFacts> {
  return askChain(async () => {
    const contract = { address: ledger, abi: rewardLedgerAbi } as const
    const [token, scale] = await Promise.all([
      client.readContract({ ...contract, functionName: 'TOKEN' }),
      client.readContract({ ...contract, functionName: 'SCALE' }),
    ])
    return { ledger, token, scale }
  })
}

async function readIdentity(
  client: PublicClient,
  ledger: Address,
  deployBlock: bigint,
  ledgerFacts: () => Promise<LedgerFacts>,
): Promise<ChainIdentity> {
  const chainId = await askChain(() => client.getChainId())
  const code = await askChain(() => client.getCode({ address: ledger }))
  if (code === undefined)
    throw new Problem('chain_mismatch', { chainId, ledger, found: 'no contract at this address' })
  const block = await readBlock(client, deployBlock)
  if (!block)
    throw new Problem('chain_mismatch', {
      chainId,
      ledger,
      deployBlock: deployBlock.toString(),
      found: 'a chain that ends before it',
    })

  const { token } = await ledgerFacts()
  return { chainId, ledger, token, ledgerCodeHash: keccak256(code), deployBlock, deployBlockHash: block.hash }
}

async function readBlock(client: PublicClient, number: bigint): Promise<ChainBlock | undefined> {
  return askChain(async () => {
    try {
      return chainBlock(await client.getBlock({ blockNumber: number }))
    } catch (error) {
      if (error instanceof BlockNotFoundError) return undefined
      throw error
    }
  })
}

type NodeBlock = { number: bigint | null; hash: Hex | null; parentHash: Hex; timestamp: bigint }

function chainBlock({ number, hash, parentHash, timestamp }: NodeBlock): ChainBlock {
  if (number === null || hash === null) throw new Error('the node gave a block that is not mined')
  return { number, hash, parentHash, timestampSeconds: Number(timestamp) }
}

async function readEventsOfBlocks(
  client: PublicClient,
  blocks: readonly ChainBlock[],
  ledgerFacts: () => Promise<LedgerFacts>,
): Promise<readonly LedgerEvent[]> {
  const facts = await ledgerFacts()
  const events: LedgerEvent[] = []
  for (let start = 0; start < blocks.length; start += PARALLEL_BLOCKS) {
    const stretch = blocks.slice(start, start + PARALLEL_BLOCKS)
    const perBlock = await Promise.all(stretch.map((block) => readEventsOfBlock(client, block, facts)))
    events.push(...perBlock.flat())
  }
  return events
}

function readEventsOfBlock(client: PublicClient, block: ChainBlock, facts: LedgerFacts) {
  return askChain(async () => {
    const logs = await client.getLogs({ blockHash: block.hash, address: [facts.ledger, facts.token] })
    if (logs.some(({ blockHash }) => blockHash !== block.hash))
      throw new Error('the node gave logs of another block')
    return decodeLedgerEvents(logs, facts, () => block.timestampSeconds)
  })
}

async function readPool(client: PublicClient, ledger: Address, pool: number): Promise<PoolState | undefined> {
  return askChain(async () => {
    const blockNumber = await client.getBlockNumber()
    const contract = { address: ledger, abi: rewardLedgerAbi, args: [pool], blockNumber } as const
    try {
      const [state, rate] = await Promise.all([
        client.readContract({ ...contract, functionName: 'getPool' }),
        client.readContract({ ...contract, functionName: 'rateAvailable' }),
      ])
      return {
        owner: state.owner,
        orderSigner: state.orderSigner,
        availableMicros: micros(state.availableMicros),
        reservedMicros: micros(state.reservedMicros),
        rateMicros: micros(rate),
        rewardCapMicros: micros(BigInt(state.rewardCapMicros)),
        minHoldSeconds: state.minHoldSeconds,
        nextSeq: state.nextSeq,
      }
    } catch (error) {
      if (revertName(error) === 'RewardLedger_PoolUnknown') return undefined
      throw error
    }
  })
}

/** Remembers the first answer; a failure is not remembered. */
function once<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let answer: Promise<Answer> | undefined
  return () => {
    answer ??= ask().catch((error: unknown) => {
      answer = undefined
      throw error
    })
    return answer
  }
}
