// F15: far more of one person's sales are given back than is usual in the program.

import { BPS_PER_ONE } from '../money.ts'
import { passed, review, type MisuseVerdict } from './verdict.ts'

import type { OrderMisuseContext, PersonAtOrder, Returns } from './order-context.ts'

/** Orders from which a rate says something. */
export const RETURN_ORDERS_MIN = 5

/** Rate up to which returns are usual, whatever the program's own: 30 %. */
export const RETURNS_USUAL_BPS = 3_000

/** How many times the program's own rate is still usual. */
export const RETURNS_USUAL_TIMES = 3

/** Puts further orders of somebody under review whose returns exceed 30 % and three times the program's own rate. */
export function refundRing(
  { returns: ofProgram }: Pick<OrderMisuseContext, 'returns'>,
  { recommenderId, returns }: Pick<PersonAtOrder, 'recommenderId' | 'returns'>,
): MisuseVerdict {
  const rateBps = rateOf(returns)
  const mostBps = Math.max(RETURNS_USUAL_BPS, RETURNS_USUAL_TIMES * rateOf(ofProgram))
  const evidence = { orders: returns.orders, returned: returns.returned, rateBps, mostBps }
  if (returns.orders < RETURN_ORDERS_MIN || rateBps <= mostBps) return passed('F15', evidence)
  return review('F15', {
    recommenderId,
    evidence,
    sentence: `${returns.returned} of ${returns.orders} earlier orders through this person were given back.`,
  })
}

function rateOf({ orders, returned }: Returns): number {
  return orders === 0 ? 0 : Math.floor((returned * Number(BPS_PER_ONE)) / orders)
}
