// The page that tries an order says what it read in words of people.

import { micros } from '#domain/money.ts'
import { htmlText } from '#web/pages/html.ts'
import { shopTryPage, type ShopTryPage } from '#web/pages/shop-try-page.ts'
import { expect, test } from 'vitest'

const page: ShopTryPage = {
  shopPath: '/shop/home',
  connections: [{ connectionId: 'k7m2pc1', platform: 'woocommerce', currency: 'USD' }],
  asked: { connection: 'k7m2pc1', link: '', amount: '25.00' },
  tried: {
    read: 'Read as paid.',
    facts: [
      {
        kind: 'paid',
        currency: 'USD',
        eligible: micros(25_000_000n),
        total: micros(25_000_000n),
        carried: [
          { kind: 'click-token', carriage: 'note-attribute' },
          { kind: 'coupon', carriage: 'discount-code' },
        ],
      },
    ],
    trace: null,
    pays: micros(2_000_000n),
  },
}

test('what an order carried is named as people call it, and so is the platform', () => {
  const text = htmlText(shopTryPage(page))
  expect(text).toContain(
    'carried the token of a link, noted with the cart or the payment; a discount code, entered at checkout',
  )
  expect(text).toMatch(/WooCommerce,\s+USD/)
})
