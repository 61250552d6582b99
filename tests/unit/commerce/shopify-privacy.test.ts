// Shopify's topics about personal data. The topic is not signed: a body of one topic is never read as another.

import { describe, expect, test } from 'vitest'
import { decodeShopifyWebhook } from '#commerce/shopify/decode-shopify-webhook.ts'
import { problemOf, requestOf } from './webhook-requests.ts'

const decode = (topic: string, body: unknown) =>
  decodeShopifyWebhook(requestOf(body, { 'x-shopify-topic': topic }))

const customer = { id: 191_167, email: 'Sam+tea@Example.com', phone: '555-625-1199' }
const shop = { shop_id: 954_889, shop_domain: 'tea.myshopify.com' }

const bodies: Record<string, unknown> = {
  'customers/redact': { ...shop, customer, orders_to_redact: [299_938, 280_263] },
  'customers/data_request': { ...shop, customer, orders_requested: [299_938], data_request: { id: 9_999 } },
  'shop/redact': shop,
  'app/uninstalled': {
    id: 954_889,
    name: 'Tea',
    email: 'tea@example.com',
    myshopify_domain: 'tea.myshopify.com',
  },
}

describe('a wish about personal data', () => {
  test('to forget a buyer names them by e-mail and by number', () => {
    expect(decode('customers/redact', bodies['customers/redact'])).toEqual({
      kind: 'privacy',
      wish: 'forget-buyer',
      buyer: { buyerEmail: 'sam@example.com', customerId: '191167' },
    })
  })

  test('to say what is kept names them alike', () => {
    expect(decode('customers/data_request', bodies['customers/data_request'])).toEqual({
      kind: 'privacy',
      wish: 'tell-buyer',
      buyer: { buyerEmail: 'sam@example.com', customerId: '191167' },
    })
  })

  test('to forget everybody, and the end of the app, name nobody', () => {
    expect(decode('shop/redact', bodies['shop/redact'])).toEqual({
      kind: 'privacy',
      wish: 'forget-all-buyers',
    })
    expect(decode('app/uninstalled', bodies['app/uninstalled'])).toEqual({
      kind: 'privacy',
      wish: 'note-uninstalled',
    })
  })

  test('is never read from a body of another topic', () => {
    for (const topic of Object.keys(bodies))
      for (const [other, body] of Object.entries(bodies)) {
        if (other === topic) continue
        expect([topic, other, problemOf(() => decode(topic, body)).code]).toEqual([
          topic,
          other,
          'input_invalid',
        ])
      }
  })

  test('about an order is none', () => {
    const order = { id: 5, financial_status: 'paid', customer, myshopify_domain: 5 }
    for (const topic of Object.keys(bodies))
      expect(problemOf(() => decode(topic, order)).code).toBe('input_invalid')
  })
})
