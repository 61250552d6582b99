// One connection as its shop sees it, and how the reading of its orders stands.

import { viewPull } from '../pulls/read-pull.ts'
import { ownConnection, type ConnectionKey } from './own-connection.ts'
import { viewConnection, type ConnectionView } from './view-connection.ts'

import type { AppDeps } from '../deps.ts'
import type { PullView } from '../views.ts'

/** Throws `not_found`. */
export async function readConnection(
  { retailers, clock }: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId, connectionId }: ConnectionKey,
): Promise<ConnectionView & { readonly pull: PullView }> {
  return retailers.transaction(retailerId, async (unit) => ({
    ...viewConnection(await ownConnection(unit, connectionId), clock.now()),
    pull: viewPull(await unit.pulls.state(connectionId)),
  }))
}
