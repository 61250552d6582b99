// A connection as its shop's owner may see it: without secrets, and with how the reading of it stands.

import { Problem } from '#domain/problem.ts'

import { viewPull } from '../pulls/read-pull.ts'

import type { ConnectionId, RetailerId } from '#domain/ids.ts'

import type { AppDeps } from '../deps.ts'
import type { ConnectionView } from '../views.ts'

/** Throws `not_found`, also for another retailer's connection. */
export async function readConnection(
  deps: Pick<AppDeps, 'retailers'>,
  { retailerId, connectionId }: { readonly retailerId: RetailerId; readonly connectionId: ConnectionId },
): Promise<ConnectionView> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const connection = await unit.programs.connection(connectionId)
    if (!connection) throw new Problem('not_found')
    const { platform, currency } = connection
    return { connectionId, platform, currency, pull: viewPull(await unit.pulls.state(connectionId)) }
  })
}
