// A story: what somebody likes, in their own words, with the products beside it.

/** Longest title, in UTF-16 units. */
export const STORY_TITLE_LENGTH_MAX = 80

/** Most words of a story. */
export const STORY_WORDS_MAX = 1000

/** Longest text of a story, in UTF-16 units: a thousand long words, so that one endless word is no story. */
export const STORY_LENGTH_MAX = 12_000

/** Most products of a story; it has one at least. */
export const STORY_PRODUCTS_MAX = 6

/** `shown` to everybody who has its address, or `hidden` by the shop, which may show it again. */
export type StoryState = 'shown' | 'hidden'

/** Where a product is known from: an order or message of a connection, a table, or a page that was read once. */
export type ProductSource = 'connection' | 'table' | 'page'

/** How many words `text` has, in any writing (Unicode Standard Annex 29). */
export function countWords(text: string): number {
  let words = 0
  for (const { isWordLike } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)) {
    if (isWordLike === true) words += 1
  }
  return words
}

/** Longest title of a product, in UTF-16 units. */
export const PRODUCT_TITLE_LENGTH_MAX = 120

/** Control characters, and the marks that make text read in another order than it is stored. */
const UNREADABLE = /[\p{Cc}\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu

/** A title as a shop or its page writes it, made readable: cut after 120 characters; `A product` for nothing. */
export function productTitle(text: string): string {
  const title = text.toWellFormed().replaceAll(/\s+/g, ' ').replaceAll(UNREADABLE, '').normalize('NFC').trim()
  if (title === '') return 'A product'
  return title.length <= PRODUCT_TITLE_LENGTH_MAX
    ? title
    : `${title.slice(0, PRODUCT_TITLE_LENGTH_MAX - 1).toWellFormed()}…`
}
