// The keys of a managed pool: the owner moves money in, the order key countersigns batches. Sealed at rest, each under
// its own purpose.

import { invariant } from '#domain/invariant.ts'

import type { ProgramId } from '#domain/ids.ts'
import type { Sealer } from '#ports/crypto.ts'
import type { PoolRow } from '#ports/pool-rows.ts'

export type PoolKeyPurpose = 'owner' | 'order'

/** What one of a pool's keys is sealed under. */
export function poolKeyContext(programId: ProgramId, purpose: PoolKeyPurpose): string {
  return `pool:${programId}:${purpose}-key`
}

/** Whether the retailer signs batches and amendments with an order key of its own, so that they are proposed to it. */
export function isCountersigned({ orderKeySealed }: Pick<PoolRow, 'orderKeySealed'>): boolean {
  return orderKeySealed === null
}

/** Opens one of the pool's keys, 32 bytes. */
export function openPoolKey(
  { sealer }: { readonly sealer: Sealer },
  pool: PoolRow,
  purpose: PoolKeyPurpose,
): Uint8Array {
  const sealed = purpose === 'owner' ? pool.ownerKeySealed : pool.orderKeySealed
  invariant(sealed !== null, 'a key that the retailer holds itself is never opened here')
  return sealer.open(sealed, poolKeyContext(pool.programId, purpose))
}
