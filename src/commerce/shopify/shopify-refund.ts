// A refund of Shopify, from its own topic or from the list in its order, as one fact.

import type { DecodedFact } from '#ports/commerce.ts'
import type { ShopifyRefund } from '#schema/commerce/shopify-body.ts'
import { isRefundMoney, refundAmounts } from './shopify-amounts.ts'

/** The fact of a refund; undefined when it gives nothing back that rewards are computed from. */
export function refundFact(refund: ShopifyRefund): DecodedFact | undefined {
  const at = refund.processed_at ?? refund.created_at
  const payments = refund.transactions.filter(({ kind }) => kind === 'refund')
  if (payments.length > 0 && !payments.some(isRefundMoney)) {
    return { kind: 'refund-failed', factKey: `refund-failed:${refund.id}`, failedAt: at }
  }
  const amounts = refundAmounts(refund)
  if (!amounts) return undefined
  const { eligibleMicros, lines = [], shippingMicros = 0n, taxMicros = 0n } = amounts
  const givesNothing = eligibleMicros + shippingMicros + taxMicros === 0n
  if (givesNothing && lines.every((line) => line.quantity === 0)) return undefined
  return { kind: 'refunded', factKey: `refund:${refund.id}`, refundedAt: at, ...amounts }
}
