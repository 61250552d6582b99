// A chain in memory: blocks, a pool of waiting chain transactions, reorgs, and faults by script. It obeys nonces and
// remembers which calls took effect, so that a test can see a call done twice.

import { Problem } from '#domain/problem.ts'
import { micros } from '#domain/money.ts'
import type { ChainBlock, ChainCall, LedgerEvent } from '#ports/chain.ts'
import type { ChainSource } from '#ports/chain-source.ts'
import type {
  ChainBroadcaster,
  ChainFees,
  SignableTransaction,
  TransactionSigner,
} from '#ports/chain-sending.ts'
import { bytesToHex, hexToString, keccak256, pad, stringToHex, toHex, type Address, type Hex } from 'viem'

/** Seconds between two blocks. */
export const BLOCK_SECONDS = 2

/** Where the ledger was deployed; following begins there. */
export const DEPLOY_BLOCK = 1n

type Waiting = {
  readonly hash: Hex
  readonly sender: Address
  readonly nonce: number
  readonly data: Hex
  readonly maxFeePerGas: bigint
}
type MinedBlock = ChainBlock & {
  readonly transactions: readonly Waiting[]
  readonly events: readonly LedgerEvent[]
}
type Fault = 'unavailable' | 'reply-lost'

/** Starts with the deployment block. */
export function createFakeChain() {
  const blocks: MinedBlock[] = []
  const pool = new Map<Hex, Waiting>()
  const refusals = new Map<Hex, string>()
  const reverting = new Set<Hex>()
  const broadcastFaults: Fault[] = []
  const broadcasts: Hex[] = []
  let forks = 0
  let deposits = 0
  const state = {
    fees: { maxFeePerGas: 100n, maxPriorityFeePerGas: 10n } as ChainFees,
    /** A waiting chain transaction that offers less is not mined. */
    leastFeePerGas: 0n,
    balance: 10n ** 20n,
    simulation: 'works' as 'works' | 'unavailable',
    /** Added to every nonce the node tells: a node that lies. */
    nonceLie: 0n,
    /** Number of the last block that the node shows; undefined for all. */
    shownUpTo: undefined as bigint | undefined,
  }

  const shown = () =>
    blocks.filter(({ number }) => state.shownUpTo === undefined || number <= state.shownUpTo)
  const minedOf = (sender: Address, upTo?: bigint) =>
    shown()
      .filter(({ number }) => upTo === undefined || number <= upTo)
      .flatMap(({ transactions }) => transactions)
      .filter((transaction) => transaction.sender === sender)
  const blockOf = (hash: Hex) =>
    shown().find(({ transactions }) => transactions.some((mined) => mined.hash === hash))

  function mineOne(): void {
    const parent = blocks.at(-1)
    const number = parent ? parent.number + 1n : DEPLOY_BLOCK
    const transactions = mineable()
    for (const { hash } of transactions) pool.delete(hash)
    const hash = keccak256(stringToHex(`block ${number} of fork ${forks} on ${parent?.hash ?? 'nothing'}`))
    const place = {
      number,
      hash,
      parentHash: parent?.hash ?? pad('0x'),
      timestampSeconds: Number(number) * BLOCK_SECONDS,
    }
    blocks.push({
      ...place,
      transactions,
      events: transactions.map((mined, index) => depositEvent(place, mined.hash, index)),
    })
  }

  function mineable(): Waiting[] {
    const next = new Map<Address, number>()
    const taken: Waiting[] = []
    for (const waiting of [...pool.values()].toSorted((a, b) => a.nonce - b.nonce)) {
      const nonce = next.get(waiting.sender) ?? minedOf(waiting.sender).length
      if (waiting.nonce !== nonce || waiting.maxFeePerGas < state.leastFeePerGas) continue
      next.set(waiting.sender, nonce + 1)
      taken.push(waiting)
    }
    return taken
  }

  /** Every mined chain transaction logs a deposit, so that events and chain transactions can be counted together. */
  function depositEvent(block: ChainBlock, transactionHash: Hex, logIndex: number): LedgerEvent {
    deposits++
    return {
      name: 'Deposited',
      pool: 1,
      from: pad('0x1', { size: 20 }),
      micros: micros(BigInt(deposits)),
      blockNumber: block.number,
      blockHash: block.hash,
      blockTimestampSeconds: block.timestampSeconds,
      transactionHash,
      logIndex,
    }
  }

  function accept(raw: Hex): void {
    const waiting = decodeRaw(raw)
    if (minedOf(waiting.sender).length > waiting.nonce) throw new Error('nonce too low')
    for (const other of pool.values()) {
      if (other.sender === waiting.sender && other.nonce === waiting.nonce && other.hash !== waiting.hash)
        pool.delete(other.hash)
    }
    pool.set(waiting.hash, waiting)
  }

  const source: ChainSource = {
    head: async () => {
      const head = shown().at(-1)
      if (!head) throw new Problem('chain_unavailable')
      return head
    },
    block: async (number) => shown().find((block) => block.number === number),
    eventsOf: async (asked) =>
      asked.flatMap(({ hash }) => {
        const block = shown().find((known) => known.hash === hash)
        if (!block) throw new Problem('chain_unavailable')
        return block.events
      }),
  }

  const broadcaster: ChainBroadcaster = {
    broadcast: async (raw) => {
      const fault = broadcastFaults.shift()
      if (fault === 'unavailable') return { status: 'unknown', reason: 'connection refused' }
      broadcasts.push(raw)
      try {
        accept(raw)
      } catch (error) {
        return { status: 'unknown', reason: String(error) }
      }
      return fault === 'reply-lost' ? { status: 'unknown', reason: 'timed out' } : { status: 'accepted' }
    },
    receipt: async (hash) => {
      const block = blockOf(hash)
      const mined = block?.transactions.find((transaction) => transaction.hash === hash)
      if (!block || !mined) return undefined
      const succeeded = !reverting.has(mined.data)
      return { hash, blockNumber: block.number, blockHash: block.hash, gasUsed: 21_000n, succeeded }
    },
    knows: async (hash) => pool.has(hash) || blockOf(hash) !== undefined,
    nonces: async (sender) => {
      const latest = BigInt(minedOf(sender).length) + state.nonceLie
      return { latest, pending: latest }
    },
    nonceAt: async (sender, blockNumber) => BigInt(minedOf(sender, blockNumber).length) + state.nonceLie,
    balance: async () => state.balance,
    fees: async () => state.fees,
    simulate: async (_sender, { data }, mostGas) => {
      if (state.simulation === 'unavailable') throw new Problem('chain_unavailable')
      const errorName = refusals.get(data)
      if (errorName === undefined && mostGas < 21_000n) return { status: 'refused', errorName: 'FailedCall' }
      return errorName === undefined ? { status: 'passes', gas: 21_000n } : { status: 'refused', errorName }
    },
    explainRevert: async (_sender, { data }) => (reverting.has(data) ? 'RewardLedger_SeqNotNext' : undefined),
  }

  mineOne()
  return {
    source,
    broadcaster,
    state,
    /** Calls by their data that the chain refuses in simulation, with the error's name. */
    refusals,
    /** Calls by their data that are mined without effect. */
    reverting,
    /** What the next broadcasts meet, in order. */
    broadcastFaults,
    /** All bytes that reached the node, in order. */
    broadcasts,
    mine(count = 1): void {
      for (let i = 0; i < count; i++) mineOne()
    },
    /** Takes the last `depth` blocks back and mines as many others; what they held is lost, not pooled again. */
    reorg(depth: number, others = depth): void {
      blocks.splice(blocks.length - depth)
      forks++
      const waiting = [...pool.values()]
      pool.clear()
      for (let i = 0; i < others; i++) mineOne()
      for (const transaction of waiting) pool.set(transaction.hash, transaction)
    },
    /** Loses everything that waits. */
    dropPool: () => pool.clear(),
    /** Somebody else sends with the same key. */
    sendForeign(sender: Address): void {
      const nonce = minedOf(sender).length
      const hash = keccak256(stringToHex(`foreign ${sender} ${nonce}`))
      for (const other of pool.values())
        if (other.sender === sender && other.nonce === nonce) pool.delete(other.hash)
      pool.set(hash, { hash, sender, nonce, data: '0xf0', maxFeePerGas: 10n ** 18n })
    },
    head: () => blocks.at(-1) as ChainBlock,
    /** The data of every call that took effect on the chain as it stands, in order. */
    effects: (): Hex[] =>
      blocks
        .flatMap(({ transactions }) => transactions.map(({ data }) => data))
        .filter((data) => !reverting.has(data)),
    /** Chain transactions that wait to be mined. */
    waiting: (): Hex[] => [...pool.keys()],
  }
}

/** A private key that gives its address away: the address, filled up with zeros. */
export function fakePrivateKey(sender: Address): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, index) =>
    index < 20 ? Number(`0x${sender.slice(2 + 2 * index, 4 + 2 * index)}`) : 0,
  )
}

/** Writes what is signed as JSON; the hash depends on all of it. */
export const fakeSigner: TransactionSigner = {
  sign: async (privateKey, transaction) => {
    const raw = encodeRaw(bytesToHex(privateKey.slice(0, 20)), transaction)
    return { ...transaction, raw, hash: keccak256(raw) }
  },
}

function encodeRaw(sender: Address, { nonce, call, fees }: SignableTransaction): Hex {
  return stringToHex(
    JSON.stringify([
      sender,
      Number(nonce),
      call.data,
      fees.maxFeePerGas.toString(),
      fees.maxPriorityFeePerGas.toString(),
    ]),
  )
}

function decodeRaw(raw: Hex): Waiting {
  const [sender, nonce, data, maxFeePerGas] = JSON.parse(hexToString(raw)) as [Address, number, Hex, string]
  return { hash: keccak256(raw), sender, nonce, data, maxFeePerGas: BigInt(maxFeePerGas) }
}

/** A call that is told from others by its number. */
export function fakeCall(number: number): ChainCall {
  return { to: pad('0xca11', { size: 20 }), data: toHex(number, { size: 4 }), value: 0n }
}
