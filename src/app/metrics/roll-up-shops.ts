// Brings the figures of every shop with a pool up to date, one after the other.

import { InvariantError } from '#domain/invariant.ts'

import { rollUp } from './roll-up.ts'

import type { AppDeps } from '../deps.ts'

/** What fails for one shop keeps no other back. */
export async function rollUpShops(
  deps: Pick<AppDeps, 'retailers' | 'clock' | 'chainEvents' | 'log'>,
): Promise<void> {
  const retailerIds = new Set((await deps.chainEvents.pools()).map(({ retailerId }) => retailerId))
  for (const retailerId of retailerIds) {
    try {
      await rollUp(deps, { retailerId })
    } catch (error) {
      if (error instanceof InvariantError) throw error
      deps.log.warn('figures could not be rolled up and will be later', { retailerId, reason: String(error) })
    }
  }
}
