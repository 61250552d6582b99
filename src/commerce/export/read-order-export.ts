// Tables of orders: Shopify's order export, WooCommerce's orders report, and a plain table anybody can write.

import { refuseInput } from '../refuse-input.ts'
import { readCsv } from '../read-csv.ts'
import { plainOrders } from './plain-orders.ts'
import { shopifyOrders } from './shopify-orders.ts'
import { wooOrders } from './woo-orders.ts'

import type { ReadOrderExport } from '#ports/order-export.ts'

/** Rows of one table: a month of a large shop; what is more is exported in parts. */
const ROWS_MAX = 50_000

/** {@link ReadOrderExport}; the columns tell the format. */
export const readOrderExport: ReadOrderExport = (text, { currency }) => {
  const rows = readCsv(text, { rowsMax: ROWS_MAX })
  const columns = Object.keys(rows[0]?.cells ?? {})
  const has = (...names: readonly string[]): boolean => names.every((name) => columns.includes(name))
  if (has('name', 'financial status', 'subtotal'))
    return { format: 'shopify', ...shopifyOrders(rows, currency) }
  if (has('order #', 'status', 'date')) return { format: 'woocommerce', ...wooOrders(rows, currency) }
  if (has('order', 'paid_at', 'amount')) return { format: 'plain', ...plainOrders(rows, currency) }
  const reason =
    rows.length === 0
      ? 'holds no order'
      : 'names no columns of an order export: Shopify, WooCommerce, or order, paid_at and amount'
  return refuseInput([{ field: '/lines/1', reason }])
}
