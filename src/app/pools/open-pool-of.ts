// A program's pool where its owner's key is ours to use.

import { Problem } from '#domain/problem.ts'
import type { PoolRow } from '#ports/pool-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

/**
 * The open pool. Throws `not_found` for another's program, `program_has_no_pool` before the pool is open and
 * `pool_owner_changed` once somebody else owns it.
 */
export async function openPoolOf(
  unit: RetailerUnit,
  programId: string,
): Promise<PoolRow & { readonly pool: number }> {
  if (!(await unit.programs.program(programId))) throw new Problem('not_found')
  const row = await unit.pools.find(programId)
  if (row?.pool === undefined) throw new Problem('program_has_no_pool')
  if (row.owner.toLowerCase() !== row.ownerAddress.toLowerCase()) throw new Problem('pool_owner_changed')
  return { ...row, pool: row.pool }
}
