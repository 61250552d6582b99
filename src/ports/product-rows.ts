// Products of a shop, as far as stories need them.

import type { ProgramId, RecommenderId } from '#domain/ids.ts'
import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { ProductSource } from '#domain/story.ts'

export type ProductRow = {
  readonly productId: string
  readonly programId: ProgramId
  /** What the shop or its address calls it; unique in the program. */
  readonly reference: string
  readonly title: string
  /** On the program's own hosts; null where only its name is known: then the shop's front page stands for it. */
  readonly url: string | null
  readonly price: { readonly micros: Micros; readonly currency: string } | null
  readonly pictureId: string | null
  readonly source: ProductSource
  /** Who pasted its address, if a person did. */
  readonly recommenderId: RecommenderId | null
  readonly seenAt: Instant
}

export type ProductRows = {
  /**
   * Writes new products and renews known ones by their reference; what is not known any better (address, price, picture)
   * stays. `productId` counts for new ones only.
   */
  readonly save: (rows: readonly ProductRow[]) => Promise<void>
  readonly byReferences: (
    programId: ProgramId,
    references: readonly string[],
  ) => Promise<readonly ProductRow[]>
  /** Those of `productIds` that are the program's, in no particular order. */
  readonly products: (programId: ProgramId, productIds: readonly string[]) => Promise<readonly ProductRow[]>
  /** The program's products, the last made first, at most `limit` from a place on; being seen again moves none. */
  readonly list: (
    programId: ProgramId,
    page: { readonly limit: number; readonly after?: string | undefined },
  ) => Promise<readonly ProductRow[]>
  /** The program's products, the last seen first, at most `limit`. */
  readonly lastSeen: (programId: ProgramId, limit: number) => Promise<readonly ProductRow[]>
  readonly count: (programId: ProgramId) => Promise<number>
  /** How many the person has added since an instant by pasting addresses. */
  readonly countSince: (recommenderId: RecommenderId, since: Instant) => Promise<number>
}
