// Which connection a command means: the one that is named, or the only one that is open.

import { connectionsAnswerSchema } from '#schema/connections.ts'
import type { ApiClient } from './api-client.ts'
import { CommandEnd, EXIT } from './exit-codes.ts'
import { inPath } from './way-request.ts'

/** The path of a connection; without an id, of the only open one. Ends the command when that is none or one of several. */
export async function connectionPath(client: ApiClient, given: string | undefined): Promise<string> {
  return `/v1/connections/${inPath(given ?? (await onlyConnection(client)))}`
}

/** The id of the only open connection. */
export async function onlyConnection(client: ApiClient): Promise<string> {
  const { data } = await client.list('/v1/connections', connectionsAnswerSchema)
  const open = data.filter(({ state }) => state === 'open')
  const [only] = open
  if (only && open.length === 1) return only.connectionId
  throw new CommandEnd(
    EXIT.usage,
    open.length === 0
      ? 'No shop is connected.'
      : `Say which connection: ${open.map(({ connectionId }) => connectionId).join(', ')}.`,
  )
}
