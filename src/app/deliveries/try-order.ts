// An order that never was: read, attributed and valued by the very steps that a real one takes, in a database transaction
// that is taken back. Nothing of it stays, so nothing counts.

import {
  CLICK_NONCE_LENGTH,
  clickClaimText,
  formatClickToken,
  LINK_CODE_LENGTH,
} from '#domain/click-token.ts'
import { isId } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'
import { SECOND_MS } from '#domain/time.ts'
import { sumMicros, ZERO_MICROS, type Micros } from '#domain/money.ts'
import { stringToBytes } from 'viem/utils'

import { openConnection } from '../connections/own-connection.ts'
import { newCode, newId } from '../new-id.ts'
import { readTrace, type OrderTraceView } from '../orders/read-order-trace.ts'
import { retailerKey } from '../retailers/retailer-keys.ts'
import { applyFacts, type ProcessDeps } from './process-delivery.ts'

import type { CarriedReference } from '#domain/order-facts.ts'
import type { DecodedDelivery, DecodedFact, WebhookRequest } from '#ports/commerce.ts'
import type { ConnectionRow } from '#ports/program-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

/** What an order is made of when nobody says: enough to see a reward, little enough for any cap. */
const AMOUNT_DEFAULT = '25.00'

/** How long ago its buyer followed the link, in milliseconds: a minute. */
const CLICKED_BEFORE_MS = 60 * SECOND_MS

/** Begins the number of every tried order, so that it meets no order that there is. */
const TRIED_PREFIX = 'try '

export type TryOrderInput = {
  readonly retailerId: string
  readonly connectionId: string
  /** A body in the platform's own form; without one an order is made up. */
  readonly body?: string | undefined
  /** Of that body. */
  readonly topic?: string | undefined
  /** Of the order that is made up: somebody's link that its buyer followed a minute before. */
  readonly linkCode?: string | undefined
  /** Of the order that is made up: what was bought, a decimal string in the connection's currency. */
  readonly amount?: string | undefined
}

export type TriedFact = {
  readonly kind: DecodedFact['kind']
  readonly currency: string | null
  /** What rewards are computed from, and all of it. */
  readonly eligible: Micros | null
  readonly total: Micros | null
  readonly carried: readonly Pick<CarriedReference, 'carriage' | 'kind'>[]
}

export type TriedOrder = {
  readonly topic: string | null
  /** The body that was read. */
  readonly body: string
  /** One sentence. */
  readonly read: string
  readonly facts: readonly TriedFact[]
  /** Null when the body tells of no order. */
  readonly trace: OrderTraceView | null
  /** To all people together, in test dollars. */
  readonly pays: Micros
}

type TryDeps = ProcessDeps & Pick<AppDeps, 'commerce'>

/** Carries a result out of a database transaction that must not stay. */
class TakenBack extends Error {
  readonly tried: TriedOrder

  constructor(tried: TriedOrder) {
    super('taken back')
    this.tried = tried
  }
}

/**
 * What would become of an order. Throws `not_found`, `connection_closed`, and `input_invalid` or `body_malformed` for a body
 * that cannot be read.
 */
export async function tryOrder(deps: TryDeps, input: TryOrderInput): Promise<TriedOrder> {
  try {
    return await deps.retailers.transaction(input.retailerId, async (unit) => {
      const connection = await openConnection(unit, input.connectionId)
      throw new TakenBack(await tryInside(deps, unit, { connection, input }))
    })
  } catch (error) {
    if (error instanceof TakenBack) return error.tried
    throw error
  }
}

async function tryInside(
  deps: TryDeps,
  unit: RetailerUnit,
  { connection, input }: { readonly connection: ConnectionRow; readonly input: TryOrderInput },
): Promise<TriedOrder> {
  const request = await requestOf(deps, unit, { connection, input })
  const adapter = deps.commerce[connection.platform]
  const decoded = adapter.decode(request)
  const seen = { topic: adapter.topicOf(request) ?? null, body: new TextDecoder().decode(request.rawBody) }
  if (decoded.kind !== 'facts') {
    return { ...seen, read: sentenceOf(decoded), facts: [], trace: null, pays: ZERO_MICROS }
  }
  const { connectionId } = connection
  const delivery = { connectionId, deliveryId: newId(deps, unit.retailerId), receivedAt: deps.clock.now() }
  const { externalOrderId, facts } = decoded
  const { orderId, outcome } = await applyFacts(deps, unit, delivery, {
    kind: 'facts',
    externalOrderId: TRIED_PREFIX + externalOrderId,
    facts,
  })
  const trace = await readTrace(unit, orderId)
  return {
    ...seen,
    read: outcome,
    facts: facts.map(triedFact),
    trace: { ...trace, externalId: externalOrderId },
    pays: sumMicros(trace.credits.map(({ target }) => target)),
  }
}

async function requestOf(
  deps: TryDeps,
  unit: RetailerUnit,
  { connection, input }: { readonly connection: ConnectionRow; readonly input: TryOrderInput },
): Promise<WebhookRequest> {
  const { platform, currency } = connection
  if (input.body !== undefined) {
    const topic = input.topic ?? ''
    const headers = { 'x-shopify-topic': topic, 'x-wc-webhook-topic': topic }
    return { headers, rawBody: stringToBytes(input.body) }
  }
  const now = deps.clock.now()
  const clickToken = input.linkCode === undefined ? undefined : await tokenOf(deps, unit, input.linkCode)
  const sample = deps.commerce[platform].sampleOrder({
    number: String(now),
    amount: input.amount ?? AMOUNT_DEFAULT,
    currency,
    clickToken,
    at: now,
    test: false,
  })
  const headers = { 'x-shopify-topic': sample.topic, 'x-wc-webhook-topic': sample.topic }
  return { headers, rawBody: stringToBytes(sample.body) }
}

/** The token of a click a minute ago on one of the retailer's own links; throws `not_found` for any other. */
async function tokenOf(deps: TryDeps, unit: RetailerUnit, code: string): Promise<string> {
  const link = isId(code, LINK_CODE_LENGTH) ? await unit.programs.link(code) : undefined
  if (!link) throw new Problem('not_found')
  const clickedAtSeconds = Math.floor((deps.clock.now() - CLICKED_BEFORE_MS) / SECOND_MS)
  const claim = { code, clickedAtSeconds, nonce: newCode(deps, CLICK_NONCE_LENGTH) }
  const key = await retailerKey(deps, unit, 'click')
  return formatClickToken(claim, deps.macs.hmacSha256(key, stringToBytes(clickClaimText(claim))))
}

function triedFact(fact: DecodedFact): TriedFact {
  const isPurchase = fact.kind === 'paid' || fact.kind === 'edited'
  return {
    kind: fact.kind,
    currency: 'currency' in fact ? fact.currency : null,
    eligible: isPurchase || fact.kind === 'refunded' ? fact.eligibleMicros : null,
    total: isPurchase ? fact.totalMicros : null,
    carried: fact.kind === 'paid' ? fact.references.map(({ carriage, kind }) => ({ carriage, kind })) : [],
  }
}

function sentenceOf(decoded: Exclude<DecodedDelivery, { kind: 'facts' }>): string {
  return decoded.kind === 'skipped' ? decoded.rule : 'It tells of no order.'
}
