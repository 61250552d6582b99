// No amendment of a batch can come in time any more, or is needed: what was to be reduced is handed back.

import type { BatchKey, ReductionRow } from '#ports/batch-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

/**
 * Ends the amendment under way, if there is one, and returns every reduction that is planned or was carried by it. The
 * program is locked by the caller, who says what becomes of the reductions.
 */
export async function endAmendments(unit: RetailerUnit, batch: BatchKey): Promise<readonly ReductionRow[]> {
  const reductions = [...(await unit.batches.pendingReductions(batch))]
  for (const { amendmentNo, state } of await unit.batches.amendments(batch)) {
    if (state !== 'signed') continue
    await unit.batches.updateAmendment(batch, amendmentNo, { state: 'failed' })
    reductions.push(...(await unit.batches.reductionsOf(batch, amendmentNo)))
  }
  return reductions
}
