// F02: buyer and person are not the same, and their e-mail addresses are at the same private domain: a family, a firm.

import { passed, review, type MisuseVerdict } from './verdict.ts'

import type { OrderMisuseContext, PersonAtOrder } from './order-context.ts'

/** Puts under review what may be somebody's other mailbox; addresses at public providers are never compared. */
export function similarBuyer(
  { buyerKey, emailDomainKey }: Pick<OrderMisuseContext, 'buyerKey' | 'emailDomainKey'>,
  person: Pick<PersonAtOrder, 'recommenderId' | 'emailKey' | 'emailDomainKey'>,
): MisuseVerdict {
  const sameDomain = emailDomainKey !== undefined && emailDomainKey === person.emailDomainKey
  if (!sameDomain || buyerKey === person.emailKey) return passed('F02')
  return review('F02', {
    recommenderId: person.recommenderId,
    evidence: { sameDomain },
    sentence: 'Buyer and person use e-mail addresses at the same private domain.',
  })
}
