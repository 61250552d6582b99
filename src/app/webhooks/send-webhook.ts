// One attempt at a delivery: the outbox's job, at least once. What came of it is written down, and the next attempt put
// into the outbox, in one database transaction; the connection is open in none.

import { SECOND_MS } from '#domain/time.ts'
import { isGivenUp, nextAttemptAt, retryAfterMs } from '#domain/webhooks/attempt-schedule.ts'
import { TEST_EVENT_TYPE } from '#domain/webhooks/shop-event.ts'

import { endpointKeys } from './endpoint-keys.ts'
import { webhookHeaders } from './sign-webhook.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { OutboxJobs, RetailerUnit } from '#ports/retailer-store.ts'
import type { WebhookAttemptRow, WebhookDeliveryRow, WebhookEndpointRow } from '#ports/webhook-rows.ts'
import type { OutgoingWebhook, WebhookAnswer } from '#ports/webhook-sender.ts'

import type { AppDeps } from '../deps.ts'

export type SendWebhookDeps = Pick<
  AppDeps,
  'retailers' | 'clock' | 'random' | 'macs' | 'sealer' | 'webhooks' | 'log'
>

type Job = OutboxJobs['send-webhook']

/** Statuses by which a receiver says that it is there no more (410), and asks to be left alone for a while. */
const GONE = 410
const THROTTLES: readonly number[] = [429, 502, 503, 504]

const UINT16 = 65_536

/** Sends what is due; a job that comes again after its attempt was written down does nothing. */
export async function sendWebhook(deps: SendWebhookDeps, job: Job): Promise<void> {
  const due = await deps.retailers.transaction(job.retailerId, (unit) => readDue(deps, unit, job))
  if (due === undefined) return
  const startedAt = deps.clock.now()
  const answer = await deps.webhooks.post(due)
  const now = deps.clock.now()
  const attempt = attemptRow(job.attempt, startedAt, now, answer)
  await deps.retailers.transaction(job.retailerId, (unit) =>
    record(deps, unit, job, { attempt, waitMs: waitMsOf(answer, now) }),
  )
}

/** A delivery whose job failed on this side as often as a job may: it is given up, for everybody to see. */
export async function buryWebhook(
  deps: Pick<AppDeps, 'retailers'>,
  { retailerId, deliveryId }: OutboxJobs['dead-webhook'],
): Promise<void> {
  await deps.retailers.transaction(retailerId, async (unit) => {
    const delivery = await unit.webhooks.lockDelivery(deliveryId)
    if (delivery?.state !== 'waiting') return
    await unit.webhooks.updateDelivery(deliveryId, { ...delivery, state: 'dead', nextAt: null })
  })
}

/** What is to be sent now; undefined when nothing is, any more. */
async function readDue(
  deps: SendWebhookDeps,
  unit: RetailerUnit,
  { deliveryId, attempt }: Job,
): Promise<OutgoingWebhook | undefined> {
  const delivery = await unit.webhooks.lockDelivery(deliveryId)
  if (!isDue(delivery, attempt)) return undefined
  const event = await unit.webhooks.event(delivery.eventId)
  const endpoint = await unit.webhooks.endpoint(delivery.endpointId)
  if (!event || !endpoint || (endpoint.disabledAt !== null && event.type !== TEST_EVENT_TYPE)) {
    await unit.webhooks.updateDelivery(deliveryId, { ...delivery, state: 'stopped', nextAt: null })
    return undefined
  }
  const now = deps.clock.now()
  const { eventId: id, body } = event
  const timestampSeconds = Math.floor(now / SECOND_MS)
  const keys = endpointKeys(deps, endpoint, now)
  return { url: endpoint.url, headers: webhookHeaders(deps.macs, { id, timestampSeconds, body, keys }), body }
}

function isDue(delivery: WebhookDeliveryRow | undefined, attempt: number): delivery is WebhookDeliveryRow {
  return delivery?.state === 'waiting' && delivery.attempts === attempt - 1
}

function attemptRow(
  attempt: number,
  startedAt: Instant,
  now: Instant,
  answer: WebhookAnswer,
): WebhookAttemptRow {
  return {
    attempt,
    at: startedAt,
    milliseconds: Math.max(now - startedAt, 0),
    status: answer.kind === 'answered' ? answer.status : null,
    reason: reasonOf(answer),
  }
}

/** Why it did not arrive, in words for the shop; null when it did. */
function reasonOf(answer: WebhookAnswer): string | null {
  if (answer.kind === 'failed') return `The address ${answer.reason}.`
  const { status } = answer
  if (status >= 200 && status < 300) return null
  if (status === GONE) return 'The address says that it is gone for good.'
  if (status >= 300 && status < 400) return 'The address answers with a redirect, and none is followed.'
  return 'The address did not take it.'
}

function waitMsOf(answer: WebhookAnswer, now: Instant): number {
  const isAsked = answer.kind === 'answered' && THROTTLES.includes(answer.status)
  return isAsked ? retryAfterMs(answer.retryAfter, now) : 0
}

async function record(
  deps: SendWebhookDeps,
  unit: RetailerUnit,
  job: Job,
  { attempt, waitMs }: { readonly attempt: WebhookAttemptRow; readonly waitMs: number },
): Promise<void> {
  const { deliveryId } = job
  const delivery = await unit.webhooks.lockDelivery(deliveryId)
  if (!isDue(delivery, job.attempt)) return
  await unit.webhooks.insertAttempt(deliveryId, attempt)
  const endpoint = await unit.webhooks.lockEndpoint(delivery.endpointId)
  const isTest = delivery.type === TEST_EVENT_TYPE
  const done = { attempts: job.attempt, nextAt: null }
  if (attempt.reason === null) {
    await unit.webhooks.updateDelivery(deliveryId, { ...done, state: 'delivered' })
    if (endpoint && endpoint.failures > 0)
      await unit.webhooks.updateEndpoint(endpoint.endpointId, { failingSince: null, failures: 0 })
    return
  }
  const isDisabled = endpoint !== undefined && !isTest && (await noteFailure(deps, unit, endpoint, attempt))
  const nextAt =
    endpoint === undefined || isTest || isDisabled
      ? undefined
      : nextAttemptAt({
          attempt: job.attempt,
          now: deps.clock.now(),
          random: randomPart(deps),
          askedMs: waitMs,
        })
  if (nextAt === undefined) {
    await unit.webhooks.updateDelivery(deliveryId, { ...done, state: 'dead' })
    return
  }
  await unit.webhooks.updateDelivery(deliveryId, { state: 'waiting', attempts: job.attempt, nextAt })
  const next = { ...job, attempt: job.attempt + 1 }
  await unit.enqueue({ queue: 'send-webhook', data: next, startAt: nextAt })
}

/** Counts a failure of an endpoint and disables one that is gone or has failed for days; says whether it did. */
async function noteFailure(
  { log }: SendWebhookDeps,
  unit: RetailerUnit,
  { endpointId, failingSince, failures, disabledAt }: WebhookEndpointRow,
  { at, status }: WebhookAttemptRow,
): Promise<boolean> {
  const failing = { failingSince: failingSince ?? at, failures: failures + 1 }
  const reason = status === GONE ? 'gone' : isGivenUp(failing, at) ? 'failing' : undefined
  if (reason === undefined || disabledAt !== null) {
    await unit.webhooks.updateEndpoint(endpointId, failing)
    return false
  }
  await unit.webhooks.updateEndpoint(endpointId, { ...failing, disabledReason: reason, disabledAt: at })
  log.warn('a webhook endpoint was disabled', { retailerId: unit.retailerId, endpointId, reason })
  return true
}

/** From 0 up to 1. */
function randomPart({ random }: Pick<AppDeps, 'random'>): number {
  const [high = 0, low = 0] = random.bytes(2)
  return (high * 256 + low) / UINT16
}
