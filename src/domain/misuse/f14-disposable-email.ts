// F14: the buyer's e-mail address is at a provider of throw-away addresses.

import { passed, review, type MisuseVerdict } from './verdict.ts'

import type { OrderMisuseContext } from './order-context.ts'

/** Puts the order under review; people have honest reasons for such an address, too. */
export function disposableEmail({
  disposableEmail: isDisposable,
}: Pick<OrderMisuseContext, 'disposableEmail'>): MisuseVerdict {
  if (!isDisposable) return passed('F14')
  return review('F14', { sentence: "The buyer's e-mail address is a throw-away one." })
}
