// Checkout sessions, charges, refunds and disputes as Stripe tells them. Amounts are whole minor units.

import { landingParameter, refundTotal, refundedOf, subtotalOf, totalOf } from './sale.ts'
import type { Sale, SaleDispute, SaleRefund } from './sale.ts'

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000)

const sessionId = ({ saleId }: Sale): string => `cs_test_${saleId}`
const paymentIntentId = ({ saleId }: Sale): string => `pi_${saleId}`
const chargeId = ({ saleId }: Sale): string => `ch_${saleId}`

/** The shop's own code hands Stripe the token: as the session's reference, and in metadata that charges carry too. */
function tokenOf(sale: Sale): string | undefined {
  return sale.cartToken ?? landingParameter(sale, 'utm_id')
}

function metadataOf(sale: Sale): Record<string, string> {
  const token = tokenOf(sale)
  const code = landingParameter(sale, 'ref')
  return {
    ...(token === undefined ? {} : { click_token: token }),
    ...(code === undefined ? {} : { link_code: code }),
  }
}

export function stripeSession(sale: Sale): object {
  return {
    id: sessionId(sale),
    object: 'checkout.session',
    amount_subtotal: Number(subtotalOf(sale)),
    amount_total: Number(totalOf(sale)),
    client_reference_id: tokenOf(sale) ?? null,
    created: seconds(sale.createdAt),
    currency: sale.currency.toLowerCase(),
    customer: `cus_${sale.customerId}`,
    customer_details: { email: sale.email, address: { country: 'US' } },
    livemode: !sale.isTest,
    metadata: metadataOf(sale),
    mode: 'payment',
    payment_intent: paymentIntentId(sale),
    payment_status: sale.paidAt === null ? 'unpaid' : 'paid',
    status: 'complete',
    shipping_cost: sale.shipping === 0n ? null : { amount_total: Number(sale.shipping) },
    total_details: {
      amount_discount: Number(sale.lines.reduce((sum, { discount }) => sum + discount, 0n)),
      amount_shipping: Number(sale.shipping),
      amount_tax: Number(sale.tax),
    },
  }
}

export function stripePaymentIntent(sale: Sale): object {
  return {
    id: paymentIntentId(sale),
    object: 'payment_intent',
    amount: Number(totalOf(sale)),
    amount_received: Number(totalOf(sale)),
    created: seconds(sale.createdAt),
    currency: sale.currency.toLowerCase(),
    customer: `cus_${sale.customerId}`,
    latest_charge: chargeId(sale),
    livemode: !sale.isTest,
    metadata: metadataOf(sale),
    status: 'succeeded',
  }
}

export function stripeCharge(sale: Sale): object {
  const refunded = refundedOf(sale)
  return {
    id: chargeId(sale),
    object: 'charge',
    amount: Number(totalOf(sale)),
    amount_captured: Number(totalOf(sale)),
    amount_refunded: Number(refunded),
    billing_details: { email: sale.email, address: { country: 'US' } },
    created: seconds(sale.createdAt),
    currency: sale.currency.toLowerCase(),
    customer: `cus_${sale.customerId}`,
    disputed: sale.disputes.length > 0,
    livemode: !sale.isTest,
    metadata: metadataOf(sale),
    paid: true,
    payment_intent: paymentIntentId(sale),
    refunded: refunded > 0n && refunded >= totalOf(sale),
    status: 'succeeded',
  }
}

export function stripeRefund(sale: Sale, refund: SaleRefund, status = 'succeeded'): object {
  return {
    id: `re_${refund.refundId}`,
    object: 'refund',
    amount: Number(refundTotal(refund)),
    charge: chargeId(sale),
    created: seconds(refund.at),
    currency: sale.currency.toLowerCase(),
    metadata: {},
    payment_intent: paymentIntentId(sale),
    reason: 'requested_by_customer',
    status,
  }
}

export function stripeDispute(sale: Sale, dispute: SaleDispute): object {
  return {
    id: `dp_${dispute.disputeId}`,
    object: 'dispute',
    amount: Number(dispute.amount),
    charge: chargeId(sale),
    created: seconds(dispute.at),
    currency: sale.currency.toLowerCase(),
    is_charge_refundable: false,
    livemode: !sale.isTest,
    metadata: {},
    payment_intent: paymentIntentId(sale),
    reason: 'fraudulent',
    status: dispute.state === 'open' ? 'needs_response' : dispute.state,
  }
}
