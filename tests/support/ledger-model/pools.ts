// Pools in the model: opening, keys, owners, and withdrawals with notice.

import type { Address } from 'viem'
import type { CallArgs } from './interface.ts'
import { log } from './log.ts'
import { refuse, ZERO } from './outcome.ts'
import { ownPool, poolOf, setPool, type Ledger } from './state.ts'
import { send } from './token.ts'

/** The ledger counts in 63 bits. */
export const MOST_MICROS = 2n ** 63n - 1n

/** A reward has 39 bits. */
const MOST_REWARD_MICROS = 2n ** 39n - 1n

type Context = { readonly from: Address; readonly now: number }

export function openPool(ledger: Ledger, { from, now }: Context, args: CallArgs<'openPool'>): number {
  const [orderSigner, terms] = args
  const { minHoldSeconds, maxHoldSeconds } = ledger.deployment
  const rewardCapMicros = BigInt(terms.rewardCapMicros)
  if (orderSigner === ZERO) refuse('ZeroAddress')
  if (orderSigner === from) refuse('OrderSignerIsOwner', orderSigner)
  if (terms.minHoldSeconds < minHoldSeconds || terms.minHoldSeconds > maxHoldSeconds)
    refuse('HoldOutOfBounds', terms.minHoldSeconds, minHoldSeconds, maxHoldSeconds)
  if (rewardCapMicros === 0n || rewardCapMicros > MOST_REWARD_MICROS)
    refuse('RewardCapOutOfBounds', rewardCapMicros, MOST_REWARD_MICROS)
  if (terms.rateCapacityMicros === 0n || terms.rateMicrosPerDay === 0n) refuse('RateZero')
  for (const rate of [terms.rateCapacityMicros, terms.rateMicrosPerDay]) {
    if (rate > MOST_MICROS) refuse('AmountTooLarge', rate, MOST_MICROS)
  }
  const pool = ledger.state.pools.size + 1
  setPool(ledger, pool, {
    availableMicros: 0n,
    reservedMicros: 0n,
    rateLevelMicros: terms.rateCapacityMicros,
    rateUpdatedAt: now,
    nextSeq: 1,
    orderSigner,
    rewardCapMicros,
    minHoldSeconds: terms.minHoldSeconds,
    rateCapacityMicros: terms.rateCapacityMicros,
    rateMicrosPerDay: terms.rateMicrosPerDay,
    requestMicros: 0n,
    requestDepositedMicros: 0n,
    owner: from,
    requestReadyAt: 0,
    pendingOwner: ZERO,
  })
  log(ledger, 'PoolOpened', pool, from, orderSigner, terms)
  return pool
}

export function setOrderSigner(ledger: Ledger, { from }: Context, args: CallArgs<'setOrderSigner'>): void {
  const [pool, orderSigner] = args
  const found = ownPool(ledger, pool, from)
  if (orderSigner === ZERO) refuse('ZeroAddress')
  if (orderSigner === from) refuse('OrderSignerIsOwner', orderSigner)
  setPool(ledger, pool, { ...found, orderSigner })
  log(ledger, 'OrderSignerSet', pool, orderSigner)
}

export function transferPool(ledger: Ledger, { from }: Context, args: CallArgs<'transferPool'>): void {
  const [pool, newOwner] = args
  const found = ownPool(ledger, pool, from)
  setPool(ledger, pool, { ...found, pendingOwner: newOwner })
  log(ledger, 'PoolTransferStarted', pool, newOwner)
}

export function acceptPool(ledger: Ledger, { from }: Context, [pool]: CallArgs<'acceptPool'>): void {
  const found = poolOf(ledger, pool)
  if (found.pendingOwner !== from) refuse('NotPendingOwner', from, found.pendingOwner)
  if (found.orderSigner === from) refuse('OrderSignerIsOwner', from)
  setPool(ledger, pool, { ...found, owner: from, pendingOwner: ZERO })
  log(ledger, 'PoolTransferred', pool, found.owner, from)
}

export function requestWithdrawal(
  ledger: Ledger,
  { from, now }: Context,
  args: CallArgs<'requestWithdrawal'>,
): void {
  const [pool, micros] = args
  const found = ownPool(ledger, pool, from)
  if (micros > MOST_MICROS) refuse('AmountTooLarge', micros, MOST_MICROS)
  const isCancelled = micros === 0n
  const requestReadyAt = isCancelled ? 0 : now + ledger.deployment.noticeSeconds
  const expiresAt = isCancelled ? 0 : requestReadyAt + ledger.deployment.requestWindowSeconds
  setPool(ledger, pool, { ...found, requestMicros: micros, requestDepositedMicros: 0n, requestReadyAt })
  log(ledger, 'WithdrawalRequested', pool, micros, requestReadyAt, expiresAt)
}

export function executeWithdrawal(
  ledger: Ledger,
  { from, now }: Context,
  [pool]: CallArgs<'executeWithdrawal'>,
): bigint {
  const found = ownPool(ledger, pool, from)
  const { requestMicros, requestReadyAt, requestDepositedMicros, availableMicros } = found
  if (requestMicros === 0n) refuse('NoRequest', pool)
  if (now < requestReadyAt) refuse('NoticeNotOver', requestReadyAt, now)
  const expiresAt = requestReadyAt + ledger.deployment.requestWindowSeconds
  if (now >= expiresAt) refuse('RequestExpired', expiresAt, now)
  const covered = availableMicros - requestDepositedMicros
  const micros = covered < requestMicros ? covered : requestMicros
  if (micros <= 0n) refuse('AmountZero')
  setPool(ledger, pool, {
    ...found,
    availableMicros: availableMicros - micros,
    requestMicros: 0n,
    requestDepositedMicros: 0n,
    requestReadyAt: 0,
  })
  log(ledger, 'PoolWithdrawn', pool, from, micros)
  const rawAmount = micros * ledger.deployment.scale
  if (!send(ledger, from, rawAmount)) refuse('TransferFailed', from, rawAmount)
  return micros
}
