// Stories and products as programs are given them.

import type { ProductView, PublicStoryView, StoryView } from '#app/views.ts'
import { viewJson } from './v1/view-json.ts'

type Json = Record<string, unknown>

/** A story with its address; its pictures are addresses too. */
export function storyJson(story: StoryView | PublicStoryView, publicUrl: string): Json {
  const { pictureId, products, ...fields } = story
  return {
    ...viewJson(fields),
    url: `${publicUrl}/s/${story.code}`,
    pictureUrl: pictureUrl(pictureId, publicUrl),
    products: products.map((product) => productJson(product, publicUrl)),
  }
}

/** A product; `price` is `{amount, currency}` or null. */
export function productJson({ pictureId, ...product }: ProductView, publicUrl: string): Json {
  return { ...viewJson(product), pictureUrl: pictureUrl(pictureId, publicUrl) }
}

function pictureUrl(pictureId: string | null, publicUrl: string): string | null {
  return pictureId === null ? null : `${publicUrl}/pictures/${pictureId}`
}
