// A shop leaves its money in the pool after all, until the ledger's notice is over.

import { ZERO_MICROS } from '#domain/money.ts'
import { Problem } from '#domain/problem.ts'
import type { WithdrawalState } from '#ports/withdrawal-rows.ts'
import type { Address } from 'viem'

import type { AppDeps } from '../deps.ts'
import { openPoolOf } from './open-pool-of.ts'
import { withdrawalKey } from './withdrawal-keys.ts'

/** Before its money has left the pool. */
const CANCELLABLE: readonly WithdrawalState[] = ['asked', 'announced', 'cancelling']

/**
 * Takes the request back, once the ledger has taken it; a second time changes nothing. Throws `not_found`,
 * `pool_owner_changed`, and `withdrawal_over` for one that was paid, taken back or replaced before.
 */
export async function cancelWithdrawal(
  deps: Pick<AppDeps, 'retailers' | 'calls' | 'chainTransactions'>,
  {
    retailerId,
    programId,
    withdrawalId,
  }: { readonly retailerId: string; readonly programId: string; readonly withdrawalId: string },
): Promise<{ readonly state: 'cancelling' }> {
  const { pool, ownerAddress, isAnnounced } = await deps.retailers.transaction(retailerId, async (unit) => {
    const row = await openPoolOf(unit, programId)
    await unit.pools.lock(programId)
    const withdrawal = await unit.withdrawals.find(withdrawalId)
    if (withdrawal?.programId !== programId) throw new Problem('not_found')
    if (!CANCELLABLE.includes(withdrawal.state))
      throw new Problem('withdrawal_over', { state: withdrawal.state })
    await unit.withdrawals.update(withdrawalId, { state: 'cancelling' })
    return { ...row, isAnnounced: withdrawal.readyAtSeconds !== null }
  })
  // What the ledger has not heard of yet is taken back when it has: the two could overtake each other.
  if (isAnnounced) await planCancelling(deps, { retailerId, withdrawalId, pool, ownerAddress })
  return { state: 'cancelling' }
}

/** Plans the chain transaction that takes a request back; safe to repeat. */
export async function planCancelling(
  deps: Pick<AppDeps, 'calls' | 'chainTransactions'>,
  {
    retailerId,
    withdrawalId,
    pool,
    ownerAddress,
  }: {
    readonly retailerId: string
    readonly withdrawalId: string
    readonly pool: number
    readonly ownerAddress: Address
  },
): Promise<void> {
  await deps.chainTransactions.plan({
    key: withdrawalKey('cancel', { retailerId, withdrawalId }),
    sender: ownerAddress,
    call: deps.calls.requestWithdrawal(pool, ZERO_MICROS),
  })
}
