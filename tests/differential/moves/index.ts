// Every kind of step, and how often it is chosen.

import type { Dice } from '../dice.ts'
import { batchesOf, poolsOf, type Move, type NumberedPool, type World } from '../world.ts'
import { amend, commit, veto } from './batches.ts'
import { approve, deposit, depositWithAuthorization, depositWithPermit, donate, setMood } from './deposits.ts'
import {
  pay,
  setMinimumPayout,
  setMinimumPayoutWithSignature,
  settle,
  withdraw,
  withdrawWithSignature,
} from './payouts.ts'
import {
  acceptPool,
  executeWithdrawal,
  openPool,
  requestWithdrawal,
  setOrderSigner,
  transferPool,
} from './pools.ts'

/** Moves time by some hours; matters to the rate limit. */
const wait: Move = (world, dice) => {
  world.now += dice.of([1, 3_600, 12 * 3_600, 86_400])
  return []
}

const MOVES = {
  openPool,
  setOrderSigner,
  transferPool,
  acceptPool,
  deposit,
  depositWithPermit,
  depositWithAuthorization,
  requestWithdrawal,
  executeWithdrawal,
  commit,
  amend,
  veto,
  settle,
  pay,
  withdraw,
  withdrawWithSignature,
  setMinimumPayout,
  setMinimumPayoutWithSignature,
  setMood,
  approve,
  donate,
  wait,
} as const satisfies Record<string, Move>

export type MoveName = keyof typeof MOVES

/** How many of a hundred steps or so are of the kind. */
export const WEIGHTS: Readonly<Record<MoveName, number>> = {
  openPool: 4,
  setOrderSigner: 2,
  transferPool: 3,
  acceptPool: 5,
  deposit: 8,
  depositWithPermit: 5,
  depositWithAuthorization: 6,
  requestWithdrawal: 5,
  executeWithdrawal: 6,
  commit: 22,
  amend: 11,
  veto: 5,
  settle: 14,
  pay: 5,
  withdraw: 5,
  withdrawWithSignature: 6,
  setMinimumPayout: 3,
  setMinimumPayoutWithSignature: 4,
  setMood: 5,
  approve: 1,
  donate: 1,
  wait: 3,
}

/** These need a batch; without an open one, a batch is mostly committed instead. */
const ON_BATCHES: readonly MoveName[] = ['amend', 'veto', 'settle']

/** Share of steps without a pool, or with empty ones, that see to that first. */
const SEEN_TO = 0.8

/** The calls of one step, which may be another one where there is nothing for it to act on. */
export async function makeCalls(world: World, dice: Dice, name: MoveName) {
  return MOVES[possible(world, dice, name)](world, dice)
}

function possible(world: World, dice: Dice, name: MoveName): MoveName {
  const pools = poolsOf(world)
  if (pools.length === 0) return 'openPool'
  const isPoor = pools.every(({ availableMicros }) => availableMicros === 0n)
  const needed = ON_BATCHES.includes(name) && isLacking(world, dice) ? 'commit' : name
  if (needed === 'commit' && isPoor && dice.chance(SEEN_TO)) return 'deposit'
  if (needed === 'executeWithdrawal' && isUnasked(pools) && dice.chance(SEEN_TO)) return 'requestWithdrawal'
  // Two pools at least, so that calls name several.
  return needed === 'wait' && pools.length < 2 ? 'openPool' : needed
}

function isUnasked(pools: readonly NumberedPool[]): boolean {
  return pools.every(({ requestMicros }) => requestMicros === 0n)
}

function isLacking(world: World, dice: Dice): boolean {
  const batches = batchesOf(world)
  if (batches.some(({ maturesAt }) => maturesAt > 0)) return false
  return batches.length === 0 || dice.chance(SEEN_TO)
}
