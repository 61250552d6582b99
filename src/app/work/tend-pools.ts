// One round of the worker over every pool: close what is due, carry what is signed, amend, settle, pay.

import { InvariantError } from '#domain/invariant.ts'

import { amendBatches, type AmendDeps } from '../batches/amend-batches.ts'
import { closeBatch, type CloseBatchDeps } from '../batches/close-batch.ts'
import { payDeferred } from '../batches/pay-deferred.ts'
import { carryWithdrawal, type CarryDeps } from '../pools/carry-withdrawal.ts'
import { finishClosing, type FinishClosingDeps } from '../programs/finish-closing.ts'
import { sendCommits, type SendCommitDeps } from '../batches/send-commit.ts'
import { withdrawProposals } from '../proposals/withdraw-proposals.ts'
import { settleBatches, type SettleDeps } from '../batches/settle-batches.ts'

import type { LogFacts } from '#ports/log.ts'

import type { AppDeps } from '../deps.ts'

export type TendPoolsDeps = AmendDeps &
  CloseBatchDeps &
  SendCommitDeps &
  SettleDeps &
  CarryDeps &
  FinishClosingDeps &
  Pick<AppDeps, 'chainBooks' | 'chainReader'>

/** Plans everything that is due now; every step of it is safe to repeat after a crash. */
export async function tendPools(deps: TendPoolsDeps): Promise<void> {
  const retailerIds = new Set((await deps.chainEvents.pools()).map((pool) => pool.retailerId))
  for (const retailerId of retailerIds) {
    const { pools, withdrawals, closings } = await deps.retailers.transaction(retailerId, async (unit) => ({
      pools: await unit.pools.open(),
      withdrawals: await unit.withdrawals.live(),
      closings: await unit.closings.open(),
    }))
    for (const { programId, pool } of pools) {
      await apart(deps, { step: 'reserving', pool }, async () => {
        await withdrawProposals(deps, { retailerId, programId })
        await closeBatch(deps, { retailerId, programId, pool })
        await sendCommits(deps, { retailerId, programId })
        await amendBatches(deps, { retailerId, programId })
      })
    }
    for (const withdrawal of withdrawals) {
      const pool = pools.find(({ programId }) => programId === withdrawal.programId)
      if (pool === undefined) continue
      await apart(deps, { step: 'taking money back', pool: pool.pool }, () =>
        carryWithdrawal(deps, { retailerId, withdrawal, pool }),
      )
    }
    for (const closing of closings) {
      await apart(deps, { step: 'closing', program: closing.programId }, () =>
        finishClosing(deps, { retailerId, closing }),
      )
    }
  }
  await apart(deps, { step: 'settling' }, () => settleBatches(deps))
  await apart(deps, { step: 'paying' }, () => payDeferred(deps))
}

/** What fails for one pool keeps no other back; a broken rule of our own still stops everything. */
async function apart(
  { log }: Pick<AppDeps, 'log'>,
  facts: LogFacts,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof InvariantError) throw error
    log.warn('a step failed and is tried again', { ...facts, reason: String(error) })
  }
}
