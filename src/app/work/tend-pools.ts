// One round of the worker over every pool: close what is due, carry what is signed, amend, settle, pay.

import { InvariantError } from '#domain/invariant.ts'

import { amendBatches, type AmendDeps } from '../batches/amend-batches.ts'
import { closeBatch, type CloseBatchDeps } from '../batches/close-batch.ts'
import { payDeferred } from '../batches/pay-deferred.ts'
import { sendCommits, type SendCommitDeps } from '../batches/send-commit.ts'
import { withdrawProposals } from '../proposals/withdraw-proposals.ts'
import { settleBatches, type SettleDeps } from '../batches/settle-batches.ts'

import type { LogFacts } from '#ports/log.ts'

import type { AppDeps } from '../deps.ts'

export type TendPoolsDeps = AmendDeps &
  CloseBatchDeps &
  SendCommitDeps &
  SettleDeps &
  Pick<AppDeps, 'chainBooks' | 'chainReader'>

/** Plans everything that is due now; every step of it is safe to repeat after a crash. */
export async function tendPools(deps: TendPoolsDeps): Promise<void> {
  const retailerIds = new Set((await deps.chainEvents.pools()).map((pool) => pool.retailerId))
  for (const retailerId of retailerIds) {
    const pools = await deps.retailers.transaction(retailerId, (unit) => unit.pools.open())
    for (const { programId, pool } of pools) {
      await apart(deps, { step: 'reserving', pool }, async () => {
        await withdrawProposals(deps, { retailerId, programId })
        await closeBatch(deps, { retailerId, programId, pool })
        await sendCommits(deps, { retailerId, programId })
        await amendBatches(deps, { retailerId, programId })
      })
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
