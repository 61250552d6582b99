// A pool that its retailer wants to own itself: once it is open, its managed key offers it to that address. The retailer takes
// it with its own wallet; until then the managed key is the owner.

import type { PoolRow } from '#ports/pool-rows.ts'

import type { AppDeps } from '../deps.ts'

/** Plans the offer, if one is asked for; safe to repeat. */
export async function offerPool(
  deps: Pick<AppDeps, 'calls' | 'chainTransactions'>,
  retailerId: string,
  { programId, pool, askedOwner, ownerAddress }: PoolRow & { readonly pool: number },
): Promise<void> {
  if (askedOwner === undefined) return
  await deps.chainTransactions.plan({
    key: `offer-pool:${retailerId}:${programId}`,
    sender: ownerAddress,
    call: deps.calls.transferPool(pool, askedOwner),
  })
}
