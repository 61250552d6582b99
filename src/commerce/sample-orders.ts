// A paid order as each platform would tell it, for trying a connection out: one line, paid now, carried by a click token.

import { MICROS_DECIMALS, micros } from '#domain/money.ts'
import { SECOND_MS } from '#domain/time.ts'
import type { Platform, SampleOrder } from '#ports/commerce.ts'
import { minorUnitsOf } from './stripe/stripe-amounts.ts'

/** What is sent; `topic` is what the platform calls it. */
export type SampleRequest = { readonly topic: string; readonly body: string }

/** The message of a platform for a sample. */
export function sampleOrder(platform: Platform, sample: SampleOrder): SampleRequest {
  const { topic, body } = SAMPLES[platform](sample)
  return { topic, body: JSON.stringify(body) }
}

const SAMPLES: Readonly<Record<Platform, (sample: SampleOrder) => { topic: string; body: object }>> = {
  standard: ({ number, amount, currency, clickToken, at, test }) => ({
    topic: 'order.paid',
    body: {
      type: 'order.paid',
      timestamp: new Date(at).toISOString(),
      data: {
        id: number,
        currency,
        total: amount,
        subtotal: amount,
        lines: [{ id: '1', quantity: 1, subtotal: amount, title: 'A test' }],
        ...(clickToken === undefined ? {} : { click_token: clickToken }),
        test,
      },
    },
  }),
  shopify: ({ number, amount, currency, clickToken, at, test }) => {
    const money = { shop_money: { amount, currency_code: currency } }
    return {
      topic: 'orders/paid',
      body: {
        id: Number(number),
        name: `#${number}`,
        financial_status: 'paid',
        cancelled_at: null,
        created_at: new Date(at).toISOString(),
        processed_at: new Date(at).toISOString(),
        updated_at: new Date(at).toISOString(),
        subtotal_price_set: money,
        total_price_set: money,
        taxes_included: false,
        line_items: [{ id: 1, title: 'A test', quantity: 1, current_quantity: 1, price_set: money }],
        refunds: [],
        note_attributes: clickToken === undefined ? [] : [{ name: '_ref', value: clickToken }],
        test,
      },
    }
  },
  woocommerce: ({ number, amount, currency, clickToken, at, test }) => {
    const instant = new Date(at).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)
    return {
      topic: 'order.updated',
      body: {
        id: Number(number),
        number,
        status: 'processing',
        currency,
        date_created_gmt: instant,
        date_modified_gmt: instant,
        date_paid_gmt: instant,
        total: amount,
        total_tax: '0',
        shipping_total: '0',
        line_items: [{ id: 1, name: 'A test', product_id: 0, quantity: 1, total: amount, sku: '' }],
        refunds: [],
        meta_data: [
          ...(clickToken === undefined
            ? []
            : [{ id: 1, key: '_wc_order_attribution_utm_id', value: clickToken }]),
          ...(test ? [{ id: 2, key: '_vouchpenny_test', value: 'yes' }] : []),
        ],
      },
    }
  },
  stripe: ({ number, amount, currency, clickToken, at, test }) => {
    const created = Math.floor(at / SECOND_MS)
    const total = minorUnitsOf(amountMicros(amount), currency)
    return {
      topic: 'checkout.session.completed',
      body: {
        id: `evt_${number}`,
        object: 'event',
        type: 'checkout.session.completed',
        created,
        livemode: true,
        data: {
          object: {
            id: `cs_${number}`,
            object: 'checkout.session',
            mode: 'payment',
            payment_status: 'paid',
            created,
            currency: currency.toLowerCase(),
            amount_subtotal: total,
            amount_total: total,
            total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
            payment_intent: `pi_${number}`,
            client_reference_id: clickToken ?? null,
            metadata: test ? { vouchpenny_test: 'yes' } : {},
          },
        },
      },
    }
  },
}

/** `25.00` in micros; what the caller gives is a decimal string already. */
function amountMicros(amount: string) {
  const [whole = '0', fraction = ''] = amount.split('.')
  return micros(BigInt(whole + fraction.padEnd(MICROS_DECIMALS, '0').slice(0, MICROS_DECIMALS)))
}
