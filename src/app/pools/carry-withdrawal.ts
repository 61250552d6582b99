// Carries a withdrawal on: fetches the money once the ledger's notice is over, and sends it to where the shop said. Each
// step is a chain transaction under a name of its own, so that a repeat or a crash sends nothing twice.

import { SECOND_MS } from '#domain/time.ts'
import type { ChainTransaction } from '#ports/chain-transactions.ts'
import type { ChainCall } from '#ports/chain.ts'
import type { PoolRow } from '#ports/pool-rows.ts'
import type { WithdrawalRow } from '#ports/withdrawal-rows.ts'

import type { AppDeps } from '../deps.ts'
import { planCancelling } from './cancel-withdrawal.ts'
import { planRequest } from './withdraw-from-pool.ts'
import { withdrawalKey, type WithdrawalStep } from './withdrawal-keys.ts'

/** Milliseconds until a step that the chain refused is tried again, ten minutes: money may come back to the pool meanwhile. */
const RETRY_MS = 600 * SECOND_MS

/** What the ledger says when there is nothing to fetch any more: the request is over. */
const OVER = ['RewardLedger_RequestExpired', 'RewardLedger_NoRequest', 'RewardLedger_NotPoolOwner']

export type CarryDeps = Pick<
  AppDeps,
  'retailers' | 'clock' | 'chainClock' | 'calls' | 'chainTransactions' | 'log'
>

type Carried = { readonly retailerId: string; readonly withdrawal: WithdrawalRow; readonly pool: OpenPool }
type OpenPool = PoolRow & { readonly pool: number }

/** One look at a withdrawal under way; plans the next step when it is due. */
export async function carryWithdrawal(deps: CarryDeps, carried: Carried): Promise<void> {
  const { withdrawal, pool } = carried
  if (withdrawal.tryAfter !== null && withdrawal.tryAfter > deps.clock.now()) return
  switch (withdrawal.state) {
    case 'asked':
      return carryRequest(deps, carried)
    case 'announced':
      if ((deps.chainClock.nowSeconds() ?? 0) < (withdrawal.readyAtSeconds ?? Infinity)) return
      return carryStep(deps, carried, 'execute', deps.calls.executeWithdrawal(pool.pool))
    case 'paid':
      if (withdrawal.to === pool.ownerAddress) return finish(deps, carried)
      if (withdrawal.paidMicros === null) return
      return carryStep(deps, carried, 'send', deps.calls.transferToken(withdrawal.to, withdrawal.paidMicros))
    case 'cancelling':
      return withdrawal.readyAtSeconds === null ? carryRequest(deps, carried) : carryCancelling(deps, carried)
    default:
      return undefined
  }
}

/** Asked for again after a crash between the row and the plan; refused, it is over, also if it was to be taken back. */
async function carryRequest(deps: CarryDeps, { retailerId, withdrawal }: Carried): Promise<void> {
  const standing = await deps.chainTransactions.find(withdrawalKey('request', { retailerId, ...withdrawal }))
  if (standing === undefined) return planRequest(deps, { retailerId, ...withdrawal })
  if (isWithoutEffect(standing)) await set(deps, retailerId, withdrawal, { state: 'refused' })
}

/** Planned when the ledger has the request; a request to cancel that the ledger refused came too late: the withdrawal goes on. */
async function carryCancelling(
  deps: CarryDeps,
  { retailerId, withdrawal, pool: { pool, ownerAddress } }: Carried,
): Promise<void> {
  const standing = await deps.chainTransactions.find(withdrawalKey('cancel', { retailerId, ...withdrawal }))
  if (standing === undefined)
    return planCancelling(deps, { retailerId, withdrawalId: withdrawal.withdrawalId, pool, ownerAddress })
  if (isWithoutEffect(standing)) await set(deps, retailerId, withdrawal, { state: 'announced' })
}

async function carryStep(
  deps: CarryDeps,
  carried: Carried,
  step: Extract<WithdrawalStep, 'execute' | 'send'>,
  call: ChainCall,
): Promise<void> {
  const { retailerId, withdrawal, pool } = carried
  const { attempt } = withdrawal
  const key = withdrawalKey(step, { retailerId, ...withdrawal }, attempt)
  const standing = await deps.chainTransactions.find(key)
  if (standing === undefined) {
    await deps.chainTransactions.plan({ key, sender: pool.ownerAddress, call })
    return
  }
  if (step === 'send' && standing.state === 'final') return finish(deps, carried)
  if (!isWithoutEffect(standing)) return
  if (step === 'execute' && OVER.includes(standing.refusal ?? ''))
    return set(deps, retailerId, withdrawal, { state: 'expired' })
  deps.log.warn('a step of a withdrawal is tried again later', {
    step,
    pool: pool.pool,
    refusal: standing.refusal,
  })
  await set(deps, retailerId, withdrawal, { attempt: attempt + 1, tryAfter: deps.clock.now() + RETRY_MS })
}

async function finish(deps: CarryDeps, { retailerId, withdrawal }: Carried): Promise<void> {
  await set(deps, retailerId, withdrawal, { state: 'sent' })
}

async function set(
  { retailers }: Pick<CarryDeps, 'retailers'>,
  retailerId: string,
  { withdrawalId, programId, state }: WithdrawalRow,
  change: Partial<Pick<WithdrawalRow, 'state' | 'attempt' | 'tryAfter'>>,
): Promise<void> {
  await retailers.transaction(retailerId, async (unit) => {
    await unit.pools.lock(programId)
    // Final events may have moved it on since it was read.
    if ((await unit.withdrawals.find(withdrawalId))?.state !== state) return
    await unit.withdrawals.update(withdrawalId, change)
  })
}

function isWithoutEffect({ state }: ChainTransaction): boolean {
  return state === 'refused' || state === 'reverted'
}
