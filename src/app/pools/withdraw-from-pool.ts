// A shop takes back money that is promised to nobody: it asks, the ledger's notice runs, and the money is sent.

import type { Micros } from '#domain/money.ts'
import { Problem } from '#domain/problem.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { Address } from 'viem'
import { getAddress } from 'viem/utils'

import type { AppDeps } from '../deps.ts'
import { openPoolOf } from './open-pool-of.ts'
import { withdrawalKey } from './withdrawal-keys.ts'

export type WithdrawDeps = Pick<
  AppDeps,
  'retailers' | 'clock' | 'calls' | 'chainTransactions' | 'chainIdentity'
>

export type WithdrawInput = {
  readonly retailerId: string
  readonly programId: string
  /** Above zero; the most that is taken. What is not available when the notice is over stays. */
  readonly micros: Micros
  readonly to: Address
  /** The same id a second time is the same withdrawal. */
  readonly withdrawalId: string
}

/**
 * Asks the ledger for the pool's money. Throws `not_found`, `program_has_no_pool`, `pool_owner_changed`,
 * `payee_forbidden` and, while another withdrawal of this pool is under way, `withdrawal_under_way`.
 */
export async function withdrawFromPool(
  deps: WithdrawDeps,
  input: WithdrawInput,
): Promise<{ readonly state: 'asked' }> {
  const { retailerId, programId, micros, withdrawalId } = input
  const to = receiverOf(deps, input.to)
  await deps.retailers.transaction(retailerId, async (unit) => {
    await openPoolOf(unit, programId)
    await unit.pools.lock(programId)
    const askedAt = deps.clock.now()
    const status = await unit.withdrawals.insert({ withdrawalId, programId, micros, to, askedAt })
    if (status === 'under-way') throw new Problem('withdrawal_under_way')
  })
  await planRequest(deps, input)
  return { state: 'asked' }
}

/** Plans the chain transaction that asks; safe to repeat. */
export async function planRequest(
  deps: Pick<AppDeps, 'retailers' | 'calls' | 'chainTransactions'>,
  {
    retailerId,
    programId,
    withdrawalId,
    micros,
  }: Pick<WithdrawInput, 'retailerId' | 'programId' | 'withdrawalId' | 'micros'>,
): Promise<void> {
  const { pool, ownerAddress } = await deps.retailers.transaction(retailerId, (unit: RetailerUnit) =>
    openPoolOf(unit, programId),
  )
  await deps.chainTransactions.plan({
    key: withdrawalKey('request', { retailerId, withdrawalId }),
    sender: ownerAddress,
    call: deps.calls.requestWithdrawal(pool, micros),
  })
}

/** Where money may be sent; throws `payee_forbidden` for the ledger, the token and nobody. */
export function receiverOf({ chainIdentity }: Pick<AppDeps, 'chainIdentity'>, address: Address): Address {
  const to = getAddress(address)
  const { ledger, token } = chainIdentity
  if (BigInt(to) === 0n || to === getAddress(ledger) || to === getAddress(token))
    throw new Problem('payee_forbidden')
  return to
}
