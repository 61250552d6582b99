// Reading goes on from one job to the next; this finds connections whose job was lost, by a crash or a restored backup.

import { SECOND_MS } from '#domain/time.ts'

import type { RetailerId } from '#domain/ids.ts'

import type { AppDeps } from '../deps.ts'

/** How long after its time a connection counts as forgotten, in milliseconds: two minutes, longer than a queue is behind. */
const OVERDUE_MS = 120 * SECOND_MS

/** Retailers read at once. */
const RETAILERS_PER_PAGE = 1_000

type WakeDeps = Pick<AppDeps, 'retailers' | 'chainBooks' | 'clock' | 'log'>

/** One round over all retailers; what fails for one keeps no other back. */
export async function wakePulls(deps: WakeDeps): Promise<void> {
  let after = ''
  for (;;) {
    const retailerIds = await deps.chainBooks.retailers(after, RETAILERS_PER_PAGE)
    for (const retailerId of retailerIds) await wakeOf(deps, retailerId)
    if (retailerIds.length < RETAILERS_PER_PAGE) return
    after = retailerIds.at(-1) ?? after
  }
}

async function wakeOf(deps: WakeDeps, retailerId: RetailerId): Promise<void> {
  try {
    await deps.retailers.transaction(retailerId, async (unit) => {
      for (const connectionId of await unit.pulls.overdue(deps.clock.now() - OVERDUE_MS)) {
        await unit.enqueue({ queue: 'pull-connection', data: { retailerId, connectionId } })
      }
    })
  } catch (error) {
    deps.log.warn('overdue connections could not be looked for', { retailerId, reason: String(error) })
  }
}
