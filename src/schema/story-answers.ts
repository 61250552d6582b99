// Stories, products and pictures as this server answers them.

import { LOCALES } from '#domain/disclosure.ts'
import { z } from 'zod'
import { answeredInstantSchema, pageOf, priceAnswerSchema, savingAnswerSchema } from './answered.ts'

export const productAnswerSchema = z
  .object({
    productId: z.string(),
    title: z.string(),
    url: z.string().nullable(),
    price: priceAnswerSchema.nullable(),
    pictureUrl: z.string().nullable(),
    source: z.string(),
    seenAt: answeredInstantSchema,
  })
  .meta({ id: 'Product' })

export const productsAnswerSchema = pageOf(productAnswerSchema)
export const productsImportedAnswerSchema = z.object({ products: z.int() })

const storyStateSchema = z.enum(['shown', 'hidden'])

/** A story as its shop and its author see it. */
const storyAnswerSchema = z
  .object({
    code: z.string(),
    programId: z.string(),
    recommenderId: z.string(),
    handle: z.string(),
    title: z.string(),
    words: z.string(),
    disclosure: z.string(),
    state: storyStateSchema,
    hiddenReason: z.string().nullable(),
    createdAt: answeredInstantSchema,
    url: z.string(),
    pictureUrl: z.string().nullable(),
    products: z.array(productAnswerSchema.extend({ clicks: z.int() })),
  })
  .meta({ id: 'Story' })

export const storiesAnswerSchema = pageOf(storyAnswerSchema)
export const storyStateAnswerSchema = z.object({ code: z.string(), state: storyStateSchema })
export const storyRemovedAnswerSchema = z.object({ code: z.string(), removed: z.literal(true) })
export const storyWrittenAnswerSchema = z.object({ code: z.string(), url: z.string() })

/** A story as everybody reads it. */
export const publicStoryAnswerSchema = z
  .object({
    code: z.string(),
    title: z.string(),
    words: z.string(),
    handle: z.string(),
    shopName: z.string(),
    banner: z.string(),
    locale: z.enum(LOCALES),
    discount: z.object({ code: z.string(), saving: savingAnswerSchema.nullable() }).nullable(),
    createdAt: answeredInstantSchema,
    url: z.string(),
    pictureUrl: z.string().nullable(),
    products: z.array(productAnswerSchema),
  })
  .meta({ id: 'PublicStory' })

export const pictureAnswerSchema = z.object({
  pictureId: z.string(),
  width: z.int(),
  height: z.int(),
})
