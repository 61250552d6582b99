// Where a connection's webhooks go on this server, and what is to be done for it on its platform.

import { connectionSteps, type ConnectionPlace, type ConnectionStep } from '#domain/connection-steps.ts'

type Connection = Pick<ConnectionPlace, 'platform' | 'connectionId'>

/** The address that a platform sends to. */
export function webhookUrlOf(publicUrl: string, { platform, connectionId }: Connection): string {
  return `${publicUrl}/hooks/${platform}/${connectionId}`
}

/** The address of the snippet for a shop's pages. */
function snippetUrlOf(publicUrl: string): string {
  return `${publicUrl}/snippet.js`
}

/** The steps for a connection; `secret` while it may be shown. */
export function stepsOf(
  publicUrl: string,
  connection: Connection & Pick<ConnectionPlace, 'secret' | 'isSecretPasted'>,
): readonly ConnectionStep[] {
  return connectionSteps({
    platform: connection.platform,
    connectionId: connection.connectionId,
    webhookUrl: webhookUrlOf(publicUrl, connection),
    secret: connection.secret,
    isSecretPasted: connection.isSecretPasted,
    snippetUrl: snippetUrlOf(publicUrl),
  })
}
