// The orders of the bookshop, and what must come of each, worked out by hand.

import type { WaysPersonKey } from './juniper.ts'

export type BookOrder = {
  readonly number: string
  /** Whose link the buyer followed. */
  readonly via: WaysPersonKey
  readonly subtotal: string
  readonly email: string
  /** Given back inside the hold. */
  readonly refund?: string
}

/**
 * Ottilie's own sale makes her active, so that she shares in Priya's. Bastian's second buyer has an address of the kind
 * that is thrown away: under review, and refused by the shop.
 */
export const BOOK_ORDERS: readonly BookOrder[] = [
  { number: 'J-1', via: 'ottilie', subtotal: '40.00', email: 'anna@buyers.example' },
  { number: 'J-2', via: 'bastian', subtotal: '40.00', email: 'carl@buyers.example' },
  { number: 'J-3', via: 'priya', subtotal: '50.00', email: 'elin@buyers.example', refund: '20.00' },
  { number: 'J-4', via: 'sunniva', subtotal: '24.00', email: 'finn@buyers.example' },
  { number: 'J-5', via: 'bastian', subtotal: '30.00', email: 'someone@mailinator.com' },
]

/** Sent first, so that its recommender has a sale of her own before the others. */
export const FIRST_ORDER = 'J-1'

export const REVIEWED_ORDER = 'J-5'
export const REFUNDED_ORDER = 'J-3'

/** Reserved for sales: 4.00 + 1.60 + (4.50 + 0.50) + 2.40 + 1.20. */
export const RESERVED_MICROS = 14_200_000n

/** After 20.00 of 50.00 came back (2.70 + 0.30) and the case under review was refused (0). */
export const KEPT_MICROS = 11_000_000n

/** In the pool of deals: one fee. */
export const DEAL_MICROS = 25_000_000n

/** What each person is paid in the end: sales after refunds, and Mette's fee. */
export const PAID_MICROS: Readonly<Record<WaysPersonKey, bigint>> = {
  // 4.00 of her own sale, and a tenth of the 3.00 that Priya's order is worth after its refund.
  ottilie: 4_300_000n,
  bastian: 1_600_000n,
  mette: 25_000_000n,
  priya: 2_700_000n,
  sunniva: 2_400_000n,
}
