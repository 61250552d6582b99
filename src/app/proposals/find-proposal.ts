// Finds a proposal by its name, with the pool whose key it waits for.

import { parseProposalId } from '#domain/countersign/proposal-id.ts'
import { Problem } from '#domain/problem.ts'

import { isCountersigned } from '../pools/managed-keys.ts'

import type { AmendmentRow, BatchRow } from '#ports/batch-rows.ts'
import type { PoolRow } from '#ports/pool-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

export type FoundProposal = {
  readonly pool: PoolRow
  readonly batch: BatchRow
  /** Undefined when the batch itself is proposed. */
  readonly amendment: AmendmentRow | undefined
}

/**
 * A batch or amendment of a pool whose order key is the retailer's, in whatever state; its program is locked. Throws
 * `not_found` for what never was one.
 */
export async function findProposal(unit: RetailerUnit, proposalId: string): Promise<FoundProposal> {
  const name = parseProposalId(proposalId)
  const pool = name && (await unit.pools.findByNumber(name.pool))
  if (!name || !pool || !isCountersigned(pool)) throw new Problem('not_found')
  await unit.pools.lock(pool.programId)
  const batch = await unit.batches.get({ programId: pool.programId, seq: name.seq, attempt: name.attempt })
  if (!batch) throw new Problem('not_found')
  if (name.amendmentNo === undefined) return { pool, batch, amendment: undefined }
  const amendments = await unit.batches.amendments(batch)
  const amendment = amendments.find((one) => one.amendmentNo === name.amendmentNo)
  if (!amendment) throw new Problem('not_found')
  return { pool, batch, amendment }
}

/** Whether it still waits for a signature. */
export function isWaiting({ batch, amendment }: FoundProposal): boolean {
  const { state, signature } = amendment ?? batch
  return state === 'signed' && signature === null
}
