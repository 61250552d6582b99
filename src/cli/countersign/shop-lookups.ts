// Orders that a shop's lists no longer show, asked for one by one: Stripe lists what happened for thirty days, and any list is
// read from some day on.

import { readShopOrder } from '#app/pulls/read-shop-order.ts'
import type { WebhookRequest } from '#ports/commerce.ts'
import { ShopApiFailure, type ShopApis } from '#ports/shop-api.ts'
import { SECOND_MS } from '#domain/time.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { ShopInterface } from './shop-interface.ts'

/** Before an order that the shop did not show is asked for again, in milliseconds: a minute. */
const MISSED_MS = 60 * SECOND_MS

/** Orders that are asked for at one time: a few seconds' worth of questions; what is left is asked for by the next pass. */
const LOOKUPS_MAX = 50

/** Orders kept as missed; beyond, the oldest are forgotten and asked for again. */
const MISSED_KEPT = 10_000

export type ShopLookups = (externalIds: readonly string[]) => Promise<void>

type LookupDeps = {
  readonly apis: ShopApis
  readonly now: () => Instant
  readonly warnings: string[]
  readonly take: (message: WebhookRequest) => void
}

/**
 * Asks for orders by their numbers. Rejects when the shop does not answer, so that nothing is judged meanwhile; what these
 * credentials may not read is told as a warning, and stays unknown.
 */
export function shopLookups(
  { connectionId, credentials }: ShopInterface,
  { apis, now, warnings, take }: LookupDeps,
): ShopLookups {
  const askAgainAt = new Map<string, Instant>()
  let warned: string | undefined
  return async (externalIds) => {
    const due = externalIds.filter((one) => (askAgainAt.get(one) ?? 0) <= now())
    for (const externalOrderId of due.slice(0, LOOKUPS_MAX)) {
      try {
        const messages = await readShopOrder({ shopApis: apis }, credentials, {
          externalOrderId,
          now: now(),
        })
        for (const message of messages) take(message)
      } catch (error) {
        if (!(error instanceof ShopApiFailure)) throw error
        const sentence = `Connection ${connectionId}: ${error.message}`
        if (error.kind !== 'refused') throw new Error(sentence, { cause: error })
        if (warned !== sentence) warnings.push(sentence)
        warned = sentence
      }
      askAgainAt.delete(externalOrderId)
      askAgainAt.set(externalOrderId, now() + MISSED_MS)
      const [oldest] = askAgainAt.keys()
      if (askAgainAt.size > MISSED_KEPT && oldest !== undefined) askAgainAt.delete(oldest)
    }
  }
}
