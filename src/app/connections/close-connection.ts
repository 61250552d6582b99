// Ends a connection: nothing is taken from it any more, and its secrets are forgotten. What came through it stays.

import { ownConnection, type ConnectionKey } from './own-connection.ts'
import { viewConnection, type ConnectionView } from './view-connection.ts'

import type { AppDeps } from '../deps.ts'

/** A connection that is closed already stays as it is; throws `not_found`. */
export async function closeConnection(
  { retailers, clock }: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId, connectionId }: ConnectionKey,
): Promise<ConnectionView> {
  const row = await retailers.transaction(retailerId, async (unit) => {
    const connection = await ownConnection(unit, connectionId)
    if (connection.closedAt !== null) return connection
    const closedAt = clock.now()
    await unit.connections.close(connectionId, closedAt)
    await unit.pulls.remove(connectionId)
    return { ...connection, closedAt }
  })
  return viewConnection(row, clock.now())
}
