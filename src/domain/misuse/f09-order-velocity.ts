// F09: one person is credited for more orders an hour than the shop expects.

import { passed, review, type MisuseVerdict } from './verdict.ts'

import type { Policy } from '../policy.ts'
import type { PersonAtOrder } from './order-context.ts'

/** Orders an hour for one person that nobody wonders about. */
export const ORDERS_PER_HOUR = 20

/** Puts the orders beyond the limit under review. */
export function orderVelocity(
  { recommenderId, ordersInHour }: Pick<PersonAtOrder, 'recommenderId' | 'ordersInHour'>,
  misuse: Policy['misuse'],
): MisuseVerdict {
  const most = misuse?.ordersPerHour ?? ORDERS_PER_HOUR
  const orders = ordersInHour + 1
  if (orders <= most) return passed('F09', { orders, most })
  return review('F09', {
    recommenderId,
    evidence: { orders, most },
    sentence: `This is order ${orders} of one person within an hour; more than ${most} are unusual.`,
  })
}
