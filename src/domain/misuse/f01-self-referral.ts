// F01: the buyer is the person who shared the link, by e-mail address or by customer account.

import { passed, rejected, type MisuseVerdict } from './verdict.ts'

import type { OrderMisuseContext, PersonAtOrder } from './order-context.ts'

/** Rejects whoever bought through their own link; somebody who gave no e-mail address cannot be compared. */
export function selfReferral(
  { buyerKey }: Pick<OrderMisuseContext, 'buyerKey'>,
  person: Pick<PersonAtOrder, 'recommenderId' | 'emailKey' | 'ownsCustomerAccount'>,
): MisuseVerdict {
  const sameEmail = buyerKey !== undefined && buyerKey === person.emailKey
  if (!sameEmail && !person.ownsCustomerAccount) return passed('F01')
  return rejected('F01', {
    recommenderId: person.recommenderId,
    evidence: { sameEmail, sameCustomerAccount: person.ownsCustomerAccount },
    sentence: 'The buyer and the person who shared the link are the same.',
  })
}
