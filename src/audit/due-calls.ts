// The calls that anybody may send to a ledger as it stands: settling what has matured, and pushing what is owed at or above a
// payee's minimum. With them a ledger goes on when nobody runs a relayer any more.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { indexBatches, SUM_BYTES } from '#domain/settlement.ts'
import type { Address, Hex } from 'viem'
import { concatHex, encodeFunctionData, numberToHex } from 'viem/utils'
import type { BatchState, LedgerConstants, LedgerState } from './state.ts'

/** A chain transaction for anybody's wallet: no value, `to` the ledger. */
export type DueCall = {
  readonly function: 'settle' | 'pay'
  readonly to: Address
  readonly data: Hex
  /** Batches that a settle names, as `pool/seq`. */
  readonly batches: readonly string[]
  /** Whom a pay pushes to. */
  readonly payees: readonly Address[]
}

/**
 * Entries of the net lists of one settle call. At worst each is a batch of its own (11 000 gas), a push that is the first
 * transfer to an address, and the first credit of an account (54 000 together), and 142 000 must be left for the last: some
 * 13 200 000 of the 16 777 216 gas of a chain transaction (EIP-7825).
 */
const ENTRIES_PER_SETTLE_MAX = 200

/** Payees of one pay call, at most 40 000 gas each: a first transfer, the account and the log. */
const PAYEES_PER_PAY_MAX = 300

type Due = { readonly pool: number; readonly batch: BatchState }

/** What is due at `now`, the time of the audited block in seconds: settle calls first, as pay may follow from them. */
export function findDueCalls(state: LedgerState, constants: LedgerConstants, now: number): DueCall[] {
  const matured = [...state.pools.values()].flatMap((pool) =>
    [...pool.batches.values()]
      .filter((batch) => batch.status === 'open' && batch.maturesAt <= now)
      .map((batch) => ({ pool: pool.id, batch })),
  )
  const owed = [...state.payees.values()].filter(
    ({ owedMicros, minimumMicros }) =>
      owedMicros > 0n && owedMicros >= (minimumMicros || constants.defaultMinimumMicros),
  )
  return [
    ...groupByEntries(matured).map((group) => settleCall(constants.ledger, group)),
    ...inParts(owed, PAYEES_PER_PAY_MAX).map((part) =>
      payCall(
        constants.ledger,
        part.map(({ payee }) => payee),
      ),
    ),
  ]
}

/** A batch of more entries than a call may have goes alone: without a push it always fits. */
function groupByEntries(matured: readonly Due[]): Due[][] {
  const groups: Due[][] = []
  let entries = ENTRIES_PER_SETTLE_MAX
  for (const due of matured) {
    const more = due.batch.netList.length
    if (entries + more > ENTRIES_PER_SETTLE_MAX) {
      groups.push([])
      entries = 0
    }
    groups.at(-1)?.push(due)
    entries += more
  }
  return groups
}

function settleCall(ledger: Address, group: readonly Due[]): DueCall {
  const { payees, batches } = indexBatches(
    group.map(({ pool, batch }) => ({
      pool,
      seq: batch.seq,
      recordsHash: batch.recordsHash,
      netList: concatHex(
        batch.netList.flatMap(({ payee, sumMicros }) => [payee, numberToHex(sumMicros, { size: SUM_BYTES })]),
      ),
    })),
  )
  const entries = group.reduce((sum, { batch }) => sum + batch.netList.length, 0)
  const push = entries <= ENTRIES_PER_SETTLE_MAX
  return {
    function: 'settle',
    to: ledger,
    data: encodeFunctionData({
      abi: rewardLedgerAbi,
      functionName: 'settle',
      args: [payees, batches, push],
    }),
    batches: group.map(({ pool, batch }) => `${pool}/${batch.seq}`),
    payees: [],
  }
}

function payCall(ledger: Address, payees: readonly Address[]): DueCall {
  return {
    function: 'pay',
    to: ledger,
    data: encodeFunctionData({ abi: rewardLedgerAbi, functionName: 'pay', args: [payees] }),
    batches: [],
    payees,
  }
}

function inParts<T>(items: readonly T[], size: number): T[][] {
  const parts: T[][] = []
  for (let from = 0; from < items.length; from += size) parts.push(items.slice(from, from + size))
  return parts
}
