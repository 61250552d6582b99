// The form in which a settle call carries net lists: the payees of all of them once, and each list by indexes in that.

import type { Hex } from 'viem'
import { concatHex, numberToHex } from 'viem/utils'
import { invariant } from './invariant.ts'
import { decodeNetList } from './records.ts'

/** Bytes of a payee in the list that the batches of a call share. */
export const PAYEE_BYTES = 20

/** Bytes of one entry of an indexed net list: index 2 · sum 6. */
export const INDEXED_ENTRY_BYTES = 8

/** Most payees that the two bytes of an index can name. */
export const MAX_INDEXED_PAYEES = 65_536

/** Bytes of an index. */
const INDEX_BYTES = 2

/** Bytes of a sum, here and in a net list. */
export const SUM_BYTES = 6

export type IndexedNetLists = {
  /** Everyone whom a list names, 20 bytes each, strictly ascending. */
  readonly payees: Hex
  /** The lists in the order given, entry by entry: index in `payees` 2 bytes · sum 6 bytes. */
  readonly indexedNetLists: readonly Hex[]
}

/**
 * Gives every payee of `netLists` one index and each list as indexes and sums, its order and its sums of 0 kept. Refuses
 * with `records_malformed` what no ledger can have built: `NotHex`, `NetListMalformed`, `PayeesNotAscending`.
 */
export function indexNetLists(netLists: readonly Hex[]): IndexedNetLists {
  const lists = netLists.map((netList) =>
    decodeNetList(netList).map(({ payee, micros: sum }) => ({ payee: payee.toLowerCase() as Hex, sum })),
  )
  // Lower-case hex of equal length sorts as the numbers it writes.
  const payees = [...new Set(lists.flatMap((list) => list.map(({ payee }) => payee)))].toSorted()
  invariant(payees.length <= MAX_INDEXED_PAYEES, 'a settle call names at most 65 536 payees')
  const indexes = new Map(
    payees.map((payee, index) => [payee, numberToHex(index, { size: INDEX_BYTES })] as const),
  )
  const entryOf = ({ payee, sum }: { readonly payee: Hex; readonly sum: bigint }): Hex => {
    const index = indexes.get(payee)
    invariant(index, 'every payee of a list has an index')
    return concatHex([index, numberToHex(sum, { size: SUM_BYTES })])
  }
  return {
    payees: concatHex(payees),
    indexedNetLists: lists.map((list) => concatHex(list.map(entryOf))),
  }
}

type Listed = { readonly netList: Hex }
type Indexed<Batch extends Listed> = Omit<Batch, 'netList'> & { readonly indexedNetList: Hex }

/** Batches named by their net lists, as one settle call names them. Refuses as `indexNetLists` does. */
export function indexBatches<Batch extends Listed>(
  batches: readonly Batch[],
): { readonly payees: Hex; readonly batches: readonly Indexed<Batch>[] } {
  const { payees, indexedNetLists } = indexNetLists(batches.map(({ netList }) => netList))
  return {
    payees,
    batches: batches.map(({ netList: _plain, ...named }, position) => {
      const indexedNetList = indexedNetLists[position]
      invariant(indexedNetList !== undefined, 'every net list is indexed')
      return { ...named, indexedNetList }
    }),
  }
}
