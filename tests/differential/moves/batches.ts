// Moves on batches before they mature: commit, amend, veto.

import { keccak256, type Hex } from 'viem'
import { packNetList, type NetList } from '../../support/ledger-model/batch-bytes.ts'
import { join, packed } from '../../support/ledger-model/bytes.ts'
import type { Batch } from '../../support/ledger-model/state.ts'
import { LEDGER_TYPES } from '../../support/ledger-model/typed-data.ts'
import { EVERYBODY } from '../cast.ts'
import type { Dice } from '../dice.ts'
import { domainOf, flipped, personAt, signed } from '../sign.ts'
import {
  batchesOf,
  deadlineFrom,
  goToEdge,
  poolsOf,
  UNKNOWN_POOL,
  type Move,
  type NumberedPool,
  type World,
} from '../world.ts'
import { makeCrowd, makeRecords, RECORD_FAULTS, type RecordFault } from './records.ts'

const FAULTY = 0.25

/** A commit has two chances to go wrong: its terms, and its records. */
const FAULTY_TERMS = 0.15

/** Reductions are refused in more ways than the rest of an amendment. */
const FAULTY_REDUCTIONS = 0.4

/** A batch as large as the ledger takes is slow to make; one in so many commits shows what it shows. */
const CROWDED = 0.02

const HOUR = 3_600

export const commit: Move = async (world, dice) => {
  const pool = choosePool(world, dice)
  const termFault = dice.fault(['pool', 'seq', 'deadline', 'hold', 'signature', 'signature'], FAULTY_TERMS)
  const recordFault = dice.fault(RECORD_FAULTS, FAULTY)
  const id = termFault === 'pool' ? UNKNOWN_POOL : pool.id
  const seq = termFault === 'seq' ? dice.of([0, pool.nextSeq - 1, pool.nextSeq + 1]) : pool.nextSeq
  const header = {
    holdSeconds: holdOf(world, dice, { pool, isWrong: termFault === 'hold' }),
    deadline: deadlineFrom(world, dice, termFault === 'deadline'),
    evidenceRoot: keccak256(`0x${dice.bytes(1)}`),
    policyHash: keccak256(`0x${dice.bytes(1)}`),
    counts: dice.amount(0n, 2n ** 60n) << BigInt(dice.below(192)),
  }
  const records = recordsOf(world, dice, { pool, fault: recordFault })
  const values = [
    pool.id,
    pool.nextSeq,
    keccak256(records),
    header.holdSeconds,
    header.deadline,
    header.evidenceRoot,
    header.policyHash,
    header.counts,
  ]
  const signing = {
    signer: personAt(pool.orderSigner),
    domain: domainOf(world),
    type: LEDGER_TYPES.Commit,
    values,
  }
  const signature = await signed(dice, signing, termFault === 'signature')
  return [{ name: 'commit', from: dice.of(EVERYBODY).address, args: [id, seq, header, records, signature] }]
}

/** Mostly one that has money. */
function choosePool(world: World, dice: Dice): NumberedPool {
  const rich = poolsOf(world).filter(({ availableMicros }) => availableMicros > 0n)
  return dice.of(rich.length > 0 && dice.chance(0.9) ? rich : poolsOf(world))
}

function recordsOf(
  world: World,
  dice: Dice,
  given: { pool: NumberedPool; fault: RecordFault | undefined },
): Hex {
  if (!dice.chance(CROWDED)) return makeRecords(world, dice, given)
  const { maxPayees } = world.ledger.deployment
  return makeCrowd(dice, { pool: given.pool, payees: maxPayees + dice.of([-200, -100, 0, 0, 1, 1]) })
}

function holdOf(
  world: World,
  dice: Dice,
  { pool, isWrong }: { pool: NumberedPool; isWrong: boolean },
): number {
  const { maxHoldSeconds } = world.ledger.deployment
  return isWrong
    ? dice.of([0, pool.minHoldSeconds - 1, maxHoldSeconds + 1, 2 ** 40 - 1])
    : Math.min(maxHoldSeconds, pool.minHoldSeconds + dice.of([0, 0, HOUR, 72 * HOUR, maxHoldSeconds]))
}

export const amend: Move = async (world, dice) => {
  const batch = chooseBatch(world, dice)
  const fault = dice.fault(
    ['batch', 'net-list', 'records-hash', 'deadline', 'signature', 'signature'],
    FAULTY,
  )
  goNearMaturity(world, dice, batch)
  const deadline = deadlineFrom(world, dice, fault === 'deadline')
  const reductions = makeReductions(dice, batch.net)
  const signer = personAt(world.ledger.state.pools.get(batch.pool)!.orderSigner)
  const values = [batch.pool, batch.seq, batch.hash, keccak256(reductions), deadline]
  const signing = { signer, domain: domainOf(world), type: LEDGER_TYPES.Amend, values }
  const signature = await signed(dice, signing, fault === 'signature')
  const call = {
    name: 'amend',
    from: dice.of(EVERYBODY).address,
    args: [reference(dice, batch, fault), deadline, reductions, signature],
  } as const
  // The same amendment again finds another hash.
  return dice.chance(0.1) ? [call, call] : [call]
}

export const veto: Move = (world, dice) => {
  const batch = chooseBatch(world, dice)
  const fault = dice.fault(['pool', 'caller', 'batch', 'net-list', 'records-hash', 'twice'], FAULTY)
  goNearMaturity(world, dice, batch)
  const owner = world.ledger.state.pools.get(batch.pool)!.owner
  const also = batchesOf(world).filter((other) => isOpen(other, world) && other !== batch && dice.chance(0.2))
  const references = [batch, ...also].map((one, at) => reference(dice, one, at === 0 ? fault : undefined))
  if (fault === 'pool') references[0] = { ...references[0]!, pool: UNKNOWN_POOL }
  if (fault === 'twice') references.push(references[0]!)
  const from = fault === 'caller' ? dice.of(EVERYBODY).address : owner
  return [{ name: 'veto', from, args: [dice.chance(0.02) ? [] : references] }]
}

function isOpen({ maturesAt }: Batch, { now }: World): boolean {
  return maturesAt > now
}

/** Mostly one that can still be changed, sometimes any. */
function chooseBatch(world: World, dice: Dice): Batch {
  const open = batchesOf(world).filter((batch) => isOpen(batch, world))
  return dice.of(open.length > 0 && dice.chance(0.9) ? open : batchesOf(world))
}

function goNearMaturity(world: World, dice: Dice, { maturesAt }: Batch): void {
  if (maturesAt > 0 && dice.chance(0.15)) goToEdge(world, dice, maturesAt)
}

function reference(dice: Dice, batch: Batch, fault: string | undefined) {
  const { pool, seq, recordsHash, net } = batch
  return {
    pool,
    seq: fault === 'batch' ? dice.of([0, 60, 2 ** 32 - 1]) : seq,
    recordsHash: fault === 'records-hash' ? flipped(dice, recordsHash) : recordsHash,
    netList: fault === 'net-list' ? spoiled(dice, packNetList(net)) : packNetList(net),
  }
}

function spoiled(dice: Dice, bytes: Hex): Hex {
  return dice.of([flipped(dice, bytes), `${bytes}00` as const, `0x${bytes.slice(4)}` as const, '0x' as const])
}

type Reduction = { index: number; tag: number; micros: bigint }

function makeReductions(dice: Dice, net: NetList): Hex {
  const entries = [...net.entries()].filter(([, { micros }]) => micros > 0n)
  const fault = dice.fault(
    ['empty', 'cut', 'trailing', 'swapped', 'twice', 'zero', 'index', 'sum', 'flipped'],
    FAULTY_REDUCTIONS,
  )
  const reductions: Reduction[] = dice
    .some(entries.length > 0 ? entries : [...net.entries()], 3)
    .map(([index, { micros }]) => ({ index, tag: dice.below(40), micros: part(dice, micros) }))
  const one = dice.of(reductions)
  // Two tags of one payee, whose micros add up.
  const rest = (net[one.index]?.micros ?? 0n) - one.micros
  if (dice.chance(0.3)) {
    const micros = fault === 'sum' ? rest + 1n : part(dice, rest)
    reductions.splice(reductions.indexOf(one) + 1, 0, { ...one, tag: one.tag + 1, micros })
  }
  if (fault === 'sum') one.micros += rest + 1n
  if (fault === 'zero') one.micros = 0n
  if (fault === 'index') reductions.at(-1)!.index = net.length + dice.of([0, 1, 40_000])
  if (fault === 'swapped') reductions.reverse()
  if (fault === 'twice') reductions.push(reductions.at(-1)!)
  const bytes = join(
    reductions.map(({ index, tag, micros }) => packed(index, 2) + packed(tag, 6) + packed(micros, 5)),
  )
  if (fault === 'empty') return '0x'
  if (fault === 'cut') return `0x${bytes.slice(2, -2 * (1 + dice.below(12)))}`
  if (fault === 'trailing') return `${bytes}${dice.bytes(1 + dice.below(12))}`
  return fault === 'flipped' ? flipped(dice, bytes) : bytes
}

/** All of it, or some. */
function part(dice: Dice, micros: bigint): bigint {
  return micros <= 1n || dice.chance(0.3) ? micros : dice.amount(1n, micros)
}
