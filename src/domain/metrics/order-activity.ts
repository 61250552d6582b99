// What one order adds to the sums, by link: counted once, its sales split like its pot, its rewards where they went.

import { ZERO_MICROS, type Micros } from '../money.ts'
import { splitExactly } from '../split-exactly.ts'
import { addActivity, NO_ACTIVITY, type Activity } from './activity.ts'

import type { LinkCode } from '../ids.ts'

/** Where what belongs to no link is counted: orders that nobody is credited for. */
export const NO_LINK: LinkCode = ''

/** A paid order as far as the sums need it; amounts in micros of the token. */
export type CountedOrder = {
  readonly salesMicros: Micros
  readonly keptSalesMicros: Micros
  readonly isNewCustomer: boolean
  /** The direct credits, the leading one first; empty for an order that nobody is credited for. */
  readonly credits: readonly { readonly code: LinkCode; readonly weight: number }[]
  readonly rewards: readonly {
    readonly code: LinkCode
    readonly role: 'direct' | 'upline'
    readonly grantedMicros: Micros
    readonly targetMicros: Micros
  }[]
}

/** What the order adds to each link; the sum over all links is the order. */
export function orderActivity(order: CountedOrder): ReadonlyMap<LinkCode, Activity> {
  const byLink = new Map<LinkCode, Activity>()
  const add = (code: LinkCode, part: Partial<Activity>): void => {
    byLink.set(code, addActivity(byLink.get(code) ?? NO_ACTIVITY, part))
  }
  const { salesMicros, keptSalesMicros } = order
  const [lead] = order.credits
  add(lead?.code ?? NO_LINK, { ordersSeen: 1, seenSalesMicros: salesMicros })
  if (!lead) return byLink

  add(lead.code, {
    orders: 1,
    newCustomerOrders: order.isNewCustomer ? 1 : 0,
    ordersGivenBack: keptSalesMicros < salesMicros ? 1 : 0,
  })
  const weights = order.credits.map(({ weight }) => BigInt(weight))
  const sales = splitExactly(salesMicros, weights)
  const kept = splitExactly(keptSalesMicros, weights)
  order.credits.forEach(({ code }, index) => {
    add(code, { salesMicros: sales[index] ?? ZERO_MICROS, keptSalesMicros: kept[index] ?? ZERO_MICROS })
  })
  for (const { code, role, grantedMicros, targetMicros } of order.rewards) {
    add(code, {
      grantedMicros,
      rewardMicros: targetMicros,
      uplineMicros: role === 'upline' ? targetMicros : ZERO_MICROS,
    })
  }
  return byLink
}
