// A discount code from the person who asks for it to the reward of an order that carried nothing else, and the products that
// a shop's messages name.

import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { get, post } from '../../support/api.ts'
import * as outcomes from '../../support/outcomes.ts'
import * as shops from '../../support/shop.ts'
import { until } from '../../support/until.ts'
import type { RunningRelayer } from './running-relayer.ts'

let relayer: RunningRelayer['relayer']
let shop: Omit<shops.TestShop, 'pool'>
let person: shops.Person

type Coupon = { code: string; state: string; link: string | null }
type Product = { title: string; url: string | null; price: unknown; source: string }

const tell = (type: string, data: object) =>
  shops.deliver(relayer, shop, { body: JSON.stringify({ type, timestamp: new Date(), data }) })

async function untilCoupon(code: string, state: string): Promise<void> {
  await until(`the code ${code} to be ${state}`, async () => {
    const path = `/v1/programs/${shop.programId}/coupons?limit=100`
    const { data } = await get<{ data: Coupon[] }>(relayer, path, shop.apiKey)
    return data.some((coupon) => coupon.code === code && coupon.state === state)
  })
}

const ask = () =>
  post<{ code: string; state: string }>(
    relayer,
    '/v1/coupons',
    { programId: shop.programId },
    person.signInToken,
  )

/** On a relayer that runs already; opens shops of its own. */
export function describeDiscountCodes(world: () => RunningRelayer): void {
  describe('discount codes', () => {
    beforeAll(async () => {
      ;({ relayer } = world())
      shop = await shops.openShopWithoutPool(relayer)
      person = await shops.join(relayer, shop)
    })

    test('an order that carries nothing but a discount code speaks for its owner, and proves that the shop has it', async () => {
      const { code, state } = await ask()
      expect(state).toBe('asked')
      await tell('order.paid', {
        id: 'o-1',
        currency: 'USD',
        total: '100.00',
        subtotal: '100.00',
        coupons: [` ${code.toLowerCase()} `],
        lines: [{ id: '1', product_id: 'cup', title: 'Blue cup', quantity: 1, subtotal: '100.00' }],
      })
      const reward = await outcomes.untilReward(relayer, shop, 'o-1', 'known', () => true)
      expect(reward).toMatchObject({ recommenderId: person.recommenderId, target: '5.00' })
      await untilCoupon(code, 'valid')
    })

    test('the shop says itself that it made a code, and that it ended one', async () => {
      await post(
        relayer,
        `/v1/programs/${shop.programId}/coupons`,
        { coupons: [{ code: 'TEA5', link: person.code }], inShop: false },
        shop.apiKey,
      )
      await tell('discount.created', { code: 'tea5' })
      await untilCoupon('TEA5', 'valid')
      await tell('discount.ended', { code: 'TEA5' })
      await untilCoupon('TEA5', 'ended')

      await tell('order.paid', {
        id: 'o-2',
        currency: 'USD',
        total: '100.00',
        subtotal: '100.00',
        coupons: ['TEA5'],
      })
      const order = await until('the order', async () => {
        const { data } = await get<{ data: { externalId: string; outcome: string }[] }>(
          relayer,
          '/v1/orders',
          shop.apiKey,
        )
        return data.find(({ externalId }) => externalId === 'o-2')
      })
      expect(order.outcome).toBe('not-credited')
    })

    test('what was bought becomes known, and a message about it says where it is and what it costs', async () => {
      const products = async () =>
        (await get<{ data: Product[] }>(relayer, `/v1/programs/${shop.programId}/products`)).data
      expect(await products()).toMatchObject([
        { title: 'Blue cup', url: null, price: null, source: 'connection' },
      ])
      await tell('product.updated', { id: 'cup', title: 'Blue cup, large', url: '/cup', price: '12.50' })
      const known = { url: 'https://shop.example/cup', price: { amount: '12.50', currency: 'USD' } }
      await until('the product to be renewed', async () => (await products())[0]?.title === 'Blue cup, large')
      expect(await products()).toMatchObject([{ ...known, source: 'connection' }])

      // An address elsewhere is not taken over, whoever signs it; a later order does not wipe what is known.
      const elsewhere = `elsewhere ${randomBytes(4).toString('hex')}`
      await tell('product.updated', { id: 'cup', title: elsewhere, url: 'https://evil.example/' })
      await until('the product to be renewed', async () => (await products())[0]?.title === elsewhere)
      expect(await products()).toMatchObject([known])
    })
  })
}
