// What the story's shops send is what the relayer's adapters read: signatures fit, and every amount arrives to the cent.

import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { expect, test } from 'vitest'
import { shopifyAdapter } from '#commerce/shopify/shopify-adapter.ts'
import { standardAdapter } from '#commerce/standard/standard-adapter.ts'
import type { CommerceAdapter, DecodedDelivery } from '#ports/commerce.ts'
import type { Macs } from '#ports/crypto.ts'
import { totalCents } from '../../../scripts/demo/story/carts.ts'
import {
  orderDelivery,
  refundDelivery,
  signDelivery,
  type Delivery,
} from '../../../scripts/demo/story/deliveries.ts'
import { readLocation } from '../../../scripts/demo/story/followed-link.ts'
import { generateMarket } from '../../../scripts/demo/story/market.ts'
import { orderSubtotalCents, type OrderSource, type StoryOrder } from '../../../scripts/demo/story/orders.ts'
import { birch, northwind, shopOf, type ShopKey } from '../../../scripts/demo/story/shops.ts'

const macs: Macs = {
  hmacSha256: (key, data) => new Uint8Array(createHmac('sha256', key).update(data).digest()),
  sha256: (data) => new Uint8Array(createHash('sha256').update(data).digest()),
  equal: (a, b) => a.length === b.length && timingSafeEqual(a, b),
}
const adapters: Readonly<Record<ShopKey, CommerceAdapter>> = {
  birch: shopifyAdapter(macs),
  northwind: standardAdapter(macs),
}
const secrets: Readonly<Record<ShopKey, string>> = {
  birch: adapters.birch.secretFromBytes(new Uint8Array(32).fill(1)),
  northwind: adapters.northwind.secretFromBytes(new Uint8Array(32).fill(2)),
}
const AT = new Date('2026-03-01T12:00:00Z')
const CODE = 'abcde23456789'
const TOKEN = `${CODE}-t8k3k0-23456789abcdefgh-00112233445566778899`
const CENT = 10_000n

const market = generateMarket(1)

function link(shop: ShopKey) {
  const { shopUrl } = shopOf(shop)
  return readLocation(`${shopUrl}?ref=${CODE}&utm_id=${TOKEN}`, shopUrl)
}

function read(shop: ShopKey, delivery: Delivery): DecodedDelivery {
  const headers = signDelivery(shopOf(shop), delivery, secrets[shop], AT)
  const request = { headers, rawBody: new TextEncoder().encode(delivery.body) }
  adapters[shop].verify(request, [secrets[shop]], AT.getTime())
  return adapters[shop].decode(request)
}

/** The references that an order must carry, by how it came. */
const VALUES: Readonly<Record<OrderSource['kind'], readonly string[]>> = {
  'token-in-cart': [TOKEN],
  'token-in-address': [TOKEN, CODE],
  'code-in-address': [CODE],
  'forged-token': [`${TOKEN.slice(0, -1)}0`],
  none: [],
}

/** A discount brings its code along, where the shop's format has one. */
function referencesOf({ shop, source, cart }: StoryOrder): readonly string[] {
  const isDiscounted = shop === 'birch' && cart.lines.some((line) => line.discountCents > 0)
  return [...VALUES[source.kind], ...(isDiscounted ? ['WELCOME10'] : [])]
}

test('all three hundred orders arrive with subtotal, total, buyer, mark and references', () => {
  for (const order of [...market.orders, ...market.laterOrders]) {
    expect(read(order.shop, orderDelivery(order, link(order.shop), AT))).toMatchObject({
      kind: 'facts',
      externalOrderId: order.number,
      facts: [
        {
          kind: 'paid',
          factKey: 'paid',
          paidAt: AT.getTime(),
          currency: 'USD',
          eligibleMicros: BigInt(orderSubtotalCents(order)) * CENT,
          totalMicros: BigInt(totalCents(order.cart)) * CENT,
          references: referencesOf(order).map((value) => expect.objectContaining({ value })),
          ...(order.buyerEmail === undefined
            ? {}
            : { buyerEmail: order.buyerEmail.toLowerCase().replace('+deal', '') }),
          test: order.test,
        },
      ],
    })
  }
})

test('all refunds arrive with what they give back', () => {
  for (const refund of market.refunds) {
    expect(read(refund.order.shop, refundDelivery(refund, AT))).toMatchObject({
      kind: 'facts',
      externalOrderId: refund.order.number,
      facts: [{ kind: 'refunded', eligibleMicros: BigInt(refund.cents) * CENT }],
    })
  }
})

test('refunds have keys of their own', () => {
  const keys = market.refunds.map((refund) => {
    const decoded = read(refund.order.shop, refundDelivery(refund, AT))
    const [fact] = decoded.kind === 'facts' ? decoded.facts : []
    return fact?.kind === 'refunded' ? `${refund.order.shop} ${fact.factKey}` : ''
  })
  expect(new Set(keys).size).toBe(market.refunds.length)
})

test('a copy has the same bytes, and a later one of Standard Webhooks a new timestamp', () => {
  const order = market.orders.find(({ shop }) => shop === 'northwind')!
  const delivery = orderDelivery(order, link('northwind'), AT)
  expect(orderDelivery(order, link('northwind'), AT)).toEqual(delivery)
  const later = signDelivery(northwind, delivery, secrets.northwind, new Date(AT.getTime() + 5000))
  expect(later['webhook-id']).toBe(signDelivery(northwind, delivery, secrets.northwind, AT)['webhook-id'])
  expect(later['webhook-timestamp']).toBe('1772366405')
})

test('a link counts as followed only when it leads to the shop', () => {
  expect(readLocation('https://evil.example/?ref=x', birch.shopUrl)).toBeUndefined()
  expect(readLocation('https://birch-and-bloom.example/other?ref=x', birch.shopUrl)).toBeUndefined()
  expect(readLocation('https://birch-and-bloom.example/', birch.shopUrl)).toBeUndefined()
  expect(readLocation('', birch.shopUrl)).toBeUndefined()
  expect(readLocation(`${birch.shopUrl}?ref=abc`, birch.shopUrl)).toEqual({
    code: 'abc',
    token: undefined,
    path: '/?ref=abc',
  })
})
