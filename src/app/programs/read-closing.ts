// How far the end of a program is: until when orders count, and when every cent is back.

import { moneyBackAt } from '#domain/closing.ts'
import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import { Problem } from '#domain/problem.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { Address } from 'viem'

import type { AppDeps } from '../deps.ts'
import { countWithoutRate, longestHoldSeconds, OPEN_STATES } from './program-work.ts'

/** counting: orders still count; ending: what is promised is still held; returning: the notice runs; closed: all is back. */
export type ClosingState = 'counting' | 'ending' | 'returning' | 'closed'

export type ClosingView = {
  readonly programId: string
  readonly state: ClosingState
  readonly lastOrderAt: Instant
  /** When every cent is back: an order told late moves it. Of a closed program when that was. */
  readonly moneyBackAt: Instant
  readonly to: Address
  /** Rewards that wait for money in the pool, for the shop's budget or, set aside, for its look keep the rest from going back. */
  readonly isWaiting: boolean
  /** Orders in a currency without a rate, up to 100: what they earn keeps the rest from going back as well. */
  readonly withoutRate: number
  /**
   * Messages of the shop that could not be read. Nobody knows whether an order is in them, so they keep nothing back: one
   * that is read once the money is gone waits for the pool.
   */
  readonly parked: number
  readonly available: Micros
  readonly reserved: Micros
}

export type ReadClosingDeps = Pick<AppDeps, 'retailers' | 'clock' | 'settings'>

/** Throws `not_found` for another's program, and for one that nobody has closed. */
export async function readClosing(
  deps: ReadClosingDeps,
  { retailerId, programId }: { readonly retailerId: string; readonly programId: string },
): Promise<ClosingView> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const closing = await unit.closings.find(programId)
    if (closing === undefined) throw new Problem('not_found')
    const { lastOrderAt, to, doneAt } = closing
    const [withdrawal] = await unit.withdrawals.live(programId)
    const { available, reserved } = await unit.journal.balances(programId)
    const times = {
      lastOrderAt,
      holdSeconds: await longestHoldSeconds(unit, programId),
      latestMaturitySeconds: await latestMaturityOf(unit, programId),
      noticeSeconds: deps.settings.withdrawalNoticeSeconds,
      readyAtSeconds: withdrawal?.readyAtSeconds ?? undefined,
    }
    const isCounting = deps.clock.now() <= lastOrderAt
    const isOver = doneAt !== null
    return {
      programId,
      state: isOver ? 'closed' : isCounting ? 'counting' : withdrawal ? 'returning' : 'ending',
      lastOrderAt,
      moneyBackAt: doneAt ?? moneyBackAt(times),
      to,
      isWaiting: await unit.rewards.isAnyWaiting(programId),
      withoutRate: await countWithoutRate(unit, programId),
      parked: await unit.deliveries.countIn('parked'),
      available,
      reserved,
    }
  })
}

async function latestMaturityOf(unit: RetailerUnit, programId: string): Promise<number | undefined> {
  const open = await unit.batches.inStates(programId, OPEN_STATES)
  const maturities = open.map(({ maturesAtSeconds }) => maturesAtSeconds ?? 0)
  return maturities.length === 0 ? undefined : Math.max(...maturities)
}
