// What is a shop's own address, and what merely looks like it.

import { expect, test } from 'vitest'
import { isOwnAddress } from '#domain/own-hosts.ts'

const SHOP = 'https://www.tea.example/shop'

test.each([
  'https://www.tea.example/',
  'https://tea.example/cup?colour=red#top',
  'https://shop.tea.example/cup',
  'HTTPS://TEA.EXAMPLE/cup',
  'https://tea.example:443/cup',
])('%s is its own', (address) => {
  expect(isOwnAddress(address, SHOP)).toBe(true)
})

test.each([
  'http://tea.example/cup',
  'https://tea.example:8443/cup',
  'https://tea.example.evil.example/cup',
  'https://eviltea.example/cup',
  'https://example/cup',
  'https://tea.example@evil.example/cup',
  'https://user@tea.example/cup',
  'https://user:password@tea.example/cup',
  'https://tea.example./cup',
  'https://127.0.0.1/cup',
  'https://[::1]/cup',
  'ftp://tea.example/cup',
  'javascript:alert(1)',
  'file:///etc/passwd',
  '//tea.example/cup',
  '/cup',
  '',
])('%j is not', (address) => {
  expect(isOwnAddress(address, SHOP)).toBe(false)
})

test('a shop without https may move to it', () => {
  expect(isOwnAddress('http://tea.example/cup', 'http://tea.example/')).toBe(true)
  expect(isOwnAddress('https://tea.example/cup', 'http://tea.example/')).toBe(true)
})
