// F10: the order came too soon after the click to be caused by it, or the buyer was already paying: an extension or a
// coupon page put its own link in at the end.

import { SECOND_MS } from '../time.ts'
import { passed, review, type MisuseVerdict } from './verdict.ts'

import type { Policy } from '../policy.ts'
import type { OrderMisuseContext, PersonAtOrder } from './order-context.ts'

/** Seconds between a click and a payment below which nobody has chosen anything. */
const FASTEST_ORDER_SECONDS = 5

/** Sources that come from a click. */
const CLICK_SOURCES: readonly string[] = ['click-token', 'landing-ref']

/** Puts a click at the last moment under review. A click after the payment is a difference of clocks, judged elsewhere. */
export function clickToOrder(
  { paidAt, checkoutStartedAt }: Pick<OrderMisuseContext, 'paidAt' | 'checkoutStartedAt'>,
  { recommenderId, touch }: Pick<PersonAtOrder, 'recommenderId' | 'touch'>,
  misuse: Policy['misuse'],
): MisuseVerdict {
  if (!CLICK_SOURCES.includes(touch.source)) return passed('F10')
  const age = paidAt - touch.touchedAt
  const afterCheckout = checkoutStartedAt !== undefined && touch.touchedAt > checkoutStartedAt
  const fastestSeconds = misuse?.fastestOrderSeconds ?? FASTEST_ORDER_SECONDS
  const tooFast = age >= 0 && age < fastestSeconds * SECOND_MS
  const ageSeconds = Math.floor(age / SECOND_MS)
  if (!afterCheckout && !tooFast) return passed('F10', { ageSeconds })
  return review('F10', {
    recommenderId,
    evidence: { ageSeconds, afterCheckout },
    sentence: afterCheckout
      ? 'The link was followed after the buyer had begun to pay.'
      : `The link was followed ${ageSeconds} seconds before the payment.`,
  })
}
