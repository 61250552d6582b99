// F16: the order is no sale: a test, or nothing was paid. An amount beyond anything that the shop has seen is looked at.

import { passed, rejected, review, type MisuseVerdict } from './verdict.ts'

import type { OrderMisuseContext } from './order-context.ts'

/** Orders from which the largest of them stands for the 99.9th percentile. */
export const USUAL_ORDERS = 1_000

/** Rejects tests and orders without a payment; puts the largest of a thousand orders under review. */
export function oddOrder({
  test,
  totalMicros,
  eligibleMicros,
  usual,
}: Pick<OrderMisuseContext, 'test' | 'totalMicros' | 'eligibleMicros' | 'usual'>): MisuseVerdict {
  if (test) return rejected('F16', { evidence: { test }, sentence: 'The shop marked this as a test order.' })
  if (totalMicros <= 0n || eligibleMicros <= 0n) {
    return rejected('F16', {
      evidence: { nothingPaid: true },
      sentence: 'Nothing that counts was paid for this order.',
    })
  }
  const isLargest = usual.orders >= USUAL_ORDERS && eligibleMicros > usual.largestMicros
  if (!isLargest) return passed('F16', { ordersCompared: usual.orders })
  return review('F16', {
    evidence: { ordersCompared: usual.orders },
    sentence: `The order is larger than any of the ${usual.orders} before it.`,
  })
}
