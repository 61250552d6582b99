// F12: a person's discount code is used by people who never followed their link: it is on a coupon site.

import { BPS_PER_ONE } from '../money.ts'
import { passed, review, type MisuseVerdict } from './verdict.ts'

import type { PersonAtOrder } from './order-context.ts'

/** Orders with the code from which a share says something. */
export const COUPON_ORDERS_MIN = 10

/** Share of orders by code alone above which the code has leaked: half. */
export const COUPON_ONLY_MAX_BPS = 5_000

/** Puts an order by code alone under review when most of that person's are. */
export function couponLeak(
  person: Pick<PersonAtOrder, 'recommenderId' | 'touch' | 'hasClick' | 'couponOrders'>,
): MisuseVerdict {
  const { recommenderId, touch, hasClick } = person
  if (touch.source !== 'coupon' || hasClick) return passed('F12')
  const orders = person.couponOrders.orders + 1
  const withoutClick = person.couponOrders.withoutClick + 1
  const shareBps = Math.floor((withoutClick * Number(BPS_PER_ONE)) / orders)
  if (orders < COUPON_ORDERS_MIN || shareBps <= COUPON_ONLY_MAX_BPS)
    return passed('F12', { orders, shareBps })
  return review('F12', {
    recommenderId,
    evidence: { orders, withoutClick, shareBps },
    sentence: `${withoutClick} of ${orders} orders with this discount code came without any click.`,
  })
}
