// Pages of lists, for every endpoint alike: `after` comes as a cursor and reaches the endpoint as the position it stands
// for; the position after which the next page begins leaves as a cursor.

import type { Principal } from '#domain/access/principal.ts'
import { PAGE_LIMIT_MAX } from '#schema/page.ts'
import { z } from 'zod'
import { openCursor, sealCursor, type CursorScope } from './cursor.ts'

/** Digits of every instant in milliseconds, and of every count. */
const PLACE_DIGITS = 15

type Query = Readonly<Record<string, string>>
type Page = { readonly data: readonly unknown[]; readonly page: { readonly next: string | number | null } }

/** Whether answers of this form are pages of a list. */
export function isPaged(answers: z.ZodType): boolean {
  return answers instanceof z.ZodObject && 'page' in answers.shape && 'data' in answers.shape
}

/** What the cursors of a list are bound to; how many rows are asked for may change from page to page. */
export function cursorScope(
  key: Uint8Array,
  { path, query, principal }: { readonly path: string; readonly query: Query; readonly principal: Principal },
): CursorScope {
  const filters = Object.entries(query).filter(([name]) => name !== 'after' && name !== 'limit')
  const who =
    'retailerId' in principal
      ? principal.retailerId
      : 'recommenderId' in principal
        ? principal.recommenderId
        : principal.kind
  return { key, list: JSON.stringify([path, who, filters.toSorted(([a], [b]) => (a < b ? -1 : 1))]) }
}

/** The query with the position in place of the cursor; throws `input_invalid` for a cursor of another list. */
export function withPosition(scope: CursorScope, query: Query): Query {
  const { after } = query
  return after === undefined ? query : { ...query, after: openCursor(scope, after) }
}

/** The answer with a cursor in place of the position. */
export function withCursor(scope: CursorScope, body: unknown): unknown {
  const { page, ...rest } = body as Page
  const next = page.next === null ? null : sealCursor(scope, String(page.next))
  return { ...rest, page: { next } }
}

/** A row's place in its list, as text that sorts as the list does: numbers with all their digits, from the first part on. */
export function placeOf(...parts: readonly (string | number)[]): string {
  return parts
    .map((part) => (typeof part === 'number' ? String(part).padStart(PLACE_DIGITS, '0') : part))
    .join('.')
}

/**
 * A page of rows that are all at hand, by their place. It goes on after the place, whether the row that stood there is
 * still there or not.
 */
export function pageOfRows<Row>(
  rows: readonly Row[],
  { place, order }: { readonly place: (row: Row) => string; readonly order: 'ascending' | 'descending' },
  { limit = PAGE_LIMIT_MAX, after }: { readonly limit?: number; readonly after?: string | undefined },
): { readonly data: readonly Row[]; readonly page: { readonly next: string | null } } {
  const sign = order === 'ascending' ? 1 : -1
  const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -sign : sign)
  const left = rows
    .map((row) => ({ row, at: place(row) }))
    .filter(({ at }) => after === undefined || compare(after, at) < 0)
    .toSorted((a, b) => compare(a.at, b.at))
  const data = left.slice(0, limit)
  const end = data.at(-1)
  const isMore = end !== undefined && limit < left.length
  return { data: data.map(({ row }) => row), page: { next: isMore ? end.at : null } }
}
