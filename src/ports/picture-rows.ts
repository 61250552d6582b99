// Pictures of stories and products, as this server drew them.

import type { RecommenderId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'

import type { CleanPicture } from './pictures.ts'

export type PictureRow = CleanPicture & {
  readonly pictureId: string
  /** Who sent it; null for a product's. */
  readonly recommenderId: RecommenderId | null
  readonly createdAt: Instant
}

export type PictureRows = {
  readonly insert: (row: PictureRow) => Promise<void>
  readonly picture: (pictureId: string) => Promise<PictureRow | undefined>
  /** How many the person has sent since an instant. */
  readonly countSince: (recommenderId: RecommenderId, since: Instant) => Promise<number>
  /** Whether everybody may see it: it belongs to a product, or to a story that is shown. */
  readonly isShown: (pictureId: string) => Promise<boolean>
  /** Removes what the person sent before an instant and no story shows. */
  readonly removeUnused: (recommenderId: RecommenderId, before: Instant) => Promise<void>
}
