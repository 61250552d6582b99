// Moves of pool owners: opening, keys, handing over, and withdrawing.

import { ZERO } from '../../support/ledger-model/outcome.ts'
import { EVERYBODY, OWNERS, SIGNERS, THIEF } from '../cast.ts'
import type { Dice } from '../dice.ts'
import { goToEdge, poolsOf, UNKNOWN_POOL, type Move, type NumberedPool, type World } from '../world.ts'

/** More pools add nothing that three do not show. */
const MOST_POOLS = 3

/** Share of calls with something wrong about them. */
const FAULTY = 0.35

const HOUR = 3_600
const MOST_MICROS = 2n ** 63n - 1n
const MOST_REWARD = 2 ** 39 - 1

/** Terms from tight to as wide as they go. */
const CAPS = [1_000, 700_000, 5_000_000, 5_000_000, MOST_REWARD] as const
const CAPACITIES = [2_000_000n, 20_000_000n, 20_000_000n, MOST_MICROS] as const
const RATES = [1n, 86_399n, 5_000_001n, 30_000_000n, MOST_MICROS] as const

export const openPool: Move = (world, dice) => {
  const hasRoom = poolsOf(world).length < MOST_POOLS
  const faults = ['zero', 'self', 'short-hold', 'long-hold', 'cap', 'rate', 'wide'] as const
  const fault = hasRoom ? dice.fault(faults, FAULTY) : dice.of(faults)
  const owner = dice.of(OWNERS)
  const { minHoldSeconds, maxHoldSeconds } = world.ledger.deployment
  const terms = {
    minHoldSeconds: dice.of([minHoldSeconds, minHoldSeconds + 1, 24 * HOUR, 24 * HOUR, maxHoldSeconds]),
    rewardCapMicros: dice.of(CAPS),
    rateCapacityMicros: dice.of(CAPACITIES),
    rateMicrosPerDay: dice.of(RATES),
  }
  if (fault === 'short-hold') terms.minHoldSeconds = dice.of([0, minHoldSeconds - 1])
  if (fault === 'long-hold') terms.minHoldSeconds = dice.of([maxHoldSeconds + 1, 2 ** 32 - 1])
  if (fault === 'cap') terms.rewardCapMicros = dice.of([0, MOST_REWARD + 1, 2 ** 40 - 1])
  if (fault === 'rate') terms[dice.of(['rateCapacityMicros', 'rateMicrosPerDay'] as const)] = 0n
  if (fault === 'wide') terms[dice.of(['rateCapacityMicros', 'rateMicrosPerDay'] as const)] = MOST_MICROS + 1n
  const signers = { zero: ZERO, self: owner.address } as Partial<Record<string, typeof ZERO>>
  const orderSigner = signers[fault ?? ''] ?? dice.of(SIGNERS).address
  return [{ name: 'openPool', from: owner.address, args: [orderSigner, terms] }]
}

export const setOrderSigner: Move = (world, dice) => {
  const pool = dice.of(poolsOf(world))
  const fault = dice.fault(['zero', 'self', 'pool', 'caller'], FAULTY)
  const signers = { zero: ZERO, self: pool.owner } as Partial<Record<string, typeof ZERO>>
  // Sometimes the future owner, who can then not accept.
  const orderSigner = signers[fault ?? ''] ?? dice.of([...SIGNERS, dice.of(OWNERS)]).address
  return [
    { name: 'setOrderSigner', from: ownerOf(pool, dice, fault), args: [idOf(pool, fault), orderSigner] },
  ]
}

export const transferPool: Move = (world, dice) => {
  const pool = dice.of(poolsOf(world))
  const fault = dice.fault(['pool', 'caller'], FAULTY)
  const others = [THIEF.address, ZERO, pool.orderSigner, pool.orderSigner]
  const newOwner = dice.of([...OWNERS.map(({ address }) => address), ...others])
  return [{ name: 'transferPool', from: ownerOf(pool, dice, fault), args: [idOf(pool, fault), newOwner] }]
}

export const acceptPool: Move = (world, dice) => {
  const offered = poolsOf(world).filter(({ pendingOwner }) => pendingOwner !== ZERO)
  const pool = dice.of(offered.length > 0 ? offered : poolsOf(world))
  const fault = dice.fault(['pool', 'caller'], FAULTY)
  const from =
    fault === 'caller' || pool.pendingOwner === ZERO ? dice.of(EVERYBODY).address : pool.pendingOwner
  return [{ name: 'acceptPool', from, args: [idOf(pool, fault)] }]
}

export const requestWithdrawal: Move = (world, dice) => {
  const pool = dice.of(poolsOf(world))
  const fault = dice.fault(['pool', 'caller', 'amount'], FAULTY)
  const amounts = [
    0n,
    1n,
    pool.availableMicros / 2n,
    pool.availableMicros,
    pool.availableMicros + 1n,
    MOST_MICROS,
  ]
  const micros = fault === 'amount' ? dice.of([MOST_MICROS + 1n, 2n ** 64n - 1n]) : dice.of(amounts)
  return [{ name: 'requestWithdrawal', from: ownerOf(pool, dice, fault), args: [idOf(pool, fault), micros] }]
}

export const executeWithdrawal: Move = (world, dice) => {
  const requested = poolsOf(world).filter(({ requestMicros }) => requestMicros > 0n)
  const pool = dice.of(requested.length > 0 && dice.chance(0.9) ? requested : poolsOf(world))
  const fault = dice.fault(['pool', 'caller'], FAULTY / 2)
  goToRequest(world, dice, pool)
  return [{ name: 'executeWithdrawal', from: ownerOf(pool, dice, fault), args: [idOf(pool, fault)] }]
}

/** To the first or behind the last instant at which the request may be executed, or nowhere. */
function goToRequest(world: World, dice: Dice, { requestMicros, requestReadyAt }: NumberedPool): void {
  if (requestMicros === 0n) return
  const expiresAt = requestReadyAt + world.ledger.deployment.requestWindowSeconds
  const instant = dice.of([requestReadyAt, requestReadyAt, expiresAt, undefined])
  if (instant !== undefined) goToEdge(world, dice, instant)
}

function ownerOf(pool: NumberedPool, dice: Dice, fault: string | undefined) {
  return fault === 'caller' ? dice.of(EVERYBODY).address : pool.owner
}

function idOf(pool: NumberedPool, fault: string | undefined): number {
  return fault === 'pool' ? UNKNOWN_POOL : pool.id
}
