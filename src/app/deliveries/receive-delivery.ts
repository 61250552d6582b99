// A webhook arrives: verified on its raw bytes, kept, and only then answered. What it means is worked out by a job.

import { ID_SUFFIX_LENGTH, isId, RETAILER_ID_LENGTH, retailerIdOf } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'

import { connectionSecrets } from '../retailers/create-connection.ts'
import { keepDelivery, readMessage } from './keep-delivery.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { Platform, WebhookRequest } from '#ports/commerce.ts'

import type { AppDeps } from '../deps.ts'

/** Between two refusals that are kept of one connection, in milliseconds: a minute, so that a storm writes little. */
const REFUSAL_SPACING_MS = 60_000

export type ReceiveDeliveryInput = {
  readonly platform: Platform
  readonly connectionId: string
  readonly request: WebhookRequest
}

/**
 * Verifies and keeps a delivery; a repeat is `already-recorded`, and a platform's trial of the address a `ping`, of which
 * nothing is kept. Throws `signature_invalid` (also for an unknown connection, which looks the same), `timestamp_stale`,
 * and for a signed body that a shop of its own got wrong `body_malformed` or `input_invalid`; nothing of it is kept then,
 * but that a signature did not fit.
 */
export async function receiveDelivery(
  deps: Pick<AppDeps, 'retailers' | 'clock' | 'random' | 'macs' | 'sealer' | 'commerce'>,
  { platform, connectionId, request }: ReceiveDeliveryInput,
): Promise<{ readonly status: 'recorded' | 'already-recorded' | 'ping' }> {
  const retailerId = retailerIdOf(connectionId)
  if (!retailerId || !isId(connectionId, RETAILER_ID_LENGTH + ID_SUFFIX_LENGTH))
    throw new Problem('signature_invalid')
  const connection = await deps.retailers.transaction(retailerId, (unit) =>
    unit.programs.connection(connectionId),
  )
  if (connection?.platform !== platform) throw new Problem('signature_invalid')

  const adapter = deps.commerce[platform]
  if (adapter.isPing(request)) return { status: 'ping' }

  const receivedAt = deps.clock.now()
  try {
    adapter.verify(request, connectionSecrets(deps, connection, receivedAt), receivedAt)
  } catch (error) {
    if (error instanceof Problem) await noteRefusal(deps, { retailerId, connectionId, receivedAt, error })
    throw error
  }

  // What a shop of its own got wrong is refused before anything is written.
  const message = readMessage(adapter, request)
  const status = await deps.retailers.transaction(retailerId, (unit) =>
    keepDelivery(deps, unit, { connectionId, platform, message, isPulled: false, receivedAt }),
  )
  return { status }
}

/** Keeps that a signature did not fit, so that its shop can find a wrong secret; of a storm, one a minute. */
async function noteRefusal(
  { retailers }: Pick<AppDeps, 'retailers'>,
  {
    retailerId,
    connectionId,
    receivedAt,
    error,
  }: {
    readonly retailerId: string
    readonly connectionId: string
    readonly receivedAt: Instant
    readonly error: Problem
  },
): Promise<void> {
  await retailers.transaction(retailerId, (unit) =>
    unit.connections.noteRefusal(connectionId, {
      at: receivedAt,
      code: error.code,
      spacingMs: REFUSAL_SPACING_MS,
    }),
  )
}
