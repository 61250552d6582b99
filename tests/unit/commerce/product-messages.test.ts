// Products and discount codes in the messages of both kinds of shops.

import { describe, expect, test } from 'vitest'
import { decodeShopifyWebhook } from '#commerce/shopify/decode-shopify-webhook.ts'
import { decodeStandardWebhook } from '#commerce/standard/decode-standard-webhook.ts'

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

const standard = (type: string, data: object) =>
  decodeStandardWebhook(bytes({ type, timestamp: '2026-11-22T14:05:00Z', data }))

const shopify = (topic: string, body: object) =>
  decodeShopifyWebhook({ headers: { 'x-shopify-topic': topic }, rawBody: bytes(body) })

const money = (amount: string) => ({ shop_money: { amount, currency_code: 'USD' } })

describe('a Standard Webhooks event', () => {
  test('names a product with what is known of it', () => {
    const cup = { id: 'cup', title: 'Cup', url: '/cup', price: '12.50', currency: 'EUR' }
    expect(standard('product.updated', cup)).toEqual({
      kind: 'products',
      products: [
        { reference: 'cup', title: 'Cup', url: '/cup', price: { amount: '12.50', currency: 'EUR' } },
      ],
    })
    expect(standard('product.updated', { id: 'cup', title: 'Cup', price: '5' })).toEqual({
      kind: 'products',
      products: [{ reference: 'cup', title: 'Cup', price: { amount: '5' } }],
    })
    expect(() => standard('product.updated', { id: 'cup' })).toThrow(
      expect.objectContaining({ code: 'input_invalid' }),
    )
  })

  test.each([
    ['discount.created', 'valid'],
    ['discount.ended', 'ended'],
  ])('%s makes a code %s', (type, state) => {
    expect(standard(type, { code: 'MIA10' })).toEqual({ kind: 'discount', code: 'MIA10', state })
  })

  test('of an order names what was bought by its product, else by its SKU, and no gift card', () => {
    const line = { quantity: 1, subtotal: '1.00' }
    const order = {
      id: '1',
      currency: 'USD',
      total: '4.00',
      subtotal: '4.00',
      lines: [
        { ...line, id: 'a', product_id: 'cup', sku: 'CUP-1', title: 'Cup' },
        { ...line, id: 'b', sku: 'POT-1', title: 'Pot' },
        { ...line, id: 'c', product_id: 'card', title: 'Card', gift_card: true },
        { ...line, id: 'd', product_id: 'nameless' },
      ],
    }
    expect(standard('order.paid', order)).toMatchObject({
      products: [
        { reference: 'cup', title: 'Cup' },
        { reference: 'POT-1', title: 'Pot' },
      ],
    })
  })
})

describe('Shopify', () => {
  const product = { id: 632910392, title: 'Cup', handle: 'blue cup', status: 'active' }

  test.each(['products/create', 'products/update'])('names a product in %s', (topic) => {
    const body = { ...product, variants: [{ price: '12.50' }, { price: '20.00' }] }
    expect(shopify(topic, body)).toEqual({
      kind: 'products',
      products: [
        { reference: '632910392', title: 'Cup', url: '/products/blue%20cup', price: { amount: '12.50' } },
      ],
    })
  })

  test.each(['draft', 'archived'])('and skips one that is %s', (status) => {
    expect(shopify('products/update', { ...product, status })).toEqual({
      kind: 'skipped',
      rule: 'The product is a draft or archived.',
    })
  })

  test('names what was bought in an order', () => {
    const order = {
      id: 1,
      financial_status: 'paid',
      created_at: '2026-11-22T14:05:00Z',
      subtotal_price_set: money('5.00'),
      total_price_set: money('5.00'),
      line_items: [
        { id: 7, product_id: 632910392, title: 'Cup', quantity: 1, price_set: money('5.00') },
        { id: 8, product_id: null, title: 'Something else', quantity: 1, price_set: money('0.00') },
      ],
    }
    expect(shopify('orders/paid', order)).toMatchObject({
      kind: 'facts',
      products: [{ reference: '632910392', title: 'Cup' }],
    })
  })
})
