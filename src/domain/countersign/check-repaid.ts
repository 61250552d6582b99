// What later rewards of the same person gave back for an order: a reward that grows again afterwards is owed once more.
// Either the key signed those rewards as netted, or they were taken whole and never proposed: then they count as signed.

import { micros, sumMicros, ZERO_MICROS, type Micros } from '../money.ts'
import { TIER_NUMBER, tierOf } from '../tier.ts'
import { checkOrder, type CheckedGiven } from './check-order.ts'
import { orderSource } from './own-order.ts'
import { nettedOf, repaidOf } from './repaid-book.ts'
import { isLiveElsewhere, standingOf } from './signed-book.ts'

import type { ProposedRepayment } from './proposed-order.ts'
import type { SignedRepayment } from './signed-log.ts'
import type { Wrong } from './verdict.ts'

export type Repaid = {
  readonly kind: 'repaid'
  /** Beyond what is in the log already. */
  readonly moreMicros: Micros
  readonly repaid: readonly SignedRepayment[]
}

/** What was given back for the order; `open` while the ledger may still not take what gave it. */
export function checkRepaid(given: CheckedGiven, source: string): Repaid | Wrong | { readonly kind: 'open' } {
  const { reward, context } = given
  const repaid: SignedRepayment[] = []
  for (const one of reward.repaid) {
    const name = orderSource(one.source.connectionId, one.source.externalId)
    if (isLiveElsewhere(context.book, name, undefined)) return { kind: 'open' }
    const wrong = checkRepayment(given, one, { name, source })
    if (wrong) return wrong
    repaid.push({ source: name, micros: one.amount })
  }
  const known = repaidOf(context.book, { source, payee: reward.payee })
  const more = sumMicros(repaid.map((one) => one.micros)) - known
  return { kind: 'repaid', moreMicros: more > 0n ? micros(more) : ZERO_MICROS, repaid }
}

function checkRepayment(
  given: CheckedGiven,
  { source: giver, amount }: ProposedRepayment,
  { name, source }: { readonly name: string; readonly source: string },
): Wrong | undefined {
  const { reward, context, proposal } = given
  const { book } = context
  const { netted, forOthers } = nettedOf(book, { source: name, payee: reward.payee, except: source })
  const unsigned = amount + forOthers - netted
  if (unsigned <= 0n) return undefined
  const own = giver.credits.find(
    (credit) => credit.recommenderId === reward.recommenderId && credit.payee === reward.payee,
  )
  if (!own) return { reason: 'payee-changed', detail: `Order ${name} is not credited to the same person.` }
  const tier = TIER_NUMBER[tierOf(own.followers, proposal.policy.tiers)]
  const asked = { ...reward, code: own.code, tier, earned: micros(unsigned) }
  const worth = checkOrder({ ...given, reward: asked }, giver)
  if ('reason' in worth) return worth
  const standing = standingOf(book, { source: name, payee: reward.payee, isBare: true })
  return standing + unsigned > worth.micros
    ? { reason: 'amount-too-high', detail: `Order ${name} gave back more than it is worth.` }
    : undefined
}
