// A shop lets us read its orders from its own interface, or no longer does.

import { Problem } from '#domain/problem.ts'
import { isPullPlatform } from '#ports/shop-api.ts'

import { openConnection, ownConnection, type ConnectionKey } from '../connections/own-connection.ts'
import { checkCredentials, type WrittenCredentials } from './check-credentials.ts'
import { sealCredentials } from './credentials.ts'
import { viewPull } from './read-pull.ts'

import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'
import type { PullView } from '../views.ts'

/**
 * Keeps credentials, sealed, in place of earlier ones, and has the shop read at once. Throws `not_found`, `connection_closed`,
 * `connection_not_readable` for a custom shop, and `input_invalid` for credentials of another platform and for an address
 * that is not the platform's.
 */
export async function setCredentials(
  deps: Pick<AppDeps, 'retailers' | 'clock' | 'sealer' | 'settings'>,
  { retailerId, connectionId, credentials }: ConnectionKey & { readonly credentials: WrittenCredentials },
): Promise<PullView> {
  const checked = checkCredentials(deps.settings, credentials)
  return deps.retailers.transaction(retailerId, async (unit) => {
    const connection = await openConnection(unit, connectionId)
    if (!isPullPlatform(connection.platform)) throw new Problem('connection_not_readable')
    if (connection.platform !== checked.platform)
      throw wrong('/platform', `must be ${connection.platform}, the platform of the connection`)
    await unit.pulls.save({
      connectionId,
      credentialsSealed: sealCredentials(deps, connectionId, checked),
      now: deps.clock.now(),
    })
    await unit.enqueue({ queue: 'pull-connection', data: { retailerId, connectionId } })
    return viewPull(await unit.pulls.state(connectionId))
  })
}

/** Forgets the credentials; the shop's webhooks go on. Throws `not_found`, and `connection_not_readable` when there are none. */
export async function removeCredentials(
  deps: Pick<AppDeps, 'retailers'>,
  { retailerId, connectionId }: ConnectionKey,
): Promise<PullView> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    if (!(await unit.pulls.remove(connectionId))) throw await unread(unit, connectionId)
    return viewPull(undefined)
  })
}

/** Has the shop read now instead of at its next time. Throws `not_found`, and `connection_not_readable` without credentials. */
export async function pullNow(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId, connectionId }: ConnectionKey,
): Promise<PullView> {
  return deps.retailers.transaction(retailerId, async (unit: RetailerUnit) => {
    if (!(await unit.pulls.hasten(connectionId, deps.clock.now()))) throw await unread(unit, connectionId)
    await unit.enqueue({ queue: 'pull-connection', data: { retailerId, connectionId } })
    return viewPull(await unit.pulls.state(connectionId))
  })
}

/** Why nothing is read; throws `not_found` for a connection of nobody or of somebody else. */
async function unread(unit: RetailerUnit, connectionId: ConnectionKey['connectionId']): Promise<Problem> {
  await ownConnection(unit, connectionId)
  return new Problem('connection_not_readable')
}

function wrong(field: string, reason: string): Problem {
  return new Problem('input_invalid', { fields: [{ field, reason }] })
}
