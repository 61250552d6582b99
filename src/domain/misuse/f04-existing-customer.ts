// F04: the buyer is no new customer, and the program rewards new customers alone.

import { passed, rejected, type MisuseVerdict } from './verdict.ts'

import type { OrderMisuseContext } from './order-context.ts'

/** Rejects the order of a customer who has bought before, where the policy asks for new ones. */
export function existingCustomer({
  newCustomersOnly,
  earlierOrders,
}: Pick<OrderMisuseContext, 'newCustomersOnly' | 'earlierOrders'>): MisuseVerdict {
  if (!newCustomersOnly || earlierOrders === 0) return passed('F04', { earlierOrders })
  return rejected('F04', {
    evidence: { earlierOrders },
    sentence: 'The buyer has bought here before, and the program rewards new customers only.',
  })
}
