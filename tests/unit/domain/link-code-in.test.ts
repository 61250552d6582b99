// People paste the link, not its code.

import { linkCodeIn } from '#domain/link-code-in.ts'
import { expect, test } from 'vitest'

test.each([
  ['k7m2pab12cd34', 'k7m2pab12cd34'],
  ['https://relay.example/r/k7m2pab12cd34', 'k7m2pab12cd34'],
  [' http://localhost:8787/r/k7m2pab12cd34?utm_source=chat#top ', 'k7m2pab12cd34'],
  ['https://relay.example/r/k7m2pab12cd34/qr.svg', 'k7m2pab12cd34'],
  ['', ''],
])('in %j it finds %j', (text, code) => {
  expect(linkCodeIn(text)).toBe(code)
})
