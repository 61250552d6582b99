// The last steps of a program that ends: once the last hold is over and nothing is under way, what is left of the pool is
// asked for, again and again until it is empty.

import { lastHoldEndsAtSeconds } from '#domain/closing.ts'
import { HOUR_MS } from '#domain/time.ts'
import type { ClosingRow } from '#ports/withdrawal-rows.ts'

import type { AppDeps } from '../deps.ts'
import { newId } from '../new-id.ts'
import { planRequest } from '../pools/withdraw-from-pool.ts'
import { isUnderWay, longestHoldSeconds } from './program-work.ts'

/** Milliseconds between two requests when one came to nothing, an hour: the shop may have taken it back itself. */
const ASK_AGAIN_MS = HOUR_MS

export type FinishClosingDeps = Pick<
  AppDeps,
  'retailers' | 'clock' | 'chainClock' | 'random' | 'calls' | 'chainTransactions' | 'log'
>

/** One look at a closing; what was asked for but not planned is planned by `carryWithdrawal`. */
export async function finishClosing(
  deps: FinishClosingDeps,
  { retailerId, closing }: { readonly retailerId: string; readonly closing: ClosingRow },
): Promise<void> {
  const { programId, lastOrderAt, to } = closing
  const now = deps.clock.now()
  if (now <= lastOrderAt) return
  const withdrawalId = newId(deps, retailerId)
  const asked = await deps.retailers.transaction(retailerId, async (unit) => {
    const holdSeconds = await longestHoldSeconds(unit, programId)
    const endsAtSeconds = lastHoldEndsAtSeconds({
      lastOrderAt,
      holdSeconds,
      latestMaturitySeconds: undefined,
    })
    if ((deps.chainClock.nowSeconds() ?? 0) < endsAtSeconds) return undefined
    await unit.pools.lock(programId)
    if ((await unit.withdrawals.live(programId)).length > 0 || (await isUnderWay(unit, programId)))
      return undefined
    const [last] = await unit.withdrawals.list(programId, { limit: 1 })
    if (last !== undefined && last.state !== 'sent' && now < last.askedAt + ASK_AGAIN_MS) return undefined
    const { available } = await unit.journal.balances(programId)
    const pool = await unit.pools.find(programId)
    // A pool that was handed over pays its new owner, who has the key.
    if (available === 0n || pool?.pool === undefined || pool.owner !== pool.ownerAddress) {
      await unit.closings.setDone(programId, now)
      return undefined
    }
    await unit.withdrawals.insert({ withdrawalId, programId, micros: available, to, askedAt: now })
    return available
  })
  if (asked !== undefined) await planRequest(deps, { retailerId, programId, withdrawalId, micros: asked })
}
