// F05: the buyer already belongs to somebody else, and the program keeps to the first.

import { passed, rejected, type MisuseVerdict } from './verdict.ts'

import type { OrderMisuseContext, PersonAtOrder } from './order-context.ts'

/** Rejects whoever comes after the person that the buyer is bound to, where the policy puts the binding first. */
export function boundCustomer(
  { boundTo, bindingGoesBefore }: Pick<OrderMisuseContext, 'boundTo' | 'bindingGoesBefore'>,
  { recommenderId, touch }: Pick<PersonAtOrder, 'recommenderId' | 'touch'>,
): MisuseVerdict {
  if (boundTo === undefined || boundTo === recommenderId) return passed('F05')
  if (!bindingGoesBefore(touch.source)) return passed('F05')
  return rejected('F05', {
    recommenderId,
    sentence: 'The buyer came through somebody else first, and the program keeps to the first.',
  })
}
