// A proposed batch whose rewards are worth less by now is taken back and made anew: nobody should sign what is not right.

import { buryBatch } from '../batches/bury-batch.ts'

import type { MoveRewardDeps } from '../rewards/move-reward.ts'
import type { AppDeps } from '../deps.ts'

/** Buries the program's unsigned batches for which reductions are planned already. */
export async function withdrawProposals(
  deps: MoveRewardDeps & Pick<AppDeps, 'retailers' | 'log'>,
  { retailerId, programId }: { readonly retailerId: string; readonly programId: string },
): Promise<void> {
  await deps.retailers.transaction(retailerId, async (unit) => {
    const unsigned = (await unit.batches.inStates(programId, ['signed'])).filter(
      (one) => one.signature === null,
    )
    if (unsigned.length === 0) return
    await unit.pools.lock(programId)
    for (const { seq, attempt, pool } of unsigned) {
      const batch = await unit.batches.get({ programId, seq, attempt })
      if (batch?.state !== 'signed' || batch.signature !== null) continue
      if ((await unit.batches.pendingReductions(batch)).length === 0) continue
      deps.log.info('a proposed batch is made anew: less is right by now', { pool, seq })
      await buryBatch(deps, unit, batch)
    }
  })
}
