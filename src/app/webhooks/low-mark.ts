// The mark below which a program's pool is low.

import { Problem } from '#domain/problem.ts'

import { lowMarkOf } from './tell-low-pool.ts'
import { tellShop, type TellDeps } from './tell-shop.ts'

import type { Micros } from '#domain/money.ts'
import type { PoolRow } from '#ports/pool-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AsRead } from '../as-read.ts'
import type { AppDeps } from '../deps.ts'

type ProgramRef = { readonly retailerId: string; readonly programId: string }

export type LowMarkView = {
  readonly programId: string
  readonly lowMark: Micros
  readonly available: Micros
  readonly isLow: boolean
}

/** Throws `not_found` for another's program and `program_has_no_pool` before a pool was asked for. */
export async function readLowMark(
  deps: Pick<AppDeps, 'retailers'>,
  { retailerId, programId }: ProgramRef,
): Promise<LowMarkView> {
  return deps.retailers.transaction(retailerId, async (unit) =>
    viewLowMark(unit, await ownPool(unit, programId)),
  )
}

/** Sets the mark, and tells at once that a pool is low which was not; throws as {@link readLowMark} and `asRead` do. */
export async function setLowMark(
  deps: TellDeps & Pick<AppDeps, 'retailers'>,
  {
    retailerId,
    programId,
    lowMark,
    asRead,
  }: ProgramRef & { readonly lowMark: Micros; readonly asRead?: AsRead<LowMarkView> | undefined },
): Promise<LowMarkView> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const pool = await ownPool(unit, programId)
    await unit.pools.lock(programId)
    const before = await viewLowMark(unit, pool)
    asRead?.(before)
    await unit.webhooks.setLowMark(programId, lowMark)
    const after = await viewLowMark(unit, pool)
    if (after.isLow && !before.isLow && pool.pool !== undefined) {
      const data = { programId, pool: pool.pool, available: after.available, lowMark }
      await tellShop(deps, unit, ['pool.low'], () =>
        Promise.resolve([{ event: { type: 'pool.low', at: deps.clock.now(), data } }]),
      )
    }
    return after
  })
}

async function viewLowMark(unit: RetailerUnit, pool: PoolRow): Promise<LowMarkView> {
  const { available } = await unit.journal.balances(pool.programId)
  const lowMark = await lowMarkOf(unit, pool)
  return { programId: pool.programId, lowMark, available, isLow: available < lowMark }
}

async function ownPool(unit: RetailerUnit, programId: string): Promise<PoolRow> {
  if (!(await unit.programs.program(programId))) throw new Problem('not_found')
  const pool = await unit.pools.find(programId)
  if (!pool) throw new Problem('program_has_no_pool')
  return pool
}
