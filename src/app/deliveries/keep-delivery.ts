// Keeps a message of a shop in the inbox, whether the shop sent it or it was read from the shop. What it means is worked out
// by a job.

import { Problem } from '#domain/problem.ts'
import { SECOND_MS } from '#domain/time.ts'
import { concatBytes, stringToBytes } from 'viem/utils'

import { newId } from '../new-id.ts'

import type { ConnectionId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { CommerceAdapter, DecodedDelivery, Platform, WebhookRequest } from '#ports/commerce.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

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

/** Within this time the same words without an instant are one message, in milliseconds: a minute, for what is sent twice. */
const SAME_MOMENT_MS = 60 * SECOND_MS

/** A message, and what it was read as; undefined where it cannot be read, and is kept for a person to look at. */
export type ReadMessage = {
  readonly request: WebhookRequest
  readonly decoded: DecodedDelivery | undefined
}

/**
 * Reads a message. A body that cannot be read is refused here and now where somebody hears of it, so throws; where nobody
 * does, it is kept, and parked by the job.
 */
export function readMessage(adapter: CommerceAdapter, request: WebhookRequest): ReadMessage {
  try {
    return { request, decoded: adapter.decode(request) }
  } catch (error) {
    if (adapter.hearsRefusals || !(error instanceof Problem)) throw error
    return { request, decoded: undefined }
  }
}

export type KeepDeliveryInput = {
  readonly connectionId: ConnectionId
  readonly platform: Platform
  readonly message: ReadMessage
  /** Whether it was read from the shop, not sent by it. */
  readonly isPulled: boolean
  readonly receivedAt: Instant
}

/** Keeps a message and has it processed; one that is known already is `already-recorded`. */
export async function keepDelivery(
  deps: Pick<AppDeps, 'random' | 'clock' | 'macs' | 'sealer' | 'commerce'>,
  unit: RetailerUnit,
  { connectionId, platform, message: { request, decoded }, isPulled, receivedAt }: KeepDeliveryInput,
): Promise<'recorded' | 'already-recorded'> {
  const { retailerId } = unit
  const deliveryId = newId(deps, retailerId)
  // The topic says how a body is read, so it is part of what is the same delivery. It is not signed: topics that say
  // nothing of an order or a buyer count as one, or a body could be kept again and again under topics made up.
  const topic = deps.commerce[platform].topicOf(request)?.slice(0, HEADER_LENGTH_MAX)
  const isRead = decoded?.kind === 'facts' || decoded?.kind === 'privacy'
  const read = isRead ? (topic ?? '') : 'skipped'
  const bodyHash = deps.macs.sha256(
    concatBytes([stringToBytes(`${read}\n${momentOf(decoded, receivedAt)}`), request.rawBody]),
  )
  const status = await unit.deliveries.insert({
    deliveryId,
    connectionId,
    platform,
    bodyHash,
    topic: topic ?? null,
    isPulled,
    headers: keptHeaders(request.headers),
    bodySealed: deps.sealer.seal(request.rawBody, deliveryContext(deliveryId)),
    state: 'received',
    receivedAt,
  })
  // A repeat of what nobody has processed yet gives the job another chance.
  const due = status === 'recorded' ? deliveryId : await unit.deliveries.unprocessed(connectionId, bodyHash)
  if (due !== undefined)
    await unit.enqueue({ queue: 'process-delivery', data: { retailerId, deliveryId: due } })
  return status
}

/**
 * A deletion says no instant, and an order that was brought back may be deleted again in the very same words: within a
 * minute those are one message, and after it another.
 */
function momentOf(decoded: DecodedDelivery | undefined, receivedAt: Instant): string {
  const isUndated = decoded?.kind === 'facts' && decoded.facts.some(({ kind }) => kind === 'deleted')
  return isUndated ? `${Math.floor(receivedAt / SAME_MOMENT_MS)}\n` : ''
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
