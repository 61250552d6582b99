// A webhook arrives: verified on its raw bytes, kept, and only then answered. What it means is worked out by a job.

import { ID_SUFFIX_LENGTH, isId, RETAILER_ID_LENGTH, retailerIdOf } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'
import { concatBytes, stringToBytes } from 'viem/utils'

import { newId } from '../new-id.ts'
import { connectionSecrets } from '../retailers/create-connection.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { CommerceAdapter, Platform, WebhookRequest } from '#ports/commerce.ts'

import type { AppDeps } from '../deps.ts'

/** Headers that are kept beside the body: they say how to read it, and nothing is believed of them. */
const KEPT_HEADERS = [
  'x-shopify-topic',
  'x-shopify-api-version',
  'x-wc-webhook-topic',
  'content-type',
] as const

/** Longest header value that is kept, in characters. */
const HEADER_LENGTH_MAX = 200

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

  const headers = keptHeaders(request.headers)
  const deliveryId = newId(deps, retailerId)
  // The topic says how a body is read, so it is part of what is the same delivery. It is not signed: topics that say
  // nothing about an order count as one, or a body could be kept again and again under topics made up.
  const topic = adapter.topicOf(request)?.slice(0, HEADER_LENGTH_MAX)
  const read = tellsOfOrder(adapter, request) ? (topic ?? '') : 'skipped'
  const bodyHash = deps.macs.sha256(concatBytes([stringToBytes(`${read}\n`), request.rawBody]))
  const status = await deps.retailers.transaction(retailerId, async (unit) => {
    const inserted = await unit.deliveries.insert({
      deliveryId,
      connectionId,
      platform,
      bodyHash,
      topic: topic ?? null,
      headers,
      bodySealed: deps.sealer.seal(request.rawBody, deliveryContext(deliveryId)),
      state: 'received',
      receivedAt,
    })
    // A repeat of what nobody has processed yet gives the job another chance.
    const due =
      inserted === 'recorded' ? deliveryId : await unit.deliveries.unprocessed(connectionId, bodyHash)
    if (due !== undefined) {
      await unit.enqueue({ queue: 'process-delivery', data: { retailerId, deliveryId: due } })
    }
    return inserted
  })
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

/**
 * Whether a request tells of an order. A body that cannot be read is refused here and now where somebody hears of it, so
 * throws; where nobody does, it is kept, and parked by the job.
 */
function tellsOfOrder(adapter: CommerceAdapter, request: WebhookRequest): boolean {
  try {
    return adapter.decode(request).kind === 'facts'
  } catch (error) {
    if (adapter.hearsRefusals || !(error instanceof Problem)) throw error
    return false
  }
}

/** What a delivery's body is sealed under. */
export function deliveryContext(deliveryId: string): string {
  return `delivery:${deliveryId}`
}

function keptHeaders(headers: WebhookRequest['headers']): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const name of KEPT_HEADERS) {
    const value = headers[name]
    if (value !== undefined) kept[name] = value.slice(0, HEADER_LENGTH_MAX)
  }
  return kept
}
