// Where a page of a list ended, for lists that are sorted by an instant: the next one goes on there whether or not the
// row is still there.

import type { Instant } from '#domain/order-facts.ts'

/** The instant a list is sorted by, and the id that sets rows of the same instant apart. */
export type ListPlace = { readonly at: Instant; readonly id: string }

export type PlacePage = { readonly limit: number; readonly after?: ListPlace | undefined }
