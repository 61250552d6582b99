// Records for a commit, right and wrong in every way that the interface names.

import type { Address, Hex } from 'viem'
import { join, packed } from '../../support/ledger-model/bytes.ts'
import { levelAt } from '../../support/ledger-model/rate-limit.ts'
import { PEOPLE } from '../cast.ts'
import type { Dice } from '../dice.ts'
import { flipped } from '../sign.ts'
import { forbiddenOf, type NumberedPool, type World } from '../world.ts'

/** Most records a payee gets in an ordinary batch; a group can hold 255. */
const MOST_RECORDS = 3

/** Most records that may be needed to reach an exact total. */
const MOST_IN_A_GROUP = 255

const SUPPLEMENT = 1n << 39n

type Reward = { tag: number; micros: bigint; isSupplement: boolean }
type Group = { payee: Address; count?: number; rewards: Reward[] }

const FAULTS = [
  'empty',
  'cut',
  'trailing',
  'forbidden',
  'swapped',
  'payee-twice',
  'no-count',
  'tags-swapped',
  'tag-twice',
  'zero',
  'over-cap',
  'flipped',
] as const

export const RECORD_FAULTS = [...FAULTS, 'all-available', 'over-available', 'all-rate', 'over-rate'] as const
export type RecordFault = (typeof RECORD_FAULTS)[number]

/** Records of a batch for `pool`, with the fault in them. */
export function makeRecords(
  world: World,
  dice: Dice,
  { pool, fault }: { pool: NumberedPool; fault: RecordFault | undefined },
): Hex {
  const target = exactTotal(world, pool, fault)
  const groups = target === undefined ? ordinary(dice, pool) : exactly(dice, pool, target)
  spoilGroups(world, dice, { groups, pool, fault })
  return spoilBytes(dice, encode(groups), fault)
}

/** Records of `payees` invented people, one reward each: more than the cast holds. */
export function makeCrowd(dice: Dice, { pool, payees }: { pool: NumberedPool; payees: number }): Hex {
  const most = min(pool.rewardCapMicros, 1n + pool.availableMicros / BigInt(payees))
  const first = 0x1000n + dice.amount(0n, 10n)
  return encode(
    Array.from({ length: payees }, (_, at) => ({
      payee: `0x${packed(first + BigInt(at) * 3n, 20)}`,
      rewards: [{ tag: at, micros: dice.amount(1n, most), isSupplement: false }],
    })),
  )
}

function ordinary(dice: Dice, pool: NumberedPool): Group[] {
  const most = min(pool.rewardCapMicros, 1n + pool.availableMicros / 4n, 400_000n)
  return dice.some(PEOPLE, 4).map(({ address }) => ({
    payee: address,
    rewards: Array.from({ length: 1 + dice.below(MOST_RECORDS) }, (_, at) => ({
      tag: at * 7 + dice.below(7),
      micros: dice.chance(0.1) ? min(pool.rewardCapMicros, most) : dice.amount(1n, most),
      isSupplement: dice.chance(0.2),
    })),
  }))
}

/** What the batch must come to, where a fault says so. */
function exactTotal(world: World, pool: NumberedPool, fault: RecordFault | undefined): bigint | undefined {
  const level = levelAt(pool, world.now)
  switch (fault) {
    case 'all-available':
      return pool.availableMicros
    case 'over-available':
      return pool.availableMicros + 1n
    case 'all-rate':
      return level
    case 'over-rate':
      return level + 1n
    default:
      return undefined
  }
}

/** Groups whose rewards sum to `total`, if 255 rewards at the cap reach it. */
function exactly(dice: Dice, pool: NumberedPool, total: bigint): Group[] {
  const cap = pool.rewardCapMicros
  const rewards: Reward[] = []
  for (let left = total; left > 0n && rewards.length < MOST_IN_A_GROUP;) {
    const micros = min(left, cap)
    rewards.push({ tag: rewards.length, micros, isSupplement: false })
    left -= micros
  }
  return rewards.length === 0 ? ordinary(dice, pool) : [{ payee: dice.of(PEOPLE).address, rewards }]
}

function spoilGroups(
  world: World,
  dice: Dice,
  { groups, pool, fault }: { groups: Group[]; pool: NumberedPool; fault: RecordFault | undefined },
): void {
  const group = dice.of(groups)
  const reward = dice.of(group.rewards)
  switch (fault) {
    case 'forbidden':
      group.payee = dice.of(forbiddenOf(world))
      return
    case 'swapped':
      groups.reverse()
      return
    case 'payee-twice':
      groups.splice(groups.indexOf(group), 0, group)
      return
    case 'no-count':
      group.count = 0
      return
    case 'tags-swapped':
      group.rewards.reverse()
      return
    case 'tag-twice':
      group.rewards.push({ ...group.rewards.at(-1)! })
      return
    case 'zero':
      reward.micros = 0n
      return
    case 'over-cap':
      reward.micros = BigInt.asUintN(39, pool.rewardCapMicros + dice.of([1n, 1n, 1_000n]))
      return
    default:
  }
}

function spoilBytes(dice: Dice, records: Hex, fault: RecordFault | undefined): Hex {
  switch (fault) {
    case 'empty':
      return '0x'
    case 'cut':
      return `0x${records.slice(2, -2 * (1 + dice.below(records.length / 2 - 2)))}`
    case 'trailing':
      return `${records}${dice.bytes(1 + dice.below(24))}`
    case 'flipped':
      return flipped(dice, records)
    default:
      return records
  }
}

function encode(groups: readonly Group[]): Hex {
  return join(
    groups.map(({ payee, count, rewards }) =>
      [
        payee.slice(2),
        packed(count ?? rewards.length, 1),
        ...rewards.map(
          ({ tag, micros, isSupplement }) =>
            packed(tag, 6) + packed(isSupplement ? micros | SUPPLEMENT : micros, 5),
        ),
      ].join(''),
    ),
  )
}

function min(...amounts: readonly bigint[]): bigint {
  return amounts.reduce((least, amount) => (amount < least ? amount : least))
}
