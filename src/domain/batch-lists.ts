// What a batch holds once its amendments are taken off: the net list that the ledger hashes, and each record's rest.

import { micros, type Micros } from './money.ts'
import {
  applyReductions,
  decodeRecords,
  decodeReductions,
  encodeNetList,
  netListOf,
  type NetEntry,
  type RewardRecord,
} from './records.ts'

import type { Hex } from 'viem'

export type BatchLists = {
  /** As committed. */
  readonly records: Hex
  /** In log order. */
  readonly amendments: readonly { readonly reductions: Hex }[]
}

/** The net list after all amendments, in the ledger's bytes. */
export function netListAfter(lists: BatchLists): Hex {
  let netList: readonly NetEntry[] = netListOf(decodeRecords(lists.records))
  for (const { reductions } of lists.amendments)
    netList = applyReductions(netList, decodeReductions(reductions))
  return encodeNetList(netList)
}

/**
 * The records after all amendments, in record order; a record reduced to nothing stays, at zero. The ledger checks sums
 * only: what an amendment takes beyond a record, or under a tag that there is not, comes off the payee's last records, so
 * that each payee's records always make the payee's sum in the net list.
 */
export function recordsAfter(lists: BatchLists): readonly RewardRecord[] {
  const records = decodeRecords(lists.records)
  const payees = netListOf(records).map((entry) => entry.payee)
  const rests = records.map((record) => record.micros)
  const misfits = new Map<string, bigint>()
  for (const { reductions } of lists.amendments) {
    for (const { index, tag, micros: amount } of decodeReductions(reductions)) {
      const payee = payees[index] ?? ''
      const place = records.findIndex((record) => record.payee === payee && record.tag === tag)
      const taken = takeFrom(rests, place, amount)
      misfits.set(payee, (misfits.get(payee) ?? 0n) + amount - taken)
    }
  }
  for (let place = records.length - 1; place >= 0; place -= 1) {
    const payee = records[place]?.payee ?? ''
    const misfit = misfits.get(payee) ?? 0n
    misfits.set(payee, misfit - takeFrom(rests, place, misfit))
  }
  return records.map((record, place) => ({ ...record, micros: rests[place] ?? record.micros }))
}

/** Takes up to `amount` from the rest at `place`, and answers what it took. */
function takeFrom(rests: Micros[], place: number, amount: bigint): bigint {
  const rest = rests[place]
  if (rest === undefined) return 0n
  const taken = amount < rest ? amount : rest
  rests[place] = micros(rest - taken)
  return taken
}
