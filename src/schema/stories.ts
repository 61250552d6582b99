// Stories, products and their tables as people and shops send them.

import { micros, parseMicros } from '#domain/money.ts'
import {
  countWords,
  PRODUCT_TITLE_LENGTH_MAX,
  STORY_LENGTH_MAX,
  STORY_PRODUCTS_MAX,
  STORY_TITLE_LENGTH_MAX,
  STORY_WORDS_MAX,
} from '#domain/story.ts'
import { z } from 'zod'
import { linkCodeSchema, retailerOwnedIdSchema } from './ids.ts'
import { currencySchema, paragraphsSchema, readableText } from './text.ts'

/** Rows of one table of products: each is written once within a request. */
export const PRODUCT_ROWS_MAX = 2000

/** Longest name that a shop has for a product, in UTF-16 units. */
const REFERENCE_LENGTH_MAX = 100

/** Longest address of a page, in UTF-16 units: what common browsers and proxies accept. */
const ADDRESS_LENGTH_MAX = 2000

/** Longest reason that an author reads, in UTF-16 units. */
const REASON_LENGTH_MAX = 200

const storyShape = {
  title: readableText(STORY_TITLE_LENGTH_MAX),
  words: paragraphsSchema(STORY_LENGTH_MAX).refine(
    (text) => countWords(text) <= STORY_WORDS_MAX,
    `must have at most ${STORY_WORDS_MAX} words`,
  ),
  products: z
    .array(retailerOwnedIdSchema)
    .min(1, 'must name one product at least')
    .max(STORY_PRODUCTS_MAX, `must name at most ${STORY_PRODUCTS_MAX} products`)
    .refine((ids) => new Set(ids).size === ids.length, 'must name each product once'),
}

export const writeStorySchema = z.strictObject({
  programId: retailerOwnedIdSchema,
  ...storyShape,
  picture: retailerOwnedIdSchema.optional(),
})

/** The form on a person's page: its picture comes as a file, an address of a product beside those that are known. */
export const storyFormSchema = z.object({
  title: storyShape.title,
  words: storyShape.words,
})

export const storyProductsSchema = z.object({ products: storyShape.products })

export const storyParamsSchema = z.object({ code: linkCodeSchema })
export const storyPlaceParamsSchema = z.object({
  code: linkCodeSchema,
  place: z
    .string()
    .regex(/^[1-6]$/)
    .transform(Number),
})
export const pictureParamsSchema = z.object({ pictureId: retailerOwnedIdSchema })

export const hideStorySchema = z.strictObject({ reason: readableText(REASON_LENGTH_MAX).optional() })
export const showStorySchema = z.strictObject({})
export const removeStorySchema = z.strictObject({})

export const productPageSchema = z.strictObject({
  address: z
    .string()
    .max(ADDRESS_LENGTH_MAX)
    .refine((text) => URL.canParse(text), 'is not a web address'),
})

/** A picture's bytes, as the reader of bodies gives them. */
export const pictureBytesSchema = z.instanceof(Uint8Array)

const PRICE_TEXT = /^\d{1,9}(?:\.\d{1,6})?$/

const emptyCell = z.literal('')

/**
 * A row of a table of products: `id` or `sku`, `title`, `url`, `price` with `currency`. Shopify's export is understood as
 * well (`Handle`, `Title`, `Variant Price`), and WooCommerce's (`SKU`, `Name`, `Regular price`).
 */
export const productRowSchema = z
  .record(z.string(), z.string())
  .transform((cells) => ({
    reference: first(cells, ['id', 'handle', 'sku']),
    title: first(cells, ['title', 'name']),
    url: cells['url'] || (cells['handle'] ? `/products/${encodeURIComponent(cells['handle'])}` : ''),
    price: first(cells, ['price', 'variant price', 'regular price']),
    currency: cells['currency'] ?? '',
  }))
  .pipe(
    z.object({
      reference: readableText(REFERENCE_LENGTH_MAX),
      // A variant's row of Shopify's export has no title of its own.
      title: z.union([emptyCell, readableText(PRODUCT_TITLE_LENGTH_MAX)]),
      url: z.union([emptyCell, z.string().max(ADDRESS_LENGTH_MAX)]),
      price: z.union([emptyCell, z.string().regex(PRICE_TEXT, 'is an amount such as 12.50')]),
      currency: z.union([emptyCell, currencySchema]),
    }),
  )
  .transform(({ reference, title, url, price, currency }) => {
    const amount = price && currency ? parseMicros(price) : undefined
    return {
      reference,
      title: title || undefined,
      ...(url ? { url } : {}),
      ...(amount !== undefined && currency ? { price: { micros: micros(amount), currency } } : {}),
    }
  })

function first(cells: Readonly<Record<string, string>>, names: readonly string[]): string {
  return names.map((name) => cells[name] ?? '').find((cell) => cell !== '') ?? ''
}
