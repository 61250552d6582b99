// Words of a story, and titles of products as they come.

import { expect, test } from 'vitest'
import { countWords, productTitle } from '#domain/story.ts'

test.each([
  ['', 0],
  ['one', 1],
  ['It’s a well-made cup, really.', 6],
  ['two\n\nlines', 2],
  ['! — 🍵 …', 0],
  ['我喜欢这个杯子', 4],
])('%j has %i words', (text, words) => {
  expect(countWords(text)).toBe(words)
})

test.each([
  ['Blue cup', 'Blue cup'],
  ['  Blue\n\tcup ', 'Blue cup'],
  ['Blue\u202e cup\u0000', 'Blue cup'],
  [' \n', 'A product'],
  ['x'.repeat(120), 'x'.repeat(120)],
  ['x'.repeat(121), `${'x'.repeat(119)}…`],
])('%j is the title %j', (text, title) => {
  expect(productTitle(text)).toBe(title)
})
