// What the logs lead to: pools, batches, payees and whose money each payment was. Amounts are plain bigints in micros
// and may go below zero: an audit must go on where the relayer would stop, and say so.

import type { Address, Hash, Hex } from 'viem'
import type { NetEntry, PayeeRecords } from './decode-records.ts'

/** What the deployment fixed for good. Times in seconds. */
export type LedgerConstants = {
  readonly chainId: number
  readonly ledger: Address
  readonly token: Address
  /** Raw token units in one micro. */
  readonly scale: bigint
  readonly defaultMinimumMicros: bigint
  readonly minHoldSeconds: number
  readonly maxHoldSeconds: number
  readonly noticeSeconds: number
  readonly requestWindowSeconds: number
  readonly maxPayees: number
}

export type PoolTerms = {
  readonly minHoldSeconds: number
  readonly rewardCapMicros: bigint
  readonly rateCapacityMicros: bigint
  readonly rateMicrosPerDay: bigint
}

type WithdrawalRequest = { micros: bigint; depositedMicros: bigint; readyAt: number; expiresAt: number }

export type BatchState = {
  readonly seq: number
  /** `missing`: a log speaks of it, but its Committed log was not there. */
  status: 'open' | 'settled' | 'vetoed' | 'missing'
  readonly maturesAt: number
  readonly recordsHash: Hex
  /** 27 bytes, as stored; follows amendments. */
  batchHash: Hex
  /** Emptied once the batch is settled or vetoed: then only the hash is needed. */
  netList: NetEntry[]
  payees: PayeeRecords[]
  amendments: number
}

export type PoolState = {
  readonly id: number
  /** Undefined when the PoolOpened log was missing: then no check of its terms can be made. */
  readonly terms: PoolTerms | undefined
  owner: Address
  /** To whom the owner has offered the pool; zero when to nobody. */
  pendingOwner: Address
  orderSigner: Address
  depositedMicros: bigint
  availableMicros: bigint
  reservedMicros: bigint
  owedMicros: bigint
  paidMicros: bigint
  withdrawnMicros: bigint
  rateLevelMicros: bigint
  rateUpdatedAt: number
  nextSeq: number
  request: WithdrawalRequest
  readonly batches: Map<number, BatchState>
  /** Ever committed, and what amendments and vetoes gave back of it. */
  committedMicros: bigint
  amendedMicros: bigint
  vetoedMicros: bigint
  /** Orders as the order signer counted them in its commits. */
  readonly orders: { seen: bigint; rewarded: bigint; rejected: bigint; underReview: bigint }
}

/** What a settled batch brought a payee and has not been paid yet. */
type Credit = { readonly pool: PoolState; micros: bigint }

export type PayeeState = {
  readonly payee: Address
  owedMicros: bigint
  paidMicros: bigint
  /** 0 for the deployment's default. */
  minimumMicros: bigint
  /** In the order of their Settled logs; the first `spent` are used up. */
  credits: Credit[]
  spent: number
}

type TokenTotals = {
  inRaw: bigint
  outRaw: bigint
  donatedRaw: bigint
}

type Activity = {
  ledgerLogs: number
  tokenTransfers: number
  records: number
  supplements: number
  committed: number
  amended: number
  amendments: number
  settled: number
  vetoed: number
  pushes: number
  pays: number
  withdrawals: number
  deferred: number
  poolWithdrawals: number
  deposits: number
  donations: number
  smallestPaymentMicros: bigint
}

export type LedgerState = {
  readonly pools: Map<number, PoolState>
  /** By lower-case address. */
  readonly payees: Map<Address, PayeeState>
  readonly tokens: TokenTotals
  readonly activity: Activity
  /** Block of the Deployed log, once it was seen. */
  deployedInBlock: number | undefined
  /** Hash of the chain transaction of the Deployed log. */
  deployedBy: Hash | undefined
}

/** A ledger of which no log has been read. */
export function createLedgerState(): LedgerState {
  return {
    pools: new Map(),
    payees: new Map(),
    tokens: { inRaw: 0n, outRaw: 0n, donatedRaw: 0n },
    activity: {
      ledgerLogs: 0,
      tokenTransfers: 0,
      records: 0,
      supplements: 0,
      committed: 0,
      amended: 0,
      amendments: 0,
      settled: 0,
      vetoed: 0,
      pushes: 0,
      pays: 0,
      withdrawals: 0,
      deferred: 0,
      poolWithdrawals: 0,
      deposits: 0,
      donations: 0,
      smallestPaymentMicros: 0n,
    },
    deployedInBlock: undefined,
    deployedBy: undefined,
  }
}

/** The payee's state, made empty at first sight. `payee` in lower case. */
export function payeeOf(state: LedgerState, payee: Address): PayeeState {
  const known = state.payees.get(payee)
  if (known) return known
  const fresh: PayeeState = {
    payee,
    owedMicros: 0n,
    paidMicros: 0n,
    minimumMicros: 0n,
    credits: [],
    spent: 0,
  }
  state.payees.set(payee, fresh)
  return fresh
}

/** Σ of a batch's net list, in micros. */
export function batchMicros(batch: BatchState): bigint {
  return batch.netList.reduce((sum, entry) => sum + entry.sumMicros, 0n)
}
