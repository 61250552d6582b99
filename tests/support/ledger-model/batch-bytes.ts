// The bytes that make a batch: records, net lists, plain and indexed, reductions, and the stored hash.

import { concatHex, keccak256, type Address, type Hex } from 'viem'
import { addressAt, amountAt, join, lengthOf, numberAt, packed, slice } from './bytes.ts'
import { refuse, ZERO } from './outcome.ts'

/** payee 20 · count 1. */
const GROUP_HEAD_BYTES = 21

/** tag 6 · reward 5. */
const RECORD_BYTES = 11

/** index 2 · tag 6 · micros 5. */
const REDUCTION_BYTES = 13

/** index 2 · sum 6. */
const INDEXED_ENTRY_BYTES = 8

const ADDRESS_BYTES = 20

/** The lower 39 of a reward's 40 bits are its micros; the top one marks a supplement. */
const REWARD_BITS = 39

export type NetEntry = { readonly payee: Address; readonly micros: bigint }
export type NetList = readonly NetEntry[]

/** What the ledger compares records with. */
export type RecordRules = {
  readonly forbiddenPayees: readonly Address[]
  readonly maxPayees: number
  readonly rewardCapMicros: bigint
}

/** The net list of `records`. Refuses every fault of form, the first one met. */
export function readRecords(records: Hex, rules: RecordRules): NetList {
  const length = lengthOf(records)
  if (length === 0) refuse('RecordsEmpty')
  const net: NetEntry[] = []
  let offset = 0
  while (offset < length) {
    if (net.length === rules.maxPayees) refuse('TooManyPayees', rules.maxPayees)
    if (offset + GROUP_HEAD_BYTES > length) refuse('RecordsTruncated', offset, length)
    const payee = addressAt(records, offset)
    const count = numberAt(records, offset + ADDRESS_BYTES, 1)
    if (payee === ZERO || rules.forbiddenPayees.includes(payee)) refuse('PayeeForbidden', payee)
    const previous = net.at(-1)?.payee
    if (previous !== undefined && payee <= previous) refuse('PayeesNotAscending', payee, previous)
    if (count === 0) refuse('CountZero', payee)
    offset += GROUP_HEAD_BYTES
    const fitting = Math.floor((length - offset) / RECORD_BYTES)
    if (fitting < count) refuse('RecordsTruncated', offset + fitting * RECORD_BYTES, length)
    net.push({ payee, micros: readGroup(records, { offset, payee, count }, rules.rewardCapMicros) })
    offset += count * RECORD_BYTES
  }
  return net
}

type Group = { readonly offset: number; readonly payee: Address; readonly count: number }

/** Sum of a group's rewards, whose records begin at `offset`. */
function readGroup(records: Hex, { offset, payee, count }: Group, cap: bigint): bigint {
  let sum = 0n
  let previous: Hex | undefined
  for (let at = offset; at < offset + count * RECORD_BYTES; at += RECORD_BYTES) {
    const tag = slice(records, at, 6)
    if (previous !== undefined && tag <= previous) refuse('TagsNotAscending', tag, previous)
    const micros = BigInt.asUintN(REWARD_BITS, amountAt(records, at + 6, 5))
    if (micros === 0n) refuse('RewardZero', payee, tag)
    if (micros > cap) refuse('RewardOverCap', micros, cap)
    sum += micros
    previous = tag
  }
  return sum
}

export function totalOf(net: NetList): bigint {
  return net.reduce((sum, { micros }) => sum + micros, 0n)
}

export function packNetList(net: NetList): Hex {
  return join(net.map(({ payee, micros }) => payee.slice(2) + packed(micros, 6)))
}

/** The entries of a net list that a batch's hash has vouched for. */
export function unpackNetList(bytes: Hex): NetList {
  const bytesEach = ADDRESS_BYTES + 6
  return Array.from({ length: lengthOf(bytes) / bytesEach }, (_, at) => ({
    payee: addressAt(bytes, at * bytesEach),
    micros: amountAt(bytes, at * bytesEach + ADDRESS_BYTES, 6),
  }))
}

/** Upper 216 bits of keccak256(recordsHash ‖ keccak256(netList)). */
export function batchHash(recordsHash: Hex, netList: Hex): Hex {
  return slice(keccak256(concatHex([recordsHash, keccak256(netList)])), 0, 27)
}

/** What is left of `net` after `reductions`. Refuses every fault, the first one met. */
export function reduce(net: NetList, reductions: Hex): NetList {
  const length = lengthOf(reductions)
  if (length === 0) refuse('ReductionsEmpty')
  if (length % REDUCTION_BYTES !== 0) refuse('ReductionsMalformed', length)
  const left = [...net]
  let previous = ''
  for (let position = 0; position * REDUCTION_BYTES < length; position += 1) {
    const offset = position * REDUCTION_BYTES
    const place = slice(reductions, offset, 8)
    if (place <= previous) refuse('ReductionsNotAscending', position)
    const micros = amountAt(reductions, offset + 8, 5)
    if (micros === 0n) refuse('ReductionZero', position)
    const index = numberAt(reductions, offset, 2)
    const entry = left[index]
    if (!entry) refuse('ReductionIndexUnknown', index, net.length)
    if (micros > entry.micros) refuse('ReductionExceedsSum', micros, entry.micros)
    left[index] = { ...entry, micros: entry.micros - micros }
    previous = place
  }
  return left
}

/** The payees that a settle's batches share. Refuses a list that is not whole addresses in ascending order. */
export function readPayees(payees: Hex): readonly Address[] {
  const length = lengthOf(payees)
  if (length % ADDRESS_BYTES !== 0) refuse('PayeeListMalformed', length)
  const list = Array.from({ length: length / ADDRESS_BYTES }, (_, at) =>
    addressAt(payees, at * ADDRESS_BYTES),
  )
  for (const [at, payee] of list.entries()) {
    // Zero, which is nobody, stands before the first.
    const previous = list[at - 1] ?? ZERO
    if (payee <= previous) refuse('PayeesNotAscending', payee, previous)
  }
  return list
}

/** The net list that `indexed` stands for. Refuses bytes that are not whole entries, and a place beyond `payees`. */
export function readIndexedNetList(indexed: Hex, payees: readonly Address[]): NetList {
  const length = lengthOf(indexed)
  if (length % INDEXED_ENTRY_BYTES !== 0) refuse('NetListMalformed', length)
  return Array.from({ length: length / INDEXED_ENTRY_BYTES }, (_, at) => {
    const index = numberAt(indexed, at * INDEXED_ENTRY_BYTES, 2)
    const payee = payees[index] ?? refuse('PayeeIndexUnknown', index, payees.length)
    return { payee, micros: amountAt(indexed, at * INDEXED_ENTRY_BYTES + 2, 6) }
  })
}

/** Writes `net` by places in `payees`, which must hold everyone in it. */
export function packIndexedNetList(net: NetList, payees: readonly Address[]): Hex {
  return join(net.map(({ payee, micros }) => packed(payees.indexOf(payee), 2) + packed(micros, 6)))
}
