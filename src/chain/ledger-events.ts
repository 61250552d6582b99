// Turns raw logs of the ledger and its token into the ledger's events, pushes included.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { invariant } from '#domain/invariant.ts'
import { micros } from '#domain/money.ts'
import type { LedgerEvent, LedgerEventBody, LedgerEventPlace } from '#ports/chain.ts'
import { decodeEventLog, erc20Abi, isAddressEqual, type Address, type Log } from 'viem'

export type LedgerFacts = {
  readonly ledger: Address
  readonly token: Address
  /** Raw token units in one micro. */
  readonly scale: bigint
}

/** A log with its place on the chain. */
export type MinedLog = Log<bigint, number, false>

type LedgerLogEvent = Exclude<LedgerEvent, { readonly name: 'Pushed' }>
type TokenTransfer = { readonly to: Address; readonly rawAmount: bigint; readonly place: LedgerEventPlace }

/**
 * Decodes `logs` of the ledger and its token, of whole blocks and in any order; `timestampOf` gives a log's block time
 * in seconds. Events come out in log order. Logs of others, and the token's transfers between others, are left out.
 */
export function decodeLedgerEvents(
  logs: readonly MinedLog[],
  facts: LedgerFacts,
  timestampOf: (log: MinedLog) => number,
): readonly LedgerEvent[] {
  const events: LedgerLogEvent[] = []
  const transfers: TokenTransfer[] = []
  for (const log of logs) {
    const place = placeOf(log, timestampOf(log))
    if (isAddressEqual(log.address, facts.ledger)) {
      const body = ledgerBody(log)
      if (body) events.push({ ...body, ...place })
    } else if (isAddressEqual(log.address, facts.token)) {
      const transfer = transferFromLedger(log, facts.ledger)
      if (transfer) transfers.push({ ...transfer, place })
    }
  }
  return [...events, ...pushes(transfers, events, facts.scale)].sort(byLogOrder)
}

function placeOf(log: MinedLog, blockTimestampSeconds: number): LedgerEventPlace {
  const { blockNumber, blockHash, transactionHash, logIndex } = log
  return { blockNumber, blockHash, blockTimestampSeconds, transactionHash, logIndex }
}

/** The event's own fields under the names of the port; undefined for what can be read from the contract itself. */
function ledgerBody(log: MinedLog): Exclude<LedgerEventBody, { readonly name: 'Pushed' }> | undefined {
  const { eventName, args } = decodeEventLog({ abi: rewardLedgerAbi, topics: log.topics, data: log.data })
  switch (eventName) {
    case 'PoolOpened':
      return { name: eventName, pool: args.pool, owner: args.owner, orderSigner: args.orderSigner }
    case 'OrderSignerSet':
      return { name: eventName, pool: args.pool, orderSigner: args.orderSigner }
    case 'PoolTransferStarted':
      return { name: eventName, pool: args.pool, newOwner: args.newOwner }
    case 'PoolTransferred': {
      const { pool, previousOwner, newOwner } = args
      return { name: eventName, pool, previousOwner, newOwner }
    }
    case 'Deposited':
      return { name: eventName, pool: args.pool, from: args.from, micros: micros(args.micros) }
    case 'Committed':
      return {
        name: eventName,
        pool: args.pool,
        seq: args.seq,
        maturesAtSeconds: args.maturesAt,
        records: args.records,
      }
    case 'Amended':
      return { name: eventName, pool: args.pool, seq: args.seq, reductions: args.reductions }
    case 'Vetoed':
      return { name: eventName, pool: args.pool, seq: args.seq, micros: micros(args.micros) }
    case 'Settled':
      return { name: eventName, pool: args.pool, seq: args.seq, index: Number(args.index), push: args.push }
    case 'PayDeferred':
      return { name: eventName, payee: args.payee, owedMicros: micros(args.owedMicros) }
    case 'Paid':
      return { name: eventName, payee: args.payee, micros: micros(args.micros) }
    case 'Withdrawn':
      return { name: eventName, payee: args.payee, to: args.to, micros: micros(args.micros) }
    case 'MinimumPayoutSet':
      return { name: eventName, payee: args.payee, micros: micros(args.micros) }
    case 'WithdrawalRequested':
      return { name: eventName, pool: args.pool, micros: micros(args.micros), readyAtSeconds: args.readyAt }
    case 'PoolWithdrawn':
      return { name: eventName, pool: args.pool, to: args.to, micros: micros(args.micros) }
    case 'Deployed':
    case 'EIP712DomainChanged':
      return undefined
    default:
      return eventName satisfies never
  }
}

/** Undefined for the token's other logs, whatever they are. */
function transferFromLedger(log: MinedLog, ledger: Address): Omit<TokenTransfer, 'place'> | undefined {
  try {
    const { eventName, args } = decodeEventLog({ abi: erc20Abi, topics: log.topics, data: log.data })
    if (eventName !== 'Transfer' || !isAddressEqual(args.from, ledger)) return undefined
    return { to: args.to, rawAmount: args.value }
  } catch {
    // A token may log whatever it likes beside the ERC-20 events.
    return undefined
  }
}

/**
 * The transfers that no log of the same chain transaction explains. A log explains the nearest transfer to the same
 * address of the same amount: the ledger writes the two side by side.
 */
function pushes(
  transfers: readonly TokenTransfer[],
  events: readonly LedgerLogEvent[],
  scale: bigint,
): LedgerEvent[] {
  const unexplained = new Set(transfers)
  for (const event of events) {
    const paid = paidOut(event)
    if (!paid) continue
    const candidates = [...unexplained].filter(
      ({ to, rawAmount, place }) =>
        place.transactionHash === event.transactionHash &&
        rawAmount === paid.micros * scale &&
        isAddressEqual(to, paid.to),
    )
    const nearest = candidates.toSorted((a, b) => distance(a.place, event) - distance(b.place, event))[0]
    if (nearest) unexplained.delete(nearest)
  }
  return [...unexplained].map(({ to, rawAmount, place }) => {
    invariant(rawAmount % scale === 0n, 'T-1: the ledger transfers whole micros')
    return { name: 'Pushed', payee: to, micros: micros(rawAmount / scale), ...place }
  })
}

function paidOut(event: LedgerLogEvent): { readonly to: Address; readonly micros: bigint } | undefined {
  if (event.name === 'Paid') return { to: event.payee, micros: event.micros }
  if (event.name === 'Withdrawn' || event.name === 'PoolWithdrawn')
    return { to: event.to, micros: event.micros }
  return undefined
}

function distance(a: LedgerEventPlace, b: LedgerEventPlace): number {
  return Math.abs(a.logIndex - b.logIndex)
}

function byLogOrder(a: LedgerEventPlace, b: LedgerEventPlace): number {
  return a.blockNumber === b.blockNumber ? a.logIndex - b.logIndex : Number(a.blockNumber - b.blockNumber)
}
