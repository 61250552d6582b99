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

/** The records after all amendments, in record order; a record reduced to nothing stays, at zero. */
export function recordsAfter(lists: BatchLists): readonly RewardRecord[] {
  const records = decodeRecords(lists.records)
  const payees = netListOf(records).map((entry) => entry.payee)
  const reduced = new Map<string, Micros>()
  for (const { reductions } of lists.amendments) {
    for (const { index, tag, micros: amount } of decodeReductions(reductions)) {
      const place = `${payees[index] ?? ''}:${tag}`
      reduced.set(place, micros((reduced.get(place) ?? 0n) + amount))
    }
  }
  return records.map((record) => ({
    ...record,
    micros: micros(record.micros - (reduced.get(`${record.payee}:${record.tag}`) ?? 0n)),
  }))
}
