// Events in Stripe's form, with the fields that are read and a few that are not. Instants are seconds after
// 2026-03-01T12:00:00Z.

/** 2026-03-01T12:00:00Z, in seconds. */
export const NOON = 1_772_366_400

export function stripeEventBody(type: string, object: object, after = 0): Record<string, unknown> {
  return {
    id: `evt_${type}_${after}`,
    object: 'event',
    api_version: '2026-10-29.basil',
    created: NOON + after,
    livemode: true,
    pending_webhooks: 1,
    type,
    data: { object },
  }
}

/** A session over 62.57: lines 48.00, shipping 4.90, tax 9.67. */
export function sessionBody(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'cs_test_a1',
    object: 'checkout.session',
    mode: 'payment',
    status: 'complete',
    payment_status: 'paid',
    created: NOON - 300,
    currency: 'usd',
    amount_subtotal: 5_000,
    amount_total: 6_257,
    total_details: { amount_discount: 200, amount_shipping: 490, amount_tax: 967 },
    payment_intent: 'pi_1',
    invoice: null,
    subscription: null,
    client_reference_id: null,
    metadata: {},
    customer: 'cus_1',
    customer_details: { email: 'Sam+tea@Example.com', address: { country: 'DE' } },
    collected_information: { shipping_details: { address: { country: 'AT' } } },
    ...change,
  }
}

/** An invoice over 12.00: a line of 10.00 and 2.00 tax. */
export function invoiceBody(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'in_1',
    object: 'invoice',
    status: 'paid',
    billing_reason: 'subscription_cycle',
    created: NOON - 3_600,
    currency: 'usd',
    total: 1_200,
    total_excluding_tax: 1_000,
    amount_paid: 1_200,
    amount_shipping: 0,
    lines: {
      has_more: false,
      data: [
        {
          id: 'il_1',
          amount: 1_100,
          quantity: 1,
          discount_amounts: [{ amount: 100, discount: 'di_1' }],
          pricing: { price_details: { price: 'price_1', product: 'prod_1' } },
        },
      ],
    },
    status_transitions: { paid_at: NOON - 60 },
    parent: { subscription_details: { subscription: 'sub_1', metadata: {} } },
    metadata: {},
    customer: 'cus_1',
    customer_email: 'sam@example.com',
    customer_address: { country: 'DE' },
    ...change,
  }
}

export function refundBody(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 're_1',
    object: 'refund',
    status: 'succeeded',
    created: NOON + 600,
    currency: 'usd',
    amount: 1_000,
    charge: 'ch_1',
    payment_intent: 'pi_1',
    ...change,
  }
}

/** A charge of which 10.00 went back. */
export function chargeBody(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'ch_1',
    object: 'charge',
    payment_intent: 'pi_1',
    currency: 'usd',
    amount: 6_257,
    amount_refunded: 1_000,
    ...change,
  }
}

export function disputeBody(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'du_1',
    object: 'dispute',
    status: 'needs_response',
    created: NOON + 900,
    currency: 'usd',
    amount: 6_257,
    charge: 'ch_1',
    payment_intent: 'pi_1',
    ...change,
  }
}
