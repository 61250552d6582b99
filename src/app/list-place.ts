// Pages of lists that are sorted by an instant: the place after which the next page begins, as the text of a position.

import { Problem } from '#domain/problem.ts'

import type { ListPlace, PlacePage } from '#ports/list-place.ts'

import type { Page } from './views.ts'

export type PageInput = { readonly limit: number; readonly after?: string | undefined }

/** Milliseconds of an instant, a dot and an id. */
const POSITION = /^(\d{1,15})\.(\w{1,60})$/

/** One row more than is asked for tells whether there is a next page. Throws `input_invalid` for a position of no list. */
export function placePage({ limit, after }: PageInput): PlacePage {
  return { limit: limit + 1, after: after === undefined ? undefined : placeAt(after) }
}

/** The page of `limit` rows, of one more that were read. */
export function pageOfPlaces<Row, View>(
  rows: readonly Row[],
  { limit }: PageInput,
  { place, view }: { readonly place: (row: Row) => ListPlace; readonly view: (row: Row) => View },
): Page<View> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = last === undefined || rows.length <= limit ? null : positionOf(place(last))
  return { data: shown.map(view), next }
}

function positionOf({ at, id }: ListPlace): string {
  return `${at}.${id}`
}

function placeAt(position: string): ListPlace {
  const [, at, id] = POSITION.exec(position) ?? []
  if (at === undefined || id === undefined)
    throw new Problem('input_invalid', { fields: [{ field: '/after', reason: 'is no place in this list' }] })
  return { at: Number(at), id }
}
