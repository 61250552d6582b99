// Pools: opened, given another order signer, funded, and what their owners take out again.

import { checkNames } from '../check-names.ts'
import { lower, type EventArgs, type Place } from '../ledger-log.ts'
import type { PoolState } from '../state.ts'
import { check } from '../tally.ts'
import { at, emptyPool, poolOf, ZERO_ADDRESS, type Replay } from './context.ts'
import { takeLast } from './chain-transaction-scope.ts'

/** Most that a record can carry: 39 bits of micros. */
const MAX_REWARD_MICROS = (1n << 39n) - 1n

/** Opens the next pool, within the bounds that the deployment fixed. */
export function replayPoolOpened(replay: Replay, place: Place, args: EventArgs<'PoolOpened'>): void {
  const { state, tally, constants } = replay
  const id = args.pool
  const expectedId = state.pools.size + 1
  check(tally, checkNames.logsWhole, id === expectedId, () => ({
    pool: id,
    ...at(place),
    expected: `pool ${expectedId}`,
    found: `pool ${id}`,
    sentence: `Pools are numbered without gaps: the next one is ${expectedId}, and ${id} was opened.`,
  }))
  if (state.pools.get(id)?.terms) return
  const terms = {
    minHoldSeconds: args.terms.minHoldSeconds,
    rewardCapMicros: BigInt(args.terms.rewardCapMicros),
    rateCapacityMicros: args.terms.rateCapacityMicros,
    rateMicrosPerDay: args.terms.rateMicrosPerDay,
  }
  const allowed =
    terms.minHoldSeconds >= constants.minHoldSeconds &&
    terms.minHoldSeconds <= constants.maxHoldSeconds &&
    terms.rewardCapMicros >= 1n &&
    terms.rewardCapMicros <= MAX_REWARD_MICROS &&
    terms.rateCapacityMicros >= 1n &&
    terms.rateMicrosPerDay >= 1n &&
    lower(args.owner) !== lower(args.orderSigner)
  check(tally, checkNames.termsAllowed, allowed, () => ({
    pool: id,
    ...at(place),
    expected: `a hold of ${constants.minHoldSeconds} to ${constants.maxHoldSeconds} s, a cap of 1 to ${MAX_REWARD_MICROS}, a rate above 0, an order signer other than the owner`,
    found: `a hold of ${terms.minHoldSeconds} s, a cap of ${terms.rewardCapMicros}, a rate of ${terms.rateCapacityMicros} and ${terms.rateMicrosPerDay} a day`,
    sentence: `Pool ${id} was opened with terms that the deployment does not allow.`,
  }))
  const owner = lower(args.owner)
  state.pools.set(
    id,
    emptyPool({ id, terms, owner, orderSigner: lower(args.orderSigner), openedAt: place.time }),
  )
}

/** Another key signs from here on; never the owner's own. */
export function replayOrderSignerSet(replay: Replay, place: Place, args: EventArgs<'OrderSignerSet'>): void {
  const pool = poolOf(replay, args.pool, place)
  pool.orderSigner = lower(args.orderSigner)
  check(replay.tally, checkNames.termsAllowed, pool.orderSigner !== pool.owner, () => ({
    pool: pool.id,
    ...at(place),
    expected: 'an order signer other than the owner',
    found: pool.orderSigner,
    sentence: `The order signer of pool ${pool.id} was set to its owner.`,
  }))
}

/** The owner offers the pool to somebody, or with zero to nobody any more; nothing changes hands yet. */
export function replayPoolTransferStarted(
  replay: Replay,
  place: Place,
  args: EventArgs<'PoolTransferStarted'>,
): void {
  poolOf(replay, args.pool, place).pendingOwner = lower(args.newOwner)
}

/** Whoever was offered the pool has accepted it; never the key that signs its batches. */
export function replayPoolTransferred(
  replay: Replay,
  place: Place,
  args: EventArgs<'PoolTransferred'>,
): void {
  const pool = poolOf(replay, args.pool, place)
  const [previousOwner, newOwner] = [lower(args.previousOwner), lower(args.newOwner)]
  const { owner, pendingOwner } = pool
  const offered = pendingOwner !== ZERO_ADDRESS && newOwner === pendingOwner
  // Without its PoolOpened log nothing is known of who owned the pool, which was reported where it was first used.
  const handed = previousOwner === owner || pool.terms === undefined
  check(replay.tally, checkNames.poolsHandedOver, offered && handed, () => ({
    pool: pool.id,
    ...at(place),
    expected: pendingOwner === ZERO_ADDRESS ? `${owner} to stay` : `from ${owner} to ${pendingOwner}`,
    found: `from ${previousOwner} to ${newOwner}`,
    sentence: `Pool ${pool.id} changed hands otherwise than its owner offered.`,
  }))
  check(replay.tally, checkNames.termsAllowed, newOwner !== pool.orderSigner, () => ({
    pool: pool.id,
    ...at(place),
    expected: 'an owner other than the order signer',
    found: newOwner,
    sentence: `Pool ${pool.id} passed to its own order signer.`,
  }))
  pool.owner = newOwner
  pool.pendingOwner = ZERO_ADDRESS
}

/** The token's Transfer log stands before Deposited, since the ledger measures what it received. */
export function replayDeposited(replay: Replay, place: Place, args: EventArgs<'Deposited'>): void {
  const { state, tally, constants, scope } = replay
  const pool = poolOf(replay, args.pool, place)
  const raw = args.micros * constants.scale
  const from = lower(args.from)
  const covered = takeLast(scope.inflows, (move) => move.from === from && move.raw === raw)
  check(tally, checkNames.depositsCovered, covered !== undefined, () => ({
    pool: pool.id,
    ...at(place),
    expected: `a Transfer of ${raw} raw units from ${from}`,
    found: 'none before it in this chain transaction',
    sentence: `A deposit of ${args.micros} micros into pool ${pool.id} came without its tokens.`,
  }))
  state.activity.deposits += 1
  pool.depositedMicros += args.micros
  pool.availableMicros += args.micros
  if (pool.request.micros > 0n) pool.request.depositedMicros += args.micros
}

/** A request replaces the one before and waits the deployment's notice; 0 cancels. */
export function replayWithdrawalRequested(
  replay: Replay,
  place: Place,
  args: EventArgs<'WithdrawalRequested'>,
): void {
  const { tally, constants } = replay
  const pool = poolOf(replay, args.pool, place)
  const cancelled = args.micros === 0n
  const readyAt = cancelled ? 0 : place.time + constants.noticeSeconds
  const expiresAt = cancelled ? 0 : readyAt + constants.requestWindowSeconds
  const kept = args.readyAt === readyAt && args.expiresAt === expiresAt
  check(tally, checkNames.termsAllowed, kept, () => ({
    pool: pool.id,
    ...at(place),
    expected: `ready at ${readyAt}, expiring at ${expiresAt}`,
    found: `ready at ${args.readyAt}, expiring at ${args.expiresAt}`,
    sentence: `A withdrawal request of pool ${pool.id} does not keep the deployment’s notice.`,
  }))
  pool.request = {
    micros: args.micros,
    depositedMicros: 0n,
    readyAt: args.readyAt,
    expiresAt: args.expiresAt,
  }
}

/** The owner takes what the request allows, in its time. */
export function replayPoolWithdrawn(replay: Replay, place: Place, args: EventArgs<'PoolWithdrawn'>): void {
  const { state, tally, scope } = replay
  const pool = poolOf(replay, args.pool, place)
  const to = lower(args.to)
  const most = withdrawable(pool)
  const { readyAt, expiresAt } = pool.request
  const inTime = pool.request.micros > 0n && place.time >= readyAt && place.time < expiresAt
  check(
    tally,
    checkNames.noticeKept,
    inTime && args.micros > 0n && args.micros === most && to === pool.owner,
    () => ({
      pool: pool.id,
      ...at(place),
      expected: `${most} to the owner ${pool.owner}, from ${readyAt} until ${expiresAt}`,
      found: `${args.micros} to ${to} at ${place.time}`,
      sentence: `The withdrawal from pool ${pool.id} is not what its owner’s announcement allows.`,
    }),
  )
  pool.availableMicros -= args.micros
  pool.withdrawnMicros += args.micros
  pool.request = { micros: 0n, depositedMicros: 0n, readyAt: 0, expiresAt: 0 }
  state.activity.poolWithdrawals += 1
  scope.expected.push({ event: 'PoolWithdrawn', to, micros: args.micros, place, pool: pool.id })
}

/** min(requested, available before later deposits), at least 0, in micros. */
function withdrawable(pool: PoolState): bigint {
  const covered = pool.availableMicros - pool.request.depositedMicros
  const most = covered < pool.request.micros ? covered : pool.request.micros
  return most > 0n ? most : 0n
}
