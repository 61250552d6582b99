// The bytes of a batch: records as a commit carries them, the net list the ledger makes of them, and reductions as an
// amendment carries them. Layouts: `contracts/interfaces/IRewardLedger.sol`; examples: `tests/vectors/records.json`.

import type { Address, Hex } from 'viem'
import { concatHex, getAddress, keccak256, size, slice } from 'viem/utils'
import { invariant } from './invariant.ts'
import { micros, sumMicros, type Micros } from './money.ts'
import { Problem } from './problem.ts'

/** Most payees a batch may have, so that crediting as many new accounts fits one chain transaction. */
export const MAX_PAYEES = 500

/** Most records one payee may have in a batch: the count is one byte. */
export const MAX_RECORDS_PER_PAYEE = 255

/** Largest reward of one record: 39 bits of micros, 549 755.813887 units. */
export const MAX_REWARD_MICROS = micros((1n << 39n) - 1n)

/** Bytes before the records of a payee: payee 20 · count 1. */
export const RECORDS_HEAD_BYTES = 21

/** Bytes of one record: tag 6 · reward 5. */
export const RECORD_BYTES = 11

/** Bytes of one net-list entry: payee 20 · sum 6. */
export const NET_ENTRY_BYTES = 26

/** Bytes of one reduction: net-list index 2 · tag 6 · micros 5. */
export const REDUCTION_BYTES = 13

/** Top bit of a record's 40: it marks a supplement. */
const SUPPLEMENT_BIT = 1n << 39n
const ZERO_ADDRESS = `0x${'0'.repeat(40)}`

/** One reward of a batch. `tag` is 6 bytes; `supplement` marks an addition to a reward of an earlier batch. */
export type RewardRecord = {
  readonly payee: Address
  readonly tag: Hex
  readonly micros: Micros
  readonly supplement: boolean
}

/** What a payee of a batch gets; 0 when amended away. */
export type NetEntry = { readonly payee: Address; readonly micros: Micros }

/** Takes `micros` from the record `tag` of the payee at net-list `index`. */
export type Reduction = {
  readonly index: number
  readonly tag: Hex
  readonly micros: Micros
}

/** Records in the one order the ledger takes: by payee, then by tag. Duplicates stay, and are refused later. */
export function sortRecords(records: readonly RewardRecord[]): RewardRecord[] {
  return records.toSorted((a, b) => compareHex(a.payee, b.payee) || compareHex(a.tag, b.tag))
}

/**
 * The bytes of `records`, which must be in the ledger's order (`sortRecords`), each tag once per payee, each reward
 * 1 to `MAX_REWARD_MICROS`, within `MAX_PAYEES` and `MAX_RECORDS_PER_PAYEE`.
 */
export function encodeRecords(records: readonly RewardRecord[]): Hex {
  const groups = Map.groupBy(records, ({ payee }) => payee.toLowerCase())
  const parts: Hex[] = []
  for (const [payee, group] of groups) {
    invariant(group.length <= MAX_RECORDS_PER_PAYEE, 'a payee has at most 255 records in a batch')
    parts.push(payee as Hex, uintHex(BigInt(group.length), 1))
    for (const { tag, micros: amount, supplement } of group) {
      invariant(size(tag) === 6, 'a tag has 6 bytes')
      invariant(amount <= MAX_REWARD_MICROS, 'a reward fits 39 bits')
      parts.push(tag, uintHex(supplement ? amount | SUPPLEMENT_BIT : amount, 5))
    }
  }
  const encoded = concatHex(parts)
  const order: string[] = []
  const reason = recordsRefusal(encoded, ({ payee, tag }) => order.push(recordKey(payee, tag)))
  invariant(reason === undefined, `records are encoded in a form the ledger takes: ${reason}`)
  invariant(
    records.every(({ payee, tag }, at) => recordKey(payee, tag) === order[at]),
    'records are given grouped by payee',
  )
  return encoded
}

/**
 * The records in `encoded`, in their order. Refuses with `records_malformed` and the contract's reason what the
 * contract refuses whatever the pool: `RecordsEmpty`, `TooManyPayees`, `RecordsTruncated`, `PayeeForbidden` (zero),
 * `PayeesNotAscending`, `CountZero`, `TagsNotAscending`, `RewardZero`.
 */
export function decodeRecords(encoded: Hex): RewardRecord[] {
  const records: RewardRecord[] = []
  const reason = recordsRefusal(encoded, (record) => records.push(record))
  if (reason !== undefined) throw new Problem('records_malformed', { reason })
  return records
}

/** Why the ledger would refuse `encoded`, tried in the contract's order; undefined when it would not. */
function recordsRefusal(
  encoded: Hex,
  found: (record: RewardRecord) => void = () => undefined,
): string | undefined {
  const bytes = readHex(encoded)
  if (bytes.length === 0) return 'RecordsEmpty'
  let offset = 0
  let previousPayee = ''
  for (let payees = 0; offset < bytes.length; payees += 1) {
    if (payees === MAX_PAYEES) return 'TooManyPayees'
    if (offset + RECORDS_HEAD_BYTES > bytes.length) return 'RecordsTruncated'
    const payee = bytes.hex(offset, 20)
    const count = Number(bytes.uint(offset + 20, 1))
    if (payee === ZERO_ADDRESS) return 'PayeeForbidden'
    if (payee <= previousPayee) return 'PayeesNotAscending'
    if (count === 0) return 'CountZero'
    offset += RECORDS_HEAD_BYTES
    if (offset + count * RECORD_BYTES > bytes.length) return 'RecordsTruncated'

    let previousTag = ''
    for (const end = offset + count * RECORD_BYTES; offset < end; offset += RECORD_BYTES) {
      const tag = bytes.hex(offset, 6)
      const reward = bytes.uint(offset + 6, 5)
      const amount = micros(reward & (SUPPLEMENT_BIT - 1n))
      if (tag <= previousTag) return 'TagsNotAscending'
      if (amount === 0n) return 'RewardZero'
      found({
        payee: getAddress(payee),
        tag,
        micros: amount,
        supplement: reward >= SUPPLEMENT_BIT,
      })
      previousTag = tag
    }
    previousPayee = payee
  }
  return undefined
}

/** keccak256 of the records' bytes, which the order key signs. */
export function recordsHash(encoded: Hex): Hex {
  return keccak256(encoded)
}

/** What each payee of `records` gets, in their order. */
export function netListOf(records: readonly RewardRecord[]): NetEntry[] {
  const groups = Map.groupBy(records, ({ payee }) => getAddress(payee))
  return [...groups].map(([payee, group]) => ({
    payee,
    micros: sumMicros(group.map((record) => record.micros)),
  }))
}

/** The bytes of a net list, as the ledger hashes it and as amend, veto and settle carry it. */
export function encodeNetList(netList: readonly NetEntry[]): Hex {
  return concatHex(netList.flatMap(({ payee, micros: sum }) => [payee.toLowerCase() as Hex, uintHex(sum, 6)]))
}

/** The entries of a net list. Refuses with `records_malformed` what no ledger can have built. */
export function decodeNetList(encoded: Hex): NetEntry[] {
  const bytes = readHex(encoded)
  const length = bytes.length / NET_ENTRY_BYTES
  if (!Number.isInteger(length)) throw new Problem('records_malformed', { reason: 'NetListMalformed' })
  const entries = Array.from({ length }, (_, index) => {
    const offset = index * NET_ENTRY_BYTES
    return {
      payee: getAddress(bytes.hex(offset, 20)),
      micros: micros(bytes.uint(offset + 20, 6)),
    }
  })
  const ascending = entries.every(
    ({ payee }, at) => compareHex(entries[at - 1]?.payee ?? ZERO_ADDRESS, payee) < 0,
  )
  if (!ascending) throw new Problem('records_malformed', { reason: 'PayeesNotAscending' })
  return entries
}

/** Upper 216 bits of keccak256(recordsHash ‖ keccak256(netList)), 27 bytes: what the ledger stores of a batch. */
export function batchHash(hashOfRecords: Hex, netList: Hex): Hex {
  return slice(keccak256(concatHex([hashOfRecords, keccak256(netList)])), 0, 27)
}

/** The bytes of `reductions`, which must be in ascending order of (index, tag) and each at least 1. */
export function encodeReductions(reductions: readonly Reduction[]): Hex {
  const encoded = concatHex(
    reductions.flatMap(({ index, tag, micros: amount }) => {
      invariant(size(tag) === 6, 'a tag has 6 bytes')
      return [uintHex(BigInt(index), 2), tag, uintHex(amount, 5)]
    }),
  )
  decodeReductions(encoded)
  return encoded
}

/**
 * The reductions in `encoded`. Refuses with `records_malformed` and the contract's reason: `ReductionsEmpty`,
 * `ReductionsMalformed`, `ReductionsNotAscending`, `ReductionZero`.
 */
export function decodeReductions(encoded: Hex): Reduction[] {
  const bytes = readHex(encoded)
  if (bytes.length === 0) throw new Problem('records_malformed', { reason: 'ReductionsEmpty' })
  const length = bytes.length / REDUCTION_BYTES
  if (!Number.isInteger(length)) throw new Problem('records_malformed', { reason: 'ReductionsMalformed' })
  let previousKey = -1n
  return Array.from({ length }, (_, position) => {
    const offset = position * REDUCTION_BYTES
    const key = bytes.uint(offset, 8)
    const amount = micros(bytes.uint(offset + 8, 5))
    if (key <= previousKey)
      throw new Problem('records_malformed', {
        reason: 'ReductionsNotAscending',
        position,
      })
    if (amount === 0n)
      throw new Problem('records_malformed', {
        reason: 'ReductionZero',
        position,
      })
    previousKey = key
    return {
      index: Number(bytes.uint(offset, 2)),
      tag: bytes.hex(offset + 2, 6),
      micros: amount,
    }
  })
}

/**
 * The net list after `reductions`; a payee reduced to 0 stays listed. Refuses with `records_malformed` and the
 * contract's reason: `ReductionIndexUnknown`, `ReductionExceedsSum`. Whether the tag exists is the audit's to check.
 */
export function applyReductions(netList: readonly NetEntry[], reductions: readonly Reduction[]): NetEntry[] {
  const reduced = [...netList]
  for (const { index, micros: amount } of reductions) {
    const entry = reduced[index]
    if (entry === undefined)
      throw new Problem('records_malformed', {
        reason: 'ReductionIndexUnknown',
        index,
      })
    if (amount > entry.micros)
      throw new Problem('records_malformed', {
        reason: 'ReductionExceedsSum',
        index,
      })
    reduced[index] = {
      payee: entry.payee,
      micros: micros(entry.micros - amount),
    }
  }
  return reduced
}

type HexReader = {
  /** Number of whole bytes. */
  readonly length: number
  /** Lower-case hex of `byteCount` bytes from `offset`. */
  readonly hex: (offset: number, byteCount: number) => Hex
  readonly uint: (offset: number, byteCount: number) => bigint
}

/** Reads fixed-width fields. Refuses with `records_malformed` what is not `0x` and whole bytes. */
function readHex(encoded: Hex): HexReader {
  if (!/^0x(?:[0-9a-fA-F]{2})*$/.test(encoded)) throw new Problem('records_malformed', { reason: 'NotHex' })
  const digits = encoded.slice(2).toLowerCase()
  const hex = (offset: number, byteCount: number): Hex =>
    `0x${digits.slice(offset * 2, (offset + byteCount) * 2)}`
  return {
    length: digits.length / 2,
    hex,
    uint: (offset, byteCount) => BigInt(hex(offset, byteCount)),
  }
}

/** Big-endian hex of `value` in `byteCount` bytes. */
function uintHex(value: bigint, byteCount: number): Hex {
  invariant(value >= 0n && value < 1n << BigInt(byteCount * 8), `a number fits ${byteCount} bytes`)
  return `0x${value.toString(16).padStart(byteCount * 2, '0')}`
}

function recordKey(payee: Address, tag: Hex): string {
  return `${payee}:${tag}`.toLowerCase()
}

/** Orders hex of equal length as the numbers it writes; case does not count. */
function compareHex(a: string, b: string): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()]
  return left < right ? -1 : left > right ? 1 : 0
}
