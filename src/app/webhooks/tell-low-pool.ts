// Tells a shop, once each time, that its pool's free money has fallen below the program's mark.

import { micros, type Micros } from '#domain/money.ts'

import { tellShop, type TellDeps } from './tell-shop.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { PoolRow } from '#ports/pool-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

/** The mark of a shop that has set none, in rewards at the pool's cap: a good hour of a busy shop. */
const DEFAULT_MARK_REWARDS = 10n

/** Below what a pool is low, in micros: the shop's own mark, else ten times the most that one reward may be. */
export async function lowMarkOf(
  unit: RetailerUnit,
  { programId, terms }: Pick<PoolRow, 'programId' | 'terms'>,
): Promise<Micros> {
  const own = await unit.webhooks.lowMark(programId)
  return own ?? micros(terms.rewardCapMicros * DEFAULT_MARK_REWARDS)
}

/** `pool.low` when what left the pool took it from the mark or above to below it; the entry is booked already. */
export async function tellLowPool(
  deps: TellDeps,
  unit: RetailerUnit,
  { pool, leftMicros, at }: { readonly pool: PoolRow; readonly leftMicros: Micros; readonly at: Instant },
): Promise<void> {
  await tellShop(deps, unit, ['pool.low'], async () => {
    const { available } = await unit.journal.balances(pool.programId)
    const lowMark = await lowMarkOf(unit, pool)
    const isCrossed = available < lowMark && available + leftMicros >= lowMark
    if (!isCrossed || pool.pool === undefined) return []
    const data = { programId: pool.programId, pool: pool.pool, available, lowMark }
    return [{ event: { type: 'pool.low', at, data } }]
  })
}
