// The result of an audit as plain data: the same block gives the same bytes. Micros and raw token units are decimal
// strings; block numbers, pools and batches are numbers.

import { rejectionBps, reversalBps, shopConduct } from '#domain/misuse/f19-shop-conduct.ts'
import { getAddress, type Address, type Hash, type Hex } from 'viem'
import type { BalanceFacts } from './checks/check-balance.ts'
import type { BlockHeader } from './chain/reader.ts'
import type { DueCall } from './due-calls.ts'
import type { Replay } from './replay/context.ts'
import type { LedgerState, PoolState } from './state.ts'
import type { Discrepancy } from './tally.ts'
import { notProvableSentences, provedSentences } from './verdicts.ts'

type PoolReport = {
  readonly id: number
  readonly owner: Address
  readonly orderSigner: Address
  /** Micros; deposited is the sum of the five that follow. */
  readonly deposited: string
  readonly available: string
  readonly reserved: string
  readonly owed: string
  readonly paid: string
  readonly withdrawn: string
  readonly batches: { readonly open: number; readonly settled: number; readonly vetoed: number }
  /** As the order signer counted them in its commits. */
  readonly orders: {
    readonly seen: string
    readonly rewarded: string
    readonly rejected: string
    readonly underReview: string
  }
  readonly conduct: PoolConduct
}

/** How the pool's shop keeps its promises. Micros; ratios in basis points, rounded down. */
export type PoolConduct = {
  readonly committed: string
  readonly amended: string
  readonly vetoed: string
  /** Amended and vetoed of what was committed. */
  readonly reversalBps: number
  /** Rejected of the orders that were rewarded or rejected. */
  readonly rejectionBps: number
  /** Above what shops usually take back or reject (rule F19), once there are enough orders. */
  readonly isUnusual: boolean
}

export type MoneyTotals = Pick<
  PoolReport,
  'deposited' | 'available' | 'reserved' | 'owed' | 'paid' | 'withdrawn'
>

export type AuditReport = {
  readonly ok: boolean
  readonly chainId: number
  readonly ledger: Address
  readonly token: Address
  /** keccak256 of the ledger's code at the block. */
  readonly codeHash: Hex
  readonly block: { readonly number: number; readonly hash: Hash; readonly time: number }
  /** Block of the Deployed log; absent when that log was missing. */
  readonly deployedInBlock?: number
  readonly totals: MoneyTotals
  /** Raw token units. */
  readonly balance: {
    readonly raw: string
    readonly promisedRaw: string
    readonly donatedRaw: string
    readonly unloggedRaw: string
    readonly rawPerMicro: string
  }
  readonly counted: {
    readonly ledgerLogs: number
    readonly tokenTransfers: number
    readonly pools: number
    readonly payees: number
    readonly payeesPaid: number
    readonly payeesOwed: number
    readonly deposits: number
    readonly donations: number
    readonly records: number
    readonly supplements: number
    readonly batches: {
      readonly committed: number
      readonly amended: number
      readonly settled: number
      readonly vetoed: number
    }
    readonly amendments: number
    readonly payments: {
      readonly pushes: number
      readonly pays: number
      readonly withdrawals: number
      readonly deferred: number
    }
    readonly poolWithdrawals: number
    /** Micros; 0 when nothing was paid. */
    readonly smallestPayment: string
  }
  readonly pools: readonly PoolReport[]
  readonly checks: Readonly<Record<string, number>>
  /** All that were found; the list below holds the first thousand. */
  readonly discrepanciesFound: number
  readonly discrepancies: readonly Discrepancy[]
  readonly proved: readonly string[]
  readonly notProvable: readonly string[]
  /** Present when asked for. */
  readonly due?: readonly DueCall[]
}

/** What the report says beside the replay. */
type AsOfBlock = {
  readonly block: BlockHeader
  readonly codeHash: Hex
  readonly balance: BalanceFacts
  readonly due?: readonly DueCall[] | undefined
}

/** Puts the report together from a replay that has ended and all checks made. */
export function createReport(
  { state, tally, constants }: Replay,
  { block, codeHash, balance, due }: AsOfBlock,
): AuditReport {
  const pools = [...state.pools.values()].sort((a, b) => a.id - b.id)
  return {
    ok: tally.found === 0,
    chainId: constants.chainId,
    ledger: getAddress(constants.ledger),
    token: getAddress(constants.token),
    codeHash,
    block: { number: block.number, hash: block.hash, time: block.time },
    ...(state.deployedInBlock !== undefined && { deployedInBlock: state.deployedInBlock }),
    totals: totalsOf(pools),
    balance: {
      raw: `${balance.balanceRaw}`,
      promisedRaw: `${balance.promisedRaw}`,
      donatedRaw: `${state.tokens.donatedRaw}`,
      unloggedRaw: `${balance.unloggedRaw}`,
      rawPerMicro: `${constants.scale}`,
    },
    counted: countedOf(state),
    pools: pools.map(poolReport),
    checks: Object.fromEntries(tally.counts),
    discrepanciesFound: tally.found,
    discrepancies: tally.discrepancies.map((item) =>
      item.payee ? { ...item, payee: getAddress(item.payee) } : item,
    ),
    proved: provedSentences(tally),
    notProvable: notProvableSentences,
    ...(due && { due }),
  }
}

function poolReport(pool: PoolState): PoolReport {
  const batches = { open: 0, settled: 0, vetoed: 0 }
  for (const { status } of pool.batches.values()) if (status !== 'missing') batches[status] += 1
  const { seen, rewarded, rejected, underReview } = pool.orders
  return {
    id: pool.id,
    owner: getAddress(pool.owner),
    orderSigner: getAddress(pool.orderSigner),
    ...totalsOf([pool]),
    batches,
    orders: {
      seen: `${seen}`,
      rewarded: `${rewarded}`,
      rejected: `${rejected}`,
      underReview: `${underReview}`,
    },
    conduct: conductOf(pool),
  }
}

function conductOf(pool: PoolState): PoolConduct {
  const conduct = {
    committedMicros: pool.committedMicros,
    takenBackMicros: pool.amendedMicros + pool.vetoedMicros,
    ordersRewarded: pool.orders.rewarded,
    ordersRejected: pool.orders.rejected,
  }
  return {
    committed: `${pool.committedMicros}`,
    amended: `${pool.amendedMicros}`,
    vetoed: `${pool.vetoedMicros}`,
    reversalBps: Number(reversalBps(conduct)),
    rejectionBps: Number(rejectionBps(conduct)),
    isUnusual: shopConduct(conduct).verdict === 'flagged',
  }
}

function totalsOf(pools: readonly PoolState[]): MoneyTotals {
  const sum = (amount: (pool: PoolState) => bigint) =>
    `${pools.reduce((total, pool) => total + amount(pool), 0n)}`
  return {
    deposited: sum((pool) => pool.depositedMicros),
    available: sum((pool) => pool.availableMicros),
    reserved: sum((pool) => pool.reservedMicros),
    owed: sum((pool) => pool.owedMicros),
    paid: sum((pool) => pool.paidMicros),
    withdrawn: sum((pool) => pool.withdrawnMicros),
  }
}

function countedOf({ activity, pools, payees }: LedgerState): AuditReport['counted'] {
  let payeesPaid = 0
  let payeesOwed = 0
  for (const { paidMicros, owedMicros } of payees.values()) {
    if (paidMicros > 0n) payeesPaid += 1
    if (owedMicros > 0n) payeesOwed += 1
  }
  const { committed, amended, settled, vetoed, pushes, pays, withdrawals, deferred } = activity
  return {
    ledgerLogs: activity.ledgerLogs,
    tokenTransfers: activity.tokenTransfers,
    pools: pools.size,
    payees: payees.size,
    payeesPaid,
    payeesOwed,
    deposits: activity.deposits,
    donations: activity.donations,
    records: activity.records,
    supplements: activity.supplements,
    batches: { committed, amended, settled, vetoed },
    amendments: activity.amendments,
    payments: { pushes, pays, withdrawals, deferred },
    poolWithdrawals: activity.poolWithdrawals,
    smallestPayment: `${activity.smallestPaymentMicros}`,
  }
}
