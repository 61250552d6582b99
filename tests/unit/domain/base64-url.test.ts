// The alphabet of RFC 4648 §5 without padding, both ways.

import { expect, test } from 'vitest'
import { base64Url, base64UrlBytes } from '#domain/base64-url.ts'

test('bytes become the text that browsers write, and come back', () => {
  for (const [text, ...bytes] of [
    ['', ...[]],
    ['-_8', 0xfb, 0xff],
    ['Zm9vYg', 0x66, 0x6f, 0x6f, 0x62],
  ] as const) {
    expect(base64Url(Uint8Array.from(bytes))).toBe(text)
    expect([...base64UrlBytes(text)]).toEqual([...bytes])
  }
})
