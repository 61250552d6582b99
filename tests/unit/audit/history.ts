// Histories as the replay takes them, written log by log: what a ledger would never write can be written here.

import type { EventArgs, LedgerEvent, ReplayLog } from '#audit/ledger-log.ts'
import { batchHashOf, decodeRecords, netListOf } from '#audit/decode-records.ts'
import type { Replay } from '#audit/replay/context.ts'
import { createReplay, endReplay, replayLog } from '#audit/replay/replay.ts'
import type { LedgerConstants } from '#audit/state.ts'
import { concatHex, keccak256, numberToHex, padHex, type Address, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

export const LEDGER: Address = `0x${'a1'.repeat(20)}`
export const TOKEN: Address = `0x${'b2'.repeat(20)}`
export const OWNER: Address = `0x${'c3'.repeat(20)}`
export const ANN: Address = `0x${'0a'.repeat(20)}`
export const BOB: Address = `0x${'0b'.repeat(20)}`
export const CID: Address = `0x${'0c'.repeat(20)}`
export const STRANGER: Address = `0x${'0d'.repeat(20)}`

export const signer = privateKeyToAccount(padHex('0x51', { size: 32 }))
export const otherSigner = privateKeyToAccount(padHex('0x52', { size: 32 }))

export const HOUR = 3_600
export const DAY = 86_400
export const NOON = 1_000_000

/** Ten raw units to a micro, so that a mix-up of the two cannot pass. */
export const constants: LedgerConstants = {
  chainId: 1,
  ledger: LEDGER,
  token: TOKEN,
  scale: 10n,
  defaultMinimumMicros: 100n,
  minHoldSeconds: HOUR,
  maxHoldSeconds: 120 * DAY,
  noticeSeconds: DAY,
  requestWindowSeconds: DAY,
  maxPayees: 3,
}

/** One log without its place. */
export type Line =
  | { readonly event: LedgerEvent }
  | { readonly move: readonly [from: Address, to: Address, raw: bigint] }
  | { readonly foreign: Hex }

/** The logs of one chain transaction at `time`, seconds. */
export type Transaction = { readonly time: number; readonly lines: readonly Line[] }

export function at(time: number, ...lines: Line[]): Transaction {
  return { time, lines }
}

export function event<Name extends LedgerEvent['eventName']>(eventName: Name, args: EventArgs<Name>): Line {
  return { event: { eventName, args } as unknown as LedgerEvent }
}

export function move(from: Address, to: Address, raw: bigint): Line {
  return { move: [from, to, raw] }
}

/** Replays chain transactions, each in a block of its own, block 1 first. */
export async function play(...transactions: Transaction[]): Promise<Replay> {
  const replay = createReplay(constants)
  for (const [index, { time, lines }] of transactions.entries()) {
    const block = index + 1
    const chainTransaction = padHex(numberToHex(block), { size: 32 })
    for (const [logIndex, line] of lines.entries()) {
      await replayLog(replay, logOf(line, { block, time, chainTransaction, logIndex }))
    }
  }
  endReplay(replay)
  return replay
}

function logOf(line: Line, place: ReplayLog['place']): ReplayLog {
  if ('event' in line) return { kind: 'event', place, event: line.event }
  if ('foreign' in line) return { kind: 'unreadable', place, topic: line.foreign }
  const [from, to, raw] = line.move
  return { kind: 'move', place, move: { from, to, raw, place } }
}

export const deployed = event('Deployed', {
  token: TOKEN,
  scale: 10n,
  defaultMinimumMicros: 100n,
  minHoldSeconds: HOUR,
  maxHoldSeconds: 120 * DAY,
  noticeSeconds: DAY,
  requestWindowSeconds: DAY,
})

/** A cap of 1 000, and a rate of 5 000 that regains one micro a second. */
export const opened = event('PoolOpened', {
  pool: 1,
  owner: OWNER,
  orderSigner: signer.address,
  terms: {
    minHoldSeconds: HOUR,
    rewardCapMicros: 1_000,
    rateCapacityMicros: 5_000n,
    rateMicrosPerDay: 86_400n,
  },
})

export function deposit(micros: bigint, pool = 1): Line[] {
  return [move(OWNER, LEDGER, micros * 10n), event('Deposited', { pool, from: OWNER, micros })]
}

type RewardInput = readonly [payee: Address, tag: number, micros: bigint]

/** `payee · count · count × (tag · reward)`, grouped as given. */
export function records(...rewards: RewardInput[]): Hex {
  const groups = new Map<Address, RewardInput[]>()
  for (const reward of rewards) groups.set(reward[0], [...(groups.get(reward[0]) ?? []), reward])
  return concatHex(
    [...groups].flatMap(([payee, group]) => [
      payee,
      numberToHex(group.length, { size: 1 }),
      ...group.flatMap(([, tag, micros]) => [
        numberToHex(tag, { size: 6 }),
        numberToHex(micros, { size: 5 }),
      ]),
    ]),
  )
}

export type CommitInput = {
  readonly seq?: number
  readonly pool?: number
  readonly records: Hex
  readonly time?: number
  readonly holdSeconds?: number
  readonly maturesAt?: number
  readonly deadline?: number
  readonly by?: typeof signer
  readonly chainId?: number
  /** What is signed in place of the records. */
  readonly signedRecords?: Hex
}

/** A Committed log, signed for chain 1 and pool 1 by the order signer unless told otherwise. */
export async function committed(input: CommitInput): Promise<Line> {
  const { seq = 1, pool = 1, time = NOON, holdSeconds = HOUR, by = signer, chainId = 1 } = input
  const header = {
    holdSeconds,
    deadline: input.deadline ?? time + DAY,
    evidenceRoot: keccak256('0x01'),
    policyHash: keccak256('0x02'),
    counts: (9n << 192n) | (4n << 128n) | (3n << 64n) | 2n,
  } as const
  const signature = await by.signTypedData({
    domain: { name: 'Vouchpenny RewardLedger', version: '1', chainId, verifyingContract: LEDGER },
    types: { Commit: COMMIT },
    primaryType: 'Commit',
    message: { pool, seq, recordsHash: keccak256(input.signedRecords ?? input.records), ...header },
  })
  const maturesAt = input.maturesAt ?? time + holdSeconds
  return event('Committed', { pool, seq, header, maturesAt, records: input.records, signature })
}

export type AmendInput = {
  readonly records: Hex
  readonly reductions: readonly (readonly [index: number, tag: number, micros: bigint])[]
  readonly deadline?: number
  readonly batchHash?: Hex
  readonly by?: typeof signer
}

/** An Amended log of batch 1 of pool 1, signed over the batch as `records` leave it. */
export async function amended({
  records: bytes,
  reductions,
  deadline = NOON + DAY,
  by = signer,
  batchHash,
}: AmendInput): Promise<Line> {
  const encoded = concatHex(
    reductions.flatMap(([index, tag, micros]) => [
      numberToHex(index, { size: 2 }),
      numberToHex(tag, { size: 6 }),
      numberToHex(micros, { size: 5 }),
    ]),
  )
  const decoded = decodeRecords(bytes)
  if (!decoded.ok) throw new Error(decoded.reason)
  const signature = await by.signTypedData({
    domain: { name: 'Vouchpenny RewardLedger', version: '1', chainId: 1, verifyingContract: LEDGER },
    types: { Amend: AMEND },
    primaryType: 'Amend',
    message: {
      pool: 1,
      seq: 1,
      batchHash: batchHash ?? batchHashOf(keccak256(bytes), netListOf(decoded.value)),
      reductionsHash: keccak256(encoded),
      deadline,
    },
  })
  return event('Amended', { pool: 1, seq: 1, deadline, reductions: encoded, signature })
}

export function settled(index: number, { seq = 1, pool = 1, push = true } = {}): Line {
  return event('Settled', { pool, seq, index: BigInt(index), push })
}

/** Tokens leaving for a payee, in micros. */
export function pushed(payee: Address, micros: bigint): Line {
  return move(LEDGER, payee, micros * 10n)
}

const COMMIT = [
  { name: 'pool', type: 'uint32' },
  { name: 'seq', type: 'uint32' },
  { name: 'recordsHash', type: 'bytes32' },
  { name: 'holdSeconds', type: 'uint40' },
  { name: 'deadline', type: 'uint40' },
  { name: 'evidenceRoot', type: 'bytes32' },
  { name: 'policyHash', type: 'bytes32' },
  { name: 'counts', type: 'uint256' },
] as const

const AMEND = [
  { name: 'pool', type: 'uint32' },
  { name: 'seq', type: 'uint32' },
  { name: 'batchHash', type: 'bytes27' },
  { name: 'reductionsHash', type: 'bytes32' },
  { name: 'deadline', type: 'uint40' },
] as const
