// What an endpoint answers with that has all rows of its list at hand.

import { pageOfRows } from '../paging.ts'
import { viewJson } from './view-json.ts'

/** 200 with one page of the rows, each as `viewJson` writes it unless it is said otherwise; `by` and `query` as in `pageOfRows`. */
export function pageAnswer<Row extends object>(
  rows: readonly Row[],
  by: Parameters<typeof pageOfRows<Row>>[1],
  query: Parameters<typeof pageOfRows<Row>>[2],
  rowJson: (row: Row) => object = viewJson,
): { readonly status: 200; readonly body: { readonly data: readonly object[]; readonly page: object } } {
  const { data, page } = pageOfRows(rows, by, query)
  return { status: 200, body: { data: data.map((row) => rowJson(row)), page } }
}
