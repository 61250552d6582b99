// What an order is worth to one person by the shop's own books: the rules evaluated again, with nothing taken from the
// proposal but who is credited and by what weight.

import { pot } from '../policy/pot.ts'
import { sharePot } from '../share-pot.ts'

import type { Credit, RuleContext } from '../attribution.ts'
import type { Micros } from '../money.ts'
import type { Policy } from '../policy.ts'
import type { OwnPaidState } from './own-order.ts'
import type { ProposedCredit, ProposedSource } from './proposal.ts'

export type OrderSourceOf = Extract<ProposedSource, { kind: 'order' }>

/** The person's share in micros; undefined when the rules have no rate for the order's currency, or credit nobody so. */
export function ownShare(
  rules: { readonly policy: Policy; readonly laterPolicies: readonly Policy[] },
  state: OwnPaidState,
  { source, recommenderId }: { readonly source: OrderSourceOf; readonly recommenderId: string },
): Micros | undefined {
  const { policy, laterPolicies } = rules
  const worth = pot(policy, state, ownContext(source.ruleContext, state), laterPolicies)
  if (worth.outcome === 'waits-for-rate') return undefined
  const credits = source.credits.map(creditOf)
  if (!credits.some(({ role }) => role === 'direct')) return undefined
  const shares = sharePot({
    upline: policy.upline,
    potMicros: worth.potMicros,
    credits,
    roomMicros: source.roomMicros,
  })
  return shares.find((share) => share.recommenderId === recommenderId)?.micros
}

/** Where the books know better, they count: where the order went, and whether the customer had bought before. */
function ownContext(claimed: RuleContext, { paid }: OwnPaidState): RuleContext {
  const hasBought = (paid.earlierOrders ?? 0) > 0
  return {
    ...claimed,
    ...(paid.country === undefined ? {} : { country: paid.country }),
    ...(hasBought ? { isNewCustomer: false } : {}),
  }
}

/** What a share does not depend on is left empty. */
function creditOf({
  recommenderId,
  code,
  role,
  weight,
  ofRecommenderId,
  roomMicros,
}: ProposedCredit): Credit {
  return {
    recommenderId,
    code,
    role,
    weight,
    ...(ofRecommenderId === undefined ? {} : { ofRecommenderId }),
    ...(roomMicros === undefined ? {} : { roomMicros }),
    followers: 0,
    followerEvidence: 'none',
    tier: 'micro',
    holdSeconds: 0,
  }
}
