// F03: one person under two names. A payout address is one person already; the same e-mail address is another sign.

import { passed, rejected, type MisuseVerdict } from './verdict.ts'

import type { PersonAtOrder } from './order-context.ts'

/**
 * Rejects the later of two who gave the same e-mail address. Whoever changes their payout address lets the shop pause
 * the earlier enrolment, and is not rejected then.
 */
export function duplicatePerson(
  person: Pick<PersonAtOrder, 'recommenderId' | 'hasEarlierTwin'>,
): MisuseVerdict {
  if (!person.hasEarlierTwin) return passed('F03')
  return rejected('F03', {
    recommenderId: person.recommenderId,
    sentence: 'The same person joined this program earlier under another name.',
  })
}
