// What every replay step is given, and the few questions all of them ask.

import type { Address } from 'viem'
import { checkNames } from '../check-names.ts'
import type { Place } from '../ledger-log.ts'
import type { BatchState, LedgerConstants, LedgerState, PoolState } from '../state.ts'
import { check, type Finding, type Tally } from '../tally.ts'
import type { ChainTransactionScope } from './chain-transaction-scope.ts'

export type Replay = {
  readonly constants: LedgerConstants
  readonly state: LedgerState
  readonly tally: Tally
  /** What the chain transaction being read has shown so far. */
  scope: ChainTransactionScope
  /** The log taken last; logs must ascend. */
  last: Place | undefined
}

/** A pool numbers its batches from 1. */
const FIRST_SEQ = 1

/** Nobody: no offer of a pool, and the owner of a pool whose opening was not seen. */
export const ZERO_ADDRESS: Address = '0x0000000000000000000000000000000000000000'

/** The place of a finding, as a report gives it. */
export function at(place: Place): Pick<Finding, 'block' | 'chainTransaction'> {
  return { block: place.block, chainTransaction: place.chainTransaction }
}

/**
 * The pool a log speaks of. When no PoolOpened log was seen it is reported once and a pool without terms takes its
 * place, so that the money can still be followed.
 */
export function poolOf({ state, tally }: Replay, id: number, place: Place): PoolState {
  const known = state.pools.get(id)
  check(tally, checkNames.logsWhole, known !== undefined, () => ({
    pool: id,
    ...at(place),
    expected: `a PoolOpened log of pool ${id} before this one`,
    found: 'none',
    sentence: `Pool ${id} is used without having been opened: its PoolOpened log is missing.`,
  }))
  if (known) return known
  const unknown = emptyPool({
    id,
    terms: undefined,
    owner: ZERO_ADDRESS,
    orderSigner: ZERO_ADDRESS,
    openedAt: place.time,
  })
  state.pools.set(id, unknown)
  return unknown
}

/** A pool as it is when opened: nothing in it, the rate limit full. */
export function emptyPool(
  opening: Pick<PoolState, 'id' | 'terms' | 'owner' | 'orderSigner'> & { openedAt: number },
): PoolState {
  const { openedAt, ...given } = opening
  return {
    ...given,
    pendingOwner: ZERO_ADDRESS,
    depositedMicros: 0n,
    availableMicros: 0n,
    reservedMicros: 0n,
    owedMicros: 0n,
    paidMicros: 0n,
    withdrawnMicros: 0n,
    rateLevelMicros: given.terms?.rateCapacityMicros ?? 0n,
    rateUpdatedAt: openedAt,
    nextSeq: FIRST_SEQ,
    request: { micros: 0n, depositedMicros: 0n, readyAt: 0, expiresAt: 0 },
    batches: new Map(),
    committedMicros: 0n,
    amendedMicros: 0n,
    vetoedMicros: 0n,
    orders: { seen: 0n, rewarded: 0n, rejected: 0n, underReview: 0n },
  }
}

/** The batch a log speaks of; undefined, and reported once, when its Committed log was not there. */
export function batchOf(
  { tally }: Replay,
  pool: PoolState,
  seq: number,
  place: Place,
): BatchState | undefined {
  const known = pool.batches.get(seq)
  check(tally, checkNames.logsWhole, known !== undefined, () => ({
    pool: pool.id,
    seq,
    ...at(place),
    expected: `a Committed log of batch ${seq} before this one`,
    found: 'none',
    sentence: `Batch ${seq} of pool ${pool.id} is used without having been committed: its Committed log is missing.`,
  }))
  if (!known) markMissing(pool, seq)
  return known?.status === 'missing' ? undefined : known
}

/** Remembers that the Committed log of a batch was not there, so that it is reported once. */
export function markMissing(pool: PoolState, seq: number): void {
  pool.batches.set(seq, {
    seq,
    status: 'missing',
    maturesAt: 0,
    recordsHash: '0x',
    batchHash: '0x',
    netList: [],
    payees: [],
    amendments: 0,
  })
}
