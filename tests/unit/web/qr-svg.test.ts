// The picture of a link is read back by a QR reader.

import { decodeQR } from 'qr/decode.js'
import { expect, test } from 'vitest'
import { qrSvg } from '#web/pages/qr-svg.ts'

/** Pixels for each module: what a camera sees of a sharp print. */
const SCALE = 6

/** Draws the picture's rectangles the way a browser does. */
function draw(svg: string) {
  const size = Number(/viewBox="0 0 (\d+) \d+"/.exec(svg)?.[1])
  const side = size * SCALE
  const data = new Uint8Array(side * side * 4).fill(255)
  for (const [, x, y, width] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * SCALE; row < (Number(y) + 1) * SCALE; row++) {
      for (let column = Number(x) * SCALE; column < (Number(x) + Number(width)) * SCALE; column++) {
        data.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3)
      }
    }
  }
  return { width: side, height: side, data }
}

test.each([
  'http://localhost:3000/r/abcde23456789',
  'https://a-rather-long-host-name.shops.example.com/r/zyxwv98765432',
])('reads %s from its QR code', (url) => {
  expect(
    decodeQR(draw(qrSvg(url)), { effort: Number.POSITIVE_INFINITY, timeLimit: Number.POSITIVE_INFINITY }),
  ).toBe(url)
})
