// What a kept delivery means: facts are added to their order, and the order is evaluated anew, in one step.

import { Problem } from '#domain/problem.ts'
import { stringToBytes, toHex } from 'viem/utils'

import { newId } from '../new-id.ts'
import { evaluateOrder } from '../orders/evaluate-order.ts'
import { emailKey, retailerKey } from '../retailers/retailer-keys.ts'
import { deliveryContext } from './receive-delivery.ts'

import type { OrderFact } from '#domain/order-facts.ts'
import type { DecodedDelivery, DecodedFact } from '#ports/commerce.ts'
import type { DeliveryRow } from '#ports/delivery-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

type ProcessDeps = Pick<AppDeps, 'retailers' | 'clock' | 'random' | 'macs' | 'sealer' | 'commerce' | 'log'>

/** Processes a delivery once; a repeat finds it done. A body that cannot be read is parked with its reason. */
export async function processDelivery(
  deps: ProcessDeps,
  { retailerId, deliveryId }: { readonly retailerId: string; readonly deliveryId: string },
): Promise<void> {
  await deps.retailers.transaction(retailerId, async (unit) => {
    const delivery = await unit.deliveries.take(deliveryId)
    if (delivery?.state !== 'received') return
    const decoded = decode(deps, delivery)
    if (decoded.kind === 'facts') await applyFacts(deps, unit, delivery, decoded)
    const result =
      decoded.kind === 'facts'
        ? {
            state: 'processed' as const,
            outcome: `Read as ${decoded.facts.map((fact) => fact.kind).join(', ')}.`,
          }
        : { state: decoded.kind, outcome: decoded.rule }
    await unit.deliveries.finish(deliveryId, {
      ...result,
      at: deps.clock.now(),
    })
  })
}

type Decoded =
  | Extract<DecodedDelivery, { kind: 'facts' | 'skipped' }>
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

async function applyFacts(
  deps: ProcessDeps,
  unit: RetailerUnit,
  delivery: DeliveryRow,
  { externalOrderId, facts }: Extract<DecodedDelivery, { kind: 'facts' }>,
): Promise<void> {
  const now = deps.clock.now()
  const orderKey = await retailerKey(deps, unit, 'order')
  const order = await unit.orders.take({
    orderId: newId(deps, unit.retailerId),
    connectionId: delivery.connectionId,
    externalId: externalOrderId,
    sourceOrder: deps.macs.hmacSha256(
      orderKey,
      stringToBytes(`${delivery.connectionId}\n${externalOrderId}`),
    ),
    now,
  })
  for (const decoded of facts) {
    const fact = await keyedFact(deps, unit, decoded)
    const status = await unit.orders.insertFact(order.orderId, fact, {
      deliveryId: delivery.deliveryId,
      now,
    })
    if (status === 'conflicts') {
      deps.log.warn('a delivery contradicts a fact that stands; the first one stays', {
        deliveryId: delivery.deliveryId,
        factKey: fact.factKey,
      })
    }
  }
  await evaluateOrder(deps, unit, order)
}

/** The buyer's e-mail leaves here as a keyed hash. */
async function keyedFact(
  deps: Pick<AppDeps, 'macs' | 'sealer'>,
  unit: RetailerUnit,
  decoded: DecodedFact,
): Promise<OrderFact> {
  if (decoded.kind !== 'paid') return decoded
  const { buyerEmail, ...fact } = decoded
  if (buyerEmail === undefined) return fact
  const key = await retailerKey(deps, unit, 'buyer')
  return { ...fact, buyerKey: toHex(emailKey(deps.macs, key, buyerEmail)) }
}
