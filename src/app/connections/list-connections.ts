// The connections of a shop, oldest first, closed ones among them.

import { viewConnection, type ConnectionView } from './view-connection.ts'

import type { AppDeps } from '../deps.ts'

/** All connections of a retailer. */
export async function listConnections(
  { retailers, clock }: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId }: { readonly retailerId: string },
): Promise<readonly ConnectionView[]> {
  const rows = await retailers.transaction(retailerId, (unit) => unit.connections.list())
  return rows.map((row) => viewConnection(row, clock.now()))
}
