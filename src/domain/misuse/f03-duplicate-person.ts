// F03: one person under two names. A payout address is one person already; the same e-mail address is another sign.

import { passed, review, type MisuseVerdict } from './verdict.ts'

import type { PersonAtOrder } from './order-context.ts'

/**
 * Puts the later of two who gave the same e-mail address under review. No more than that: nobody proves that an address
 * is theirs, and whoever joined first with somebody else's would otherwise take all their rewards away. Whoever changes
 * their payout address lets the shop pause the earlier enrolment, and is not looked at then.
 */
export function duplicatePerson(
  person: Pick<PersonAtOrder, 'recommenderId' | 'hasEarlierTwin'>,
): MisuseVerdict {
  if (!person.hasEarlierTwin) return passed('F03')
  return review('F03', {
    recommenderId: person.recommenderId,
    sentence: 'The same e-mail address joined this program earlier under another name.',
  })
}
