// A chain in memory around the ledger: blocks with their clock, a mempool, finality and reorganisations, behind the
// ports that the relayer's rules see.

import { keccak256, stringToHex } from 'viem/utils'

import {
  batchKeyOf,
  emptyLedger,
  execute,
  refusalOf,
  type LedgerState,
  type LedgerTerms,
} from './fake-ledger.ts'
import { encodeCall, type LedgerCall } from './fake-calls.ts'

import { notInHistories } from './memory-state.ts'

import type { ChainEvents } from '#ports/chain-events.ts'
import type { ChainTransaction, ChainTransactions } from '#ports/chain-transactions.ts'
import type { ChainBlock, ChainCall, ChainReader, LedgerEvent } from '#ports/chain.ts'
import type { Hex } from 'viem'

type Transaction = {
  readonly key: string
  readonly hash: Hex
  readonly call: ChainCall
  state: 'planned' | 'refused' | 'broadcast' | 'mined' | 'failed'
  refusal: string | undefined
  blockNumber: bigint | undefined
}

type Block = ChainBlock & {
  readonly state: LedgerState
  readonly events: readonly LedgerEvent[]
  readonly transactions: readonly Transaction[]
}

export type FakeChain = {
  readonly reader: Pick<ChainReader, 'pool' | 'batch' | 'accounts'>
  readonly events: ChainEvents
  readonly transactions: ChainTransactions
  /** Timestamp of the last block that was followed. */
  readonly nowSeconds: () => number
  /** A passer-by, or a pool's owner, sends a call. */
  readonly outsider: (call: LedgerCall) => void
  /** Calls that were planned for the ledger, for a passer-by to carry; newest last. */
  readonly plannedCalls: () => readonly ChainCall[]
  readonly carry: (call: ChainCall) => void
  /** Simulates what is planned: each is refused, or waits to be mined. */
  readonly send: () => void
  /** Mines a block with at most `limit` of what waits. */
  readonly mine: (limit: number) => void
  readonly follow: () => void
  readonly finalise: () => void
  /** Takes back up to `depth` blocks that are not final; their transactions wait again. */
  readonly reorganise: (depth: number) => void
  /** The ledger at the tip, and in the final block. */
  readonly ledger: () => LedgerState
  readonly finalLedger: () => LedgerState
  /** While it lasts, every call that is simulated is refused. */
  readonly setOutage: (isOut: boolean) => void
  /** Hands all final events out again, as if none had been marked as applied. */
  readonly forgetApplied: () => void
  readonly isIdle: () => boolean
}

const ZERO_HASH: Hex = `0x${'0'.repeat(64)}`

/** Opens a chain at `clock` with one block; `retailerId` owns every pool. */
export function createFakeChain(
  terms: LedgerTerms & { readonly retailerId: string; readonly rewardCapMicros: bigint },
  clock: { readonly now: () => number },
): FakeChain {
  const genesis: Block = {
    number: 0n,
    hash: ZERO_HASH,
    parentHash: ZERO_HASH,
    timestampSeconds: seconds(clock),
    state: emptyLedger,
    events: [],
    transactions: [],
  }
  const chain = {
    blocks: [genesis],
    followed: 0,
    final: 0,
    mempool: [] as Transaction[],
    forks: 0,
    isOut: false,
  }
  const planned = new Map<string, Transaction>()
  const applied = new Set<string>()
  const tip = (): Block => chain.blocks.at(-1)!
  const waitToBeMined = (call: ChainCall): void => {
    chain.mempool.push(newTransaction(`outsider:${chain.mempool.length}:${tip().number}`, call, 'broadcast'))
  }
  const finalEvents = (): readonly LedgerEvent[] =>
    chain.blocks.slice(0, chain.final + 1).flatMap((block) => block.events)

  const answer = (transaction: Transaction | undefined): ChainTransaction | undefined =>
    transaction && {
      key: transaction.key,
      sender: `0x${'3'.repeat(40)}`,
      state: stateOf(transaction, chain.final),
      hash: transaction.hash,
      blockNumber: transaction.blockNumber,
      gasUsed: undefined,
      refusal: transaction.refusal,
    }

  return {
    reader: readerOf(tip, terms),

    events: {
      nextFinal: (limit) =>
        Promise.resolve(
          finalEvents()
            .map((event) => ({ id: idOf(event), event }))
            .filter(({ id }) => !applied.has(id))
            .slice(0, limit),
        ),
      markApplied: (ids) => {
        for (const id of ids) applied.add(id)
        return Promise.resolve()
      },
      seenNotFinal: () =>
        Promise.resolve(chain.blocks.slice(chain.final + 1).flatMap((block) => block.events)),
      countUnapplied: () =>
        Promise.resolve(
          chain.blocks.flatMap((block) => block.events).filter((event) => !applied.has(idOf(event))).length,
        ),
      countSettledBy: notInHistories,
      latestBlock: () => Promise.resolve(chain.blocks[chain.followed]),
      finalBlock: () => Promise.resolve(chain.blocks[chain.final]),
      retailerOfPool: () => Promise.resolve(terms.retailerId),
      assignPool: () => Promise.resolve(),
      pools: () =>
        Promise.resolve(
          [...tip().state.pools.keys()].map((pool) => ({ pool, retailerId: terms.retailerId })),
        ),
    },

    transactions: {
      plan: ({ key, call }) => {
        if (planned.has(key)) return Promise.resolve({ status: 'already-planned' as const })
        planned.set(key, newTransaction(key, call, 'planned'))
        return Promise.resolve({ status: 'planned' as const })
      },
      find: (key) => Promise.resolve(answer(planned.get(key))),
      findByHash: (hash) => Promise.resolve(answer([...planned.values()].find((one) => one.hash === hash))),
    },

    nowSeconds: () => chain.blocks[chain.followed]!.timestampSeconds,
    outsider: (call) => waitToBeMined(encodeCall(call)),
    plannedCalls: () => [...planned.values()].map((transaction) => transaction.call),
    carry: waitToBeMined,

    send() {
      for (const transaction of planned.values()) {
        if (transaction.state !== 'planned') continue
        transaction.refusal = chain.isOut
          ? 'OutOfOrder'
          : tryCall(terms, tip().state, transaction.call, seconds(clock)).refusal
        transaction.state = transaction.refusal === undefined ? 'broadcast' : 'refused'
        if (transaction.state === 'broadcast') chain.mempool.push(transaction)
      }
    },

    mine(limit) {
      const mined = chain.mempool.splice(0, limit)
      chain.blocks.push(blockOn(terms, tip(), mined, { now: seconds(clock), fork: chain.forks }))
    },

    follow() {
      chain.followed = chain.blocks.length - 1
    },

    finalise() {
      chain.final = chain.followed
    },

    reorganise(depth) {
      const kept = Math.max(chain.final + 1, chain.blocks.length - depth)
      const dropped = chain.blocks.splice(kept).flatMap((block) => block.transactions)
      for (const transaction of dropped)
        Object.assign(transaction, { state: 'broadcast', blockNumber: undefined })
      chain.mempool.unshift(...dropped)
      chain.followed = Math.min(chain.followed, kept - 1)
      chain.forks += 1
    },

    ledger: () => tip().state,

    finalLedger: () => chain.blocks[chain.final]!.state,

    setOutage: (isOut) => {
      chain.isOut = isOut
    },

    forgetApplied: () => applied.clear(),

    isIdle: () => chain.mempool.length === 0 && [...planned.values()].every((one) => one.state !== 'planned'),
  }
}

function readerOf(
  tip: () => Block,
  { rewardCapMicros }: { readonly rewardCapMicros: bigint },
): FakeChain['reader'] {
  return {
    pool: (pool) => {
      const standing = tip().state.pools.get(pool)
      return Promise.resolve(
        standing && {
          owner: `0x${'2'.repeat(40)}`,
          orderSigner: `0x${'4'.repeat(40)}`,
          availableMicros: standing.availableMicros as never,
          reservedMicros: standing.reservedMicros as never,
          rateMicros: standing.availableMicros as never,
          rewardCapMicros: rewardCapMicros as never,
          minHoldSeconds: 0,
          nextSeq: standing.nextSeq,
        },
      )
    },
    batch: (pool, seq) => {
      const maturesAtSeconds = tip().state.batches.get(batchKeyOf(pool, seq))?.maturesAtSeconds ?? 0
      return Promise.resolve({ maturesAtSeconds, batchHash: `0x${'0'.repeat(54)}` })
    },
    accounts: (payees) =>
      Promise.resolve(
        payees.map((payee) => ({
          owedMicros: (tip().state.owed.get(payee) ?? 0n) as never,
          minimumMicros: 0n as never,
        })),
      ),
  }
}

function newTransaction(key: string, call: ChainCall, state: Transaction['state']): Transaction {
  return { key, hash: keccak256(stringToHex(key)), call, state, refusal: undefined, blockNumber: undefined }
}

function stateOf({ state, blockNumber }: Transaction, final: number): ChainTransaction['state'] {
  const isFinal = blockNumber !== undefined && blockNumber <= BigInt(final)
  if (state === 'mined') return isFinal ? 'final' : 'mined'
  if (state === 'failed') return isFinal ? 'reverted' : 'mined'
  return state
}

function tryCall(terms: LedgerTerms, state: LedgerState, call: ChainCall, now: number) {
  try {
    return { ...execute(terms, state, call, now), refusal: undefined }
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal === undefined) throw error
    return { state, events: [], refusal }
  }
}

function blockOn(
  terms: LedgerTerms,
  parent: Block,
  transactions: readonly Transaction[],
  { now, fork }: { readonly now: number; readonly fork: number },
): Block {
  const number = parent.number + 1n
  const timestampSeconds = Math.max(now, parent.timestampSeconds + 1)
  const hash = keccak256(stringToHex(`${fork}:${number}:${timestampSeconds}:${parent.hash}`))
  let { state } = parent
  const events: LedgerEvent[] = []
  for (const transaction of transactions) {
    const done = tryCall(terms, state, transaction.call, timestampSeconds)
    state = done.state
    transaction.state = done.refusal === undefined ? 'mined' : 'failed'
    transaction.refusal = done.refusal
    transaction.blockNumber = number
    for (const body of done.events) {
      events.push({
        ...body,
        blockNumber: number,
        blockHash: hash,
        blockTimestampSeconds: timestampSeconds,
        transactionHash: transaction.hash,
        logIndex: events.length,
      })
    }
  }
  return { number, hash, parentHash: parent.hash, timestampSeconds, state, events, transactions }
}

function idOf({ blockNumber, logIndex }: LedgerEvent): string {
  return `${blockNumber}:${logIndex}`
}

function seconds(clock: { readonly now: () => number }): number {
  return Math.floor(clock.now() / 1000)
}
