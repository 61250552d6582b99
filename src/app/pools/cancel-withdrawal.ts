// A shop leaves its money in the pool after all, while the ledger's notice runs.

import { ZERO_MICROS } from '#domain/money.ts'
import { Problem } from '#domain/problem.ts'

import type { AppDeps } from '../deps.ts'
import { openPoolOf } from './open-pool-of.ts'
import { withdrawalKey } from './withdrawal-keys.ts'

/**
 * Takes the request back; a second time changes nothing. Throws `not_found`, `pool_owner_changed`, and `withdrawal_over`
 * for one that the ledger has not answered yet, or that was paid, taken back or replaced before.
 */
export async function cancelWithdrawal(
  deps: Pick<AppDeps, 'retailers' | 'calls' | 'chainTransactions'>,
  {
    retailerId,
    programId,
    withdrawalId,
  }: { readonly retailerId: string; readonly programId: string; readonly withdrawalId: string },
): Promise<{ readonly state: 'cancelling' }> {
  const { pool, ownerAddress } = await deps.retailers.transaction(retailerId, async (unit) => {
    const row = await openPoolOf(unit, programId)
    await unit.pools.lock(programId)
    const withdrawal = await unit.withdrawals.find(withdrawalId)
    if (withdrawal?.programId !== programId) throw new Problem('not_found')
    if (withdrawal.state !== 'announced' && withdrawal.state !== 'cancelling')
      throw new Problem('withdrawal_over', { state: withdrawal.state })
    await unit.withdrawals.update(withdrawalId, { state: 'cancelling' })
    return row
  })
  await deps.chainTransactions.plan({
    key: withdrawalKey('cancel', { retailerId, withdrawalId }),
    sender: ownerAddress,
    call: deps.calls.requestWithdrawal(pool, ZERO_MICROS),
  })
  return { state: 'cancelling' }
}
