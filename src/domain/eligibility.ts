// Whether an order is one that the program pays for at all: decided once, on the order as it was paid.

import type { Instant, PaidFact } from './order-facts.ts'
import type { Policy } from './policy.ts'
import type { TraceStep } from './trace.ts'

/** What is known of the buyer; never told to the recommender. */
export type CustomerContext = {
  /** Neither the shop's platform nor our records know an earlier order. */
  readonly isNew: boolean
  /** No earlier order of theirs was credited in this program. */
  readonly isFirstOrder: boolean
}

/**
 * The step `eligibility`, passed or stopped; orders paid after `lastOrderAt` came too late for a program that has ended. Whether the order is large enough is judged with its pot, since refunds count
 * there; whether the customer is new, by the rules against misuse.
 */
export function judgeEligibility(
  policy: Policy,
  paid: PaidFact,
  customer: CustomerContext,
  lastOrderAt: Instant = Infinity,
): TraceStep {
  const stopped = (sentence: string, forShop?: true): TraceStep => ({
    step: 'eligibility',
    outcome: 'stopped',
    sentence,
    ...(forShop && { forShop }),
  })
  const { firstOrderOnly, countries } = policy.eligibility ?? {}
  if (paid.test) return stopped('The shop marked this as a test order.')
  if (paid.datedAhead) return stopped('The shop dates the payment more than a day ahead.')
  if (paid.paidAt > lastOrderAt) return stopped('The program had ended before the order was paid.')
  if (firstOrderOnly === true && !customer.isFirstOrder) {
    return stopped('The program pays for the first order of a customer only, and this is a later one.', true)
  }
  if (countries !== undefined && !(paid.country !== undefined && countries.includes(paid.country))) {
    return stopped('The program does not pay for orders from the country of this one.', true)
  }
  return { step: 'eligibility', outcome: 'passed', sentence: 'The order is one the program pays for.' }
}
