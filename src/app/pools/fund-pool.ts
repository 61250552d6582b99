// Money into a pool. On a testnet the owner's managed key mints the test dollars first.

import { micros as toMicros, MICROS_MAX, type Micros } from '#domain/money.ts'
import { Problem } from '#domain/problem.ts'

import type { ChainCall } from '#ports/chain.ts'
import type { PoolRow } from '#ports/pool-rows.ts'

import type { AppDeps } from '../deps.ts'

export type FundPoolInput = {
  readonly retailerId: string
  readonly programId: string
  /** Above zero. */
  readonly micros: Micros
  /** The same id a second time is the same deposit: 1 to 64 characters of hex. */
  readonly requestId: string
}

/**
 * What the ledger may take of the owner's tokens: everything. It pulls only from its own caller; and an allowance of
 * each deposit's amount would be overwritten by that of another deposit asked for meanwhile.
 */
const ALLOWANCE = toMicros(MICROS_MAX)

/**
 * Plans a deposit; throws `not_found` for another's program, `program_has_no_pool` before the pool is open and
 * `pool_owner_changed` once somebody else owns it: what is paid in is the owner's.
 */
export async function fundPool(
  deps: Pick<AppDeps, 'retailers' | 'clock' | 'calls' | 'chainTransactions' | 'settings'>,
  { retailerId, programId, micros, requestId }: FundPoolInput,
): Promise<{ readonly state: 'sent' }> {
  const pool = await deps.retailers.transaction(retailerId, async (unit) => {
    if (!(await unit.programs.program(programId))) throw new Problem('not_found')
    const row = await unit.pools.find(programId)
    if (row?.pool === undefined) throw new Problem('program_has_no_pool')
    if (row.owner.toLowerCase() !== row.ownerAddress.toLowerCase()) throw new Problem('pool_owner_changed')
    await unit.pools.insertFunding({
      fundingId: requestId,
      programId,
      micros,
      createdAt: deps.clock.now(),
    })
    return { ...row, pool: row.pool }
  })
  await planDeposit(deps, pool, micros, `${programId}:${requestId}`)
  return { state: 'sent' }
}

/** Mint (on a testnet), allow, deposit: each only after the one before is mined. */
async function planDeposit(
  deps: Pick<AppDeps, 'calls' | 'chainTransactions' | 'settings'>,
  pool: PoolRow & { readonly pool: number },
  micros: Micros,
  request: string,
): Promise<void> {
  const { ownerAddress } = pool
  const steps: { readonly name: string; readonly call: ChainCall }[] = [
    { name: 'approve', call: deps.calls.approveLedger(ALLOWANCE) },
    {
      name: 'deposit',
      call: deps.calls.deposit(pool.pool, ownerAddress, micros),
    },
  ]
  if (deps.settings.testnet)
    steps.unshift({
      name: 'mint',
      call: deps.calls.mintTestDollars(ownerAddress, micros),
    })

  let after: string | undefined
  for (const { name, call } of steps) {
    const key = `${name}:${request}`
    await deps.chainTransactions.plan({
      key,
      sender: ownerAddress,
      call,
      ...(after === undefined ? {} : { after }),
    })
    after = key
  }
}
