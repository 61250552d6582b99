// A connection of one's own.

import { retailerIdOf, type ConnectionId, type RetailerId } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'

import type { ConnectionRow } from '#ports/program-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

/** Which connection of which retailer. */
export type ConnectionKey = { readonly retailerId: RetailerId; readonly connectionId: ConnectionId }

/** Throws `not_found` for an unknown connection and for another retailer's, alike. */
export async function ownConnection(unit: RetailerUnit, connectionId: ConnectionId): Promise<ConnectionRow> {
  const isOwn = retailerIdOf(connectionId) === unit.retailerId
  const connection = isOwn ? await unit.programs.connection(connectionId) : undefined
  if (!connection) throw new Problem('not_found')
  return connection
}

/** The same of one that is not closed; throws `connection_closed`. */
export async function openConnection(unit: RetailerUnit, connectionId: ConnectionId): Promise<ConnectionRow> {
  const connection = await ownConnection(unit, connectionId)
  if (connection.closedAt !== null) throw new Problem('connection_closed')
  return connection
}
