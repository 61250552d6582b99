// A pool as its shop sees it: from the retailer's book, which final chain events alone write.

import { Problem } from '#domain/problem.ts'

import type { AppDeps } from '../deps.ts'
import type { PoolView } from '../views.ts'

/** Throws `not_found` for another's program and `program_has_no_pool` before one was asked for. */
export async function readPool(
  deps: Pick<AppDeps, 'retailers' | 'chainIdentity'>,
  { retailerId, programId }: { readonly retailerId: string; readonly programId: string },
): Promise<PoolView> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    if (!(await unit.programs.program(programId))) throw new Problem('not_found')
    const pool = await unit.pools.find(programId)
    if (!pool) throw new Problem('program_has_no_pool')
    const balances = await unit.journal.balances(programId)
    return {
      programId,
      state: pool.pool === undefined ? 'opening' : 'open',
      pool: pool.pool ?? null,
      owner: pool.owner,
      isManaged: pool.owner.toLowerCase() === pool.ownerAddress.toLowerCase(),
      offeredTo: pool.offeredTo ?? null,
      orderSigner: pool.orderAddress,
      ledger: deps.chainIdentity.ledger,
      token: deps.chainIdentity.token,
      deposited: await unit.journal.total(programId, 'deposited'),
      available: balances.available,
      reserved: balances.reserved,
      released: balances.released,
      withdrawn: await unit.journal.total(programId, 'withdrawn'),
    }
  })
}
