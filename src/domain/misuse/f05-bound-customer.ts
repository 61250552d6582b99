// F05: the buyer already belongs to somebody else, and the program keeps to the first.

import { TOUCH_SOURCES, type Policy } from '../policy.ts'
import { passed, rejected, type MisuseVerdict } from './verdict.ts'

import type { Touch } from '../attribution.ts'
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

/** Whom an order's touches bind the buyer to, and before which kinds of touch the policy puts that. */
export function bindingOf(
  { attribution: { precedence = TOUCH_SOURCES } }: Policy,
  touches: readonly Touch[],
): Pick<OrderMisuseContext, 'boundTo' | 'bindingGoesBefore'> {
  const binding = touches.find((touch) => touch.source === 'customer-binding')
  const place = precedence.indexOf('customer-binding')
  return {
    ...(binding ? { boundTo: binding.recommenderId } : {}),
    bindingGoesBefore: (source) => {
      const other = precedence.indexOf(source)
      return place >= 0 && (other < 0 || place < other)
    },
  }
}
