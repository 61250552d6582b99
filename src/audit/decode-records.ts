// Reads the bytes of records, reductions and net lists. Written from the text of IRewardLedger alone and sharing no
// code with the relayer, so that a mistake there is not repeated here.

import {
  bytesToHex,
  concatHex,
  hexToBytes,
  keccak256,
  numberToHex,
  sliceHex,
  type Address,
  type Hex,
} from 'viem'

/** One record: what one order earned one payee. `micros` is what is left of it after amendments. */
export type RewardRecord = { readonly tag: Hex; micros: bigint; readonly supplement: boolean }

/** The records of one payee in a batch, in ascending order of tag. */
export type PayeeRecords = { readonly payee: Address; readonly records: RewardRecord[] }

/** One entry of an amendment: `micros` less for record `tag` of the payee at `index` of the net list. */
export type Reduction = { readonly index: number; readonly tag: Hex; readonly micros: bigint }

/** Either the value, or where and why the bytes are not what the interface says. */
export type Decoded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly offset: number; readonly reason: string }

export type NetEntry = { readonly payee: Address; sumMicros: bigint }

/** Bytes of the fields of records, reductions and net lists. */
const PAYEE_BYTES = 20
const COUNT_BYTES = 1
const TAG_BYTES = 6
const REWARD_BYTES = 5
const INDEX_BYTES = 2
const SUM_BYTES = 6

/** The batch's stored hash is the upper 216 bits of a keccak256: 27 bytes. */
const BATCH_HASH_BYTES = 27

/** The top bit of the 40-bit reward marks a supplement to an earlier batch. */
const SUPPLEMENT_BIT = 1n << 39n

/**
 * Reads `payee 20 B · count 1 B · count × (tag 6 B · reward 5 B)`. Refuses truncated bytes, an empty list, a count or
 * reward of zero, and payees or tags that do not ascend. Caps and forbidden payees are judged by the caller.
 */
export function decodeRecords(records: Hex): Decoded<PayeeRecords[]> {
  const bytes = hexToBytes(records)
  const payees: PayeeRecords[] = []
  const fail = (offset: number, reason: string) => ({ ok: false, offset, reason }) as const
  let offset = 0
  let previousPayee = ''
  while (offset < bytes.length) {
    const head = offset
    if (head + PAYEE_BYTES + COUNT_BYTES > bytes.length) return fail(head, 'the bytes end inside a payee')
    const payee = bytesToHex(bytes.subarray(head, head + PAYEE_BYTES))
    const count = bytes[head + PAYEE_BYTES] ?? 0
    offset = head + PAYEE_BYTES + COUNT_BYTES
    // Lower-case hex of equal length sorts as its bytes do.
    if (previousPayee >= payee) return fail(head, 'payees do not ascend')
    if (count === 0) return fail(head, 'a payee has no record')
    const group: RewardRecord[] = []
    let previousTag = ''
    for (let index = 0; index < count; index += 1, offset += TAG_BYTES + REWARD_BYTES) {
      if (offset + TAG_BYTES + REWARD_BYTES > bytes.length)
        return fail(offset, 'the bytes end inside a record')
      const tag = bytesToHex(bytes.subarray(offset, offset + TAG_BYTES))
      const reward = readUint(bytes, offset + TAG_BYTES, REWARD_BYTES)
      const micros = reward & (SUPPLEMENT_BIT - 1n)
      if (previousTag >= tag) return fail(offset, 'tags do not ascend within a payee')
      if (micros === 0n) return fail(offset, 'a reward is zero')
      group.push({ tag, micros, supplement: reward >= SUPPLEMENT_BIT })
      previousTag = tag
    }
    payees.push({ payee, records: group })
    previousPayee = payee
  }
  return payees.length === 0 ? fail(0, 'there are no records') : { ok: true, value: payees }
}

/**
 * Reads `net-list index 2 B · tag 6 B · micros 5 B`. Refuses an empty list, a length that does not fit, a reduction of
 * zero and pairs (index, tag) that do not ascend. Whether the record exists is judged by the caller.
 */
export function decodeReductions(reductions: Hex): Decoded<Reduction[]> {
  const bytes = hexToBytes(reductions)
  const entryBytes = INDEX_BYTES + TAG_BYTES + REWARD_BYTES
  if (bytes.length === 0) return { ok: false, offset: 0, reason: 'there are no reductions' }
  if (bytes.length % entryBytes !== 0)
    return { ok: false, offset: bytes.length, reason: 'the bytes end inside a reduction' }
  const entries: Reduction[] = []
  let previousKey = ''
  for (let offset = 0; offset < bytes.length; offset += entryBytes) {
    const key = bytesToHex(bytes.subarray(offset, offset + INDEX_BYTES + TAG_BYTES))
    const micros = readUint(bytes, offset + INDEX_BYTES + TAG_BYTES, REWARD_BYTES)
    if (previousKey >= key) return { ok: false, offset, reason: 'reductions do not ascend' }
    if (micros === 0n) return { ok: false, offset, reason: 'a reduction is zero' }
    entries.push({
      index: Number(readUint(bytes, offset, INDEX_BYTES)),
      tag: sliceHex(key, INDEX_BYTES),
      micros,
    })
    previousKey = key
  }
  return { ok: true, value: entries }
}

/** One entry `payee · sum of its records in micros` for each payee, in record order. */
export function netListOf(payees: readonly PayeeRecords[]): NetEntry[] {
  return payees.map(({ payee, records }) => ({
    payee,
    sumMicros: records.reduce((sum, record) => sum + record.micros, 0n),
  }))
}

/** `keccak256(recordsHash ‖ keccak256(netList))`, upper 216 bits: what the ledger stores of a batch. */
export function batchHashOf(recordsHash: Hex, netList: readonly NetEntry[]): Hex {
  const bytes = netList.flatMap(({ payee, sumMicros }) => [
    payee,
    numberToHex(sumMicros, { size: SUM_BYTES }),
  ])
  return sliceHex(keccak256(concatHex([recordsHash, keccak256(concatHex(bytes))])), 0, BATCH_HASH_BYTES)
}

function readUint(bytes: Uint8Array, offset: number, length: number): bigint {
  let value = 0n
  for (let index = offset; index < offset + length; index += 1)
    value = (value << 8n) | BigInt(bytes[index] ?? 0)
  return value
}
