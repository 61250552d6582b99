// What a kept delivery means: facts are added to their order, and the order is evaluated anew, in one step.

import { Problem } from '#domain/problem.ts'
import { saysSameMoney } from '#domain/same-money.ts'
import { isOldDeletion } from '#domain/suspensions.ts'
import { DAY_MS } from '#domain/time.ts'
import { toHex } from 'viem/utils'

import { confirmCoupon, confirmUsedCoupons, endCoupon } from '../coupons/use-coupons.ts'
import { noteContradiction, noteOldDeletion } from '../misuse/note-contradiction.ts'
import { evaluateOrder } from '../orders/evaluate-order.ts'
import { joinNames, takeOrder } from '../orders/take-order.ts'
import { sightProducts } from '../products/sight-products.ts'
import { customerKey, emailDomainKey, emailKey, retailerKey } from '../retailers/retailer-keys.ts'
import { recordLead } from '../ways/record-lead.ts'
import { applyWish } from './apply-wish.ts'
import { deliveryContext } from './keep-delivery.ts'
import { believedOf, lookAtOrder, lookFor, type OrderLook, type SeenOrder } from './look-at-order.ts'

import type { RetailerId } from '#domain/ids.ts'
import type { OrderFact } from '#domain/order-facts.ts'
import type { DecodedDelivery, DecodedFact, SightedProduct } from '#ports/commerce.ts'
import type { DeliveryRow } from '#ports/delivery-rows.ts'
import type { OrderRow } from '#ports/order-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

/** What reading a delivery takes. */
export type ProcessDeps = Pick<
  AppDeps,
  'retailers' | 'clock' | 'random' | 'macs' | 'sealer' | 'commerce' | 'log' | 'settings'
>

type Named = { readonly retailerId: RetailerId; readonly deliveryId: string }

/** How far ahead of its arrival a payment may be dated, in milliseconds: clocks err, and time zones err by hours. */
const DATED_AHEAD_MS = DAY_MS

const NOTE_DATED_AHEAD = 'It dates the payment more than a day ahead, so nobody is credited.'
const NOTE_OLD_DELETION =
  'The order was deleted and brought back before, and this may be that message again, so the order still counts.'
const NOTE_CONFLICT = 'It contradicts what was told before, which stays.'

/**
 * Processes a delivery once; a repeat finds it done. A body that cannot be read is parked with its reason, and an order
 * that was deleted is looked at first where that is possible.
 */
export async function processDelivery(
  deps: ProcessDeps & Pick<AppDeps, 'shopApis'>,
  named: Named,
): Promise<void> {
  const look = await processOnce(deps, named)
  if (look) await processOnce(deps, named, await lookAtOrder(deps, look))
}

/** Resolves with what has to be looked at first, and has done nothing then. */
async function processOnce(
  deps: ProcessDeps,
  { retailerId, deliveryId }: Named,
  seen?: SeenOrder,
): Promise<OrderLook | undefined> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const delivery = await unit.deliveries.take(deliveryId)
    if (delivery?.state !== 'received') return undefined
    const told = decode(deps, delivery)
    const look = seen === undefined && told.kind === 'facts' ? await lookFor(unit, delivery, told) : undefined
    if (look) return look
    const decoded = seen !== undefined && told.kind === 'facts' ? believedOf(deps, told, seen) : told
    const { state, outcome } = await finished(deps, unit, { delivery, decoded })
    const asked = seen === undefined ? '' : ` ${SEEN_SENTENCES[typeof seen === 'string' ? seen : 'there']}`
    await unit.deliveries.finish(deliveryId, { state, outcome: outcome + asked, at: deps.clock.now() })
    return undefined
  })
}

/** What the shop said when it was asked for an order that it had told to be deleted. */
const SEEN_SENTENCES = {
  gone: 'The shop was asked, and no longer has the order.',
  there:
    'The message says that the order was deleted; the shop was asked, and this is how the order stands there.',
  unknown: 'The shop was asked whether it has the order, and gave no answer.',
} as const

type Finished = { readonly state: 'processed' | 'skipped' | 'parked'; readonly outcome: string }

/** What became of a delivery, in words for its shop. */
async function finished(
  deps: ProcessDeps,
  unit: RetailerUnit,
  { delivery, decoded }: { readonly delivery: DeliveryRow; readonly decoded: Decoded },
): Promise<Finished> {
  if (decoded.kind === 'facts') {
    const { outcome } = await applyFacts(deps, unit, delivery, decoded)
    return { state: 'processed', outcome }
  }
  if (decoded.kind === 'lead') {
    const { isCredited } = await recordLead(deps, unit, {
      sourceId: delivery.connectionId,
      externalId: decoded.externalLeadId,
      happenedAt: decoded.happenedAt,
      references: decoded.references,
    })
    const place = isCredited ? 'counted for the link that led to it' : 'no link led to it'
    return { state: 'processed', outcome: `Read as a lead: ${place}, not paid.` }
  }
  if (decoded.kind === 'products') {
    await sight(deps, unit, delivery, { products: decoded.products, isNews: true })
    return { state: 'processed', outcome: 'Read as a product for stories.' }
  }
  if (decoded.kind === 'discount') {
    const change = decoded.state === 'valid' ? confirmCoupon : endCoupon
    const isKnown = await change(unit, decoded.code, deps.clock.now())
    return {
      state: 'processed',
      outcome: isKnown
        ? `Read as a discount code: ${decoded.state}.`
        : 'Nobody waits for this discount code.',
    }
  }
  if (decoded.kind === 'privacy') {
    return { state: 'processed', outcome: await applyWish(deps, unit, delivery, decoded) }
  }
  if (decoded.kind === 'names') {
    const order = await joinNames(deps, unit, { ...decoded, connectionId: delivery.connectionId })
    if (order) await evaluateOrder(deps, unit, order)
    return { state: 'processed', outcome: 'Read as other numbers of one order.' }
  }
  return { state: decoded.kind, outcome: decoded.rule }
}

async function sight(
  deps: ProcessDeps,
  unit: RetailerUnit,
  { connectionId }: Pick<DeliveryRow, 'connectionId'>,
  sighted: { readonly products: readonly SightedProduct[]; readonly isNews: boolean },
): Promise<void> {
  const connection = await unit.programs.connection(connectionId)
  if (connection) await sightProducts(deps, unit, { ...sighted, currency: connection.currency })
}

type Decoded =
  | DecodedDelivery
  /** Cannot be read as the platform's format; kept for a person to look at. */
  | { readonly kind: 'parked'; readonly rule: string }

function decode(deps: Pick<AppDeps, 'sealer' | 'commerce'>, delivery: DeliveryRow): Decoded {
  const rawBody = deps.sealer.open(delivery.bodySealed, deliveryContext(delivery.deliveryId))
  try {
    return deps.commerce[delivery.platform].decode({
      headers: delivery.headers,
      rawBody,
    })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return {
      kind: 'parked',
      rule: `${error.message} ${JSON.stringify(error.facts)}`,
    }
  }
}

/** Where facts came from. */
type Source = Pick<DeliveryRow, 'connectionId' | 'deliveryId' | 'receivedAt'>

/** Adds facts to their order and evaluates it; resolves with the order and a sentence for its shop. */
export async function applyFacts(
  deps: ProcessDeps,
  unit: RetailerUnit,
  delivery: Source,
  { externalOrderId, otherNames, facts, products = [] }: Extract<DecodedDelivery, { kind: 'facts' }>,
): Promise<{ readonly orderId: string; readonly outcome: string }> {
  const now = deps.clock.now()
  const order = await takeOrder(deps, unit, {
    connectionId: delivery.connectionId,
    externalOrderId,
    otherNames,
    paidAt: facts.find((fact) => fact.kind === 'paid')?.paidAt,
  })
  const notes = new Set<string>()
  for (const decoded of facts) {
    const fact = await keyedFact(deps, unit, delivery, decoded)
    const status = await unit.orders.insertFact(order.orderId, fact, {
      deliveryId: delivery.deliveryId,
      now,
    })
    if (fact.kind === 'paid' && fact.datedAhead) notes.add(NOTE_DATED_AHEAD)
    if (fact.kind === 'deleted' && isOldDeletion(await unit.orders.facts(order.orderId), fact)) {
      notes.add(NOTE_OLD_DELETION)
      await noteOldDeletion(deps, unit, order)
    }
    // A later picture of the whole order brings an edit; what it says of the payment was said before.
    const isRetold = fact.kind === 'paid' && facts.some(({ kind }) => kind === 'edited')
    if (status === 'conflicts' && !isRetold && !(await isOtherTelling(unit, delivery, order, fact))) {
      notes.add(NOTE_CONFLICT)
      await noteContradiction(deps, unit, { orderId: order.orderId, fact })
      deps.log.warn('a delivery contradicts a fact that stands; the first one stays', {
        deliveryId: delivery.deliveryId,
        factKey: fact.factKey,
      })
    }
  }
  for (const fact of facts) {
    if (fact.kind === 'paid') await confirmUsedCoupons(unit, fact.references, now)
  }
  if (products.length > 0) await sight(deps, unit, delivery, { products, isNews: false })
  await evaluateOrder(deps, unit, order)
  const outcome = [`Read as ${facts.map((fact) => fact.kind).join(', ')}.`, ...notes].join(' ')
  return { orderId: order.orderId, outcome }
}

/**
 * Of a shop that sends and is read, or that is connected twice, one telling may word a fact otherwise; it contradicts only
 * where money differs.
 */
async function isOtherTelling(
  unit: RetailerUnit,
  { connectionId }: Source,
  { orderId, connectionId: firstId }: OrderRow,
  fact: OrderFact,
): Promise<boolean> {
  if (connectionId === firstId && !(await unit.pulls.state(connectionId))) return false
  const standing = (await unit.orders.facts(orderId)).find((one) => one.factKey === fact.factKey)
  return standing !== undefined && saysSameMoney(standing, fact)
}

/** What is personal leaves here as keyed hashes, and what needs a clock is decided by the delivery's arrival. */
async function keyedFact(
  deps: Pick<AppDeps, 'clock' | 'macs' | 'sealer' | 'settings'>,
  unit: RetailerUnit,
  { connectionId, receivedAt }: Source,
  decoded: DecodedFact,
): Promise<OrderFact> {
  if (decoded.kind === 'deleted') {
    const deletedAt = decoded.isGone ? deps.clock.now() : receivedAt
    return { ...decoded, factKey: `deleted:${deletedAt}`, deletedAt }
  }
  if (decoded.kind !== 'paid') return decoded
  const { buyerEmail, buyerEmailDomain, customerId, sandbox, ...paid } = decoded
  const { macs } = deps
  const key = await retailerKey(deps, unit, 'buyer')
  const customer = customerId === undefined ? undefined : { connectionId, customerId }
  return {
    ...paid,
    ...(buyerEmail === undefined ? {} : { buyerKey: toHex(emailKey(macs, key, buyerEmail)) }),
    ...(buyerEmailDomain === undefined
      ? {}
      : { emailDomainKey: toHex(emailDomainKey(macs, key, buyerEmailDomain)) }),
    ...(customer ? { customerKey: toHex(customerKey(macs, key, customer)) } : {}),
    test: paid.test || (sandbox === true && !deps.settings.testnet),
    ...(paid.paidAt > receivedAt + DATED_AHEAD_MS ? { datedAhead: true } : {}),
  }
}
