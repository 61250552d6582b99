// The bytes of batches, written by hand from the text of the interface, so that the audit is not tested with code of its
// own or of the relayer.

import { concat, concatHex, numberToHex, type Address, type Hex } from 'viem'

export type RecordInput = {
  readonly payee: Address
  readonly tag: number
  readonly micros: bigint
  readonly supplement?: boolean
}

export type ReductionInput = { readonly index: number; readonly tag: number; readonly micros: bigint }

export type NetInput = { readonly payee: Address; micros: bigint }

const SUPPLEMENT_BIT = 1n << 39n

/** `payee 20 B · count 1 B · count × (tag 6 B · reward 5 B)`; the records come in the order they are to have. */
export function recordBytes(records: readonly RecordInput[]): Hex {
  const groups = new Map<Address, RecordInput[]>()
  for (const record of records) groups.set(record.payee, [...(groups.get(record.payee) ?? []), record])
  return concat(
    [...groups].flatMap(([payee, group]) => [
      payee,
      numberToHex(group.length, { size: 1 }),
      ...group.flatMap(({ tag, micros, supplement }) => [
        numberToHex(tag, { size: 6 }),
        numberToHex(supplement ? micros | SUPPLEMENT_BIT : micros, { size: 5 }),
      ]),
    ]),
  )
}

/** What each payee gets, in record order. */
export function netOf(records: readonly RecordInput[]): NetInput[] {
  const sums = new Map<Address, bigint>()
  for (const { payee, micros } of records) sums.set(payee, (sums.get(payee) ?? 0n) + micros)
  return [...sums].map(([payee, micros]) => ({ payee, micros }))
}

/** `payee 20 B · sum 6 B` */
export function netListBytes(net: readonly NetInput[]): Hex {
  return concat(net.flatMap(({ payee, micros }) => [payee, numberToHex(micros, { size: 6 })]))
}

/** The payees of a settle call, 20 B each, strictly ascending; and each net list as `index in these 2 B · sum 6 B`. */
export function indexedBytes(nets: readonly (readonly NetInput[])[]): { payees: Hex; indexed: Hex[] } {
  const payees: Address[] = []
  for (const { payee } of nets.flat()) if (!payees.includes(payee)) payees.push(payee)
  payees.sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
  const indexed = nets.map((net) =>
    concatHex(
      net.flatMap(({ payee, micros }) => [
        numberToHex(payees.indexOf(payee), { size: 2 }),
        numberToHex(micros, { size: 6 }),
      ]),
    ),
  )
  return { payees: concatHex(payees), indexed }
}

/** `net-list index 2 B · tag 6 B · micros 5 B` */
export function reductionBytes(reductions: readonly ReductionInput[]): Hex {
  return concat(
    reductions.flatMap(({ index, tag, micros }) => [
      numberToHex(index, { size: 2 }),
      numberToHex(tag, { size: 6 }),
      numberToHex(micros, { size: 5 }),
    ]),
  )
}
