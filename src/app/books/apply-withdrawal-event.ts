// What final events say of money that a shop takes back: the ledger's notice runs, the request was replaced or taken
// back, the money is paid to the pool's owner.

import type { LedgerEvent } from '#ports/chain.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { WithdrawalRow } from '#ports/withdrawal-rows.ts'

import type { AppDeps } from '../deps.ts'
import { withdrawalOfKey } from '../pools/withdrawal-keys.ts'

type Requested = Extract<LedgerEvent, { readonly name: 'WithdrawalRequested' }>
type Paid = Extract<LedgerEvent, { readonly name: 'PoolWithdrawn' }>

/** Whether the ledger still has the request; one that is to be taken back may not have reached it yet. */
function isStanding({ state, readyAtSeconds }: WithdrawalRow): boolean {
  return state === 'announced' || (state === 'cancelling' && readyAtSeconds !== null)
}

/** The ledger knows one request of a pool: a later one replaces it, and one over nothing takes it back. */
export async function applyWithdrawalRequested(
  deps: Pick<AppDeps, 'retailers' | 'chainTransactions'>,
  retailerId: string,
  { pool, micros, readyAtSeconds, transactionHash }: Requested,
): Promise<void> {
  const own = withdrawalOfKey((await deps.chainTransactions.findByHash(transactionHash))?.key)
  await deps.retailers.transaction(retailerId, async (unit) => {
    const row = await unit.pools.findByNumber(pool)
    if (!row) return
    await unit.pools.lock(row.programId)
    for (const withdrawal of await unit.withdrawals.live(row.programId)) {
      const { withdrawalId, state } = withdrawal
      if (withdrawalId === own && state === 'asked' && micros > 0n)
        await unit.withdrawals.update(withdrawalId, { state: 'announced', readyAtSeconds })
      else if (withdrawalId === own && state === 'cancelling' && micros > 0n)
        await unit.withdrawals.update(withdrawalId, { readyAtSeconds })
      // The very event of an announced request may come again; it replaces nothing.
      else if (isStanding(withdrawal) && (withdrawalId !== own || micros === 0n))
        await unit.withdrawals.update(withdrawalId, { state: micros === 0n ? 'cancelled' : 'replaced' })
    }
  })
}

/** Whoever fetched it: the money of the request is with the pool's owner, and the request is over. */
export async function applyPoolWithdrawn(
  unit: RetailerUnit,
  programId: string,
  { micros }: Paid,
): Promise<void> {
  await unit.pools.lock(programId)
  for (const withdrawal of await unit.withdrawals.live(programId)) {
    if (!isStanding(withdrawal)) continue
    await unit.withdrawals.update(withdrawal.withdrawalId, {
      state: 'paid',
      paidMicros: micros,
      attempt: 0,
      tryAfter: null,
    })
  }
}
