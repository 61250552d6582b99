// What a product costs, in the shop's money.

import type { Micros } from '#domain/money.ts'
import { digits } from './parts.ts'

/** `12.50 EUR`; undefined where the price is not known. */
export function productPrice(
  price: { readonly amount: Micros; readonly currency: string } | null,
): string | undefined {
  return price === null ? undefined : `${digits(price.amount)} ${price.currency}`
}
