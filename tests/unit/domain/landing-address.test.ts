// What a link hands on joins the shop's own parameters and changes none of them.

import { expect, test } from 'vitest'
import { addressWith } from '#domain/landing-address.ts'

const handed = { ref: 'code', utm_id: 'token' }

test.each([
  ['https://shop.example/', 'https://shop.example/?ref=code&utm_id=token'],
  ['https://shop.example/sale?lang=de', 'https://shop.example/sale?lang=de&ref=code&utm_id=token'],
  ['https://shop.example/?preview', 'https://shop.example/?preview&ref=code&utm_id=token'],
  [
    'https://shop.example/?q=a%20b+c&tag=1&tag=2',
    'https://shop.example/?q=a%20b+c&tag=1&tag=2&ref=code&utm_id=token',
  ],
  [
    'https://shop.example/?ref=home&utm_source=mail&utm_id=old&%72ef=x',
    'https://shop.example/?utm_source=mail&ref=code&utm_id=token',
  ],
  ['https://shop.example/?', 'https://shop.example/?ref=code&utm_id=token'],
])('%s leads to %s', (address, expected) => {
  expect(addressWith(address, handed)).toBe(expected)
})
