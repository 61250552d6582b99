// Tables of any size: pages of rows, each read when the one before has been taken, in a database transaction of its own.

import { idsFrom } from '#domain/ids.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { IdPage } from '#ports/export-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

/** Rows read at once: some hundred kilobytes, and a fraction of a second. */
export const ROWS_PER_PAGE = 500

/** Latest instant of an export that names none: the end of what ids can tell the time of, nearly. */
export const TO_MAX: Instant = Date.UTC(2600, 0, 1)

/** By column; amounts are micros, instants milliseconds. */
export type ExportRow = Readonly<Record<string, string | number | bigint | null>>

export type ExportPages = AsyncGenerator<readonly ExportRow[], void, undefined>

export type ExportPeriod = { readonly from?: Instant | undefined; readonly to?: Instant | undefined }

export type ShopExportInput = ExportPeriod & { readonly retailerId: string }

/** Pages of what has an id that sorts by time, lowest first, from `from` on and before `to`. */
export async function* idPages<Item>(
  { retailers }: Pick<AppDeps, 'retailers'>,
  { retailerId, from = 0, to = TO_MAX }: ShopExportInput,
  read: (unit: RetailerUnit, page: IdPage) => Promise<readonly Item[]>,
  idOf: (item: Item) => string,
  rowsOf: (unit: RetailerUnit, items: readonly Item[]) => Promise<readonly ExportRow[]>,
): ExportPages {
  const before = idsFrom(retailerId, to)
  let after: string | undefined = idsFrom(retailerId, from)
  while (after !== undefined) {
    const page: IdPage = { after, before, limit: ROWS_PER_PAGE }
    const { rows, last } = await retailers.transaction(retailerId, async (unit) => {
      const items = await read(unit, page)
      const lastItem = items.at(-1)
      return {
        rows: await rowsOf(unit, items),
        last: items.length < ROWS_PER_PAGE || lastItem === undefined ? undefined : idOf(lastItem),
      }
    })
    if (rows.length > 0) yield rows
    after = last
  }
}
