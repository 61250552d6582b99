// Orders as a shop exports them into a table. Implemented in `src/commerce`; read to be computed with, never stored.

import type { OrderFact } from '#domain/order-facts.ts'

export type ExportedOrder = {
  /** As the shop calls it. */
  readonly name: string
  /** The platform's own number of it, where the table has one. */
  readonly externalId?: string
  readonly facts: readonly OrderFact[]
  /** Tells customers apart, where the table does. */
  readonly customer?: string
  /** Whether the table says that this is the customer's first order. */
  readonly isNewCustomer?: boolean
  /** Discount code that the buyer used. */
  readonly code?: string
}

export type OrderExport = {
  readonly format: 'shopify' | 'woocommerce' | 'plain'
  readonly orders: readonly ExportedOrder[]
  /** Orders that say too little or were never paid, with the line of the table and the reason. */
  readonly skipped: readonly { readonly line: number; readonly reason: string }[]
}

/**
 * Reads a table of orders; `currency` (ISO 4217) is for tables that name none. Throws `input_invalid` for what is no table
 * of orders.
 */
export type ReadOrderExport = (text: string, options: { readonly currency: string }) => OrderExport
