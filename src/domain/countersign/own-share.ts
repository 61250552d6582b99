// What an order is worth to one person by the shop's own books: the rules evaluated again over credits that follow from
// its touches.

import { foldOrder } from '../fold-order.ts'
import { maxMicros, sumMicros, ZERO_MICROS, type Micros } from '../money.ts'
import { pot } from '../policy/pot.ts'
import { sharePot, type Share } from '../share-pot.ts'
import { tierOf } from '../tier.ts'

import type { Credit, RuleContext } from '../attribution.ts'
import type { OrderState } from '../order-facts.ts'
import type { Policy } from '../policy.ts'
import type { OwnPaidState } from './own-order.ts'
import type { ProposedCredit, ProposedOrder } from './proposed-order.ts'
import type { SignedGrant } from './signed-log.ts'

type Rules = { readonly policy: Policy; readonly laterPolicies: readonly Policy[] }

/** Whose share of which order, and what is known of its buyer beyond what is claimed. */
export type Asked = {
  readonly source: ProposedOrder
  readonly recommenderId: string
  readonly knows?: { readonly hasBought: boolean; readonly hasBeenCredited: boolean } | undefined
}

export type OwnShare = {
  /** Of what is kept now. */
  readonly micros: Micros
  /** What caps count: of what was paid, and never less than of what is kept. */
  readonly grant: SignedGrant
}

/** The person's share in micros; undefined when the rules have no rate for the order's currency. */
export function ownShare(rules: Rules, state: OwnPaidState, asked: Asked): OwnShare | undefined {
  const kept = sharesOf(rules, state, asked)
  const asPaid = sharesOf(rules, foldOrder([state.paid]), asked)
  if (!kept || !asPaid) return undefined
  const own = (shares: readonly Share[]): Micros =>
    shares.find((share) => share.recommenderId === asked.recommenderId)?.micros ?? ZERO_MICROS
  const all = (shares: readonly Share[]): Micros => sumMicros(shares.map((share) => share.micros))
  return {
    micros: own(kept),
    grant: {
      micros: maxMicros(own(asPaid), own(kept)),
      orderMicros: maxMicros(all(asPaid), all(kept)),
    },
  }
}

function sharesOf(
  { policy, laterPolicies }: Rules,
  state: OrderState,
  { source, knows }: Asked,
): readonly Share[] | undefined {
  const worth = pot(policy, state, ownContext(source.ruleContext, state, knows), laterPolicies)
  if (worth.outcome === 'waits-for-rate') return undefined
  return sharePot({
    upline: policy.upline,
    potMicros: worth.potMicros,
    credits: source.credits.map((credit) => creditOf(credit, policy)),
    roomMicros: source.roomMicros,
  })
}

/** Where the books know better, they count: where the order went, and whether the buyer had bought before. */
function ownContext(claimed: RuleContext, { paid }: OrderState, knows: Asked['knows']): RuleContext {
  const hasBought = (paid?.earlierOrders ?? 0) > 0 || knows?.hasBought === true
  return {
    ...claimed,
    ...(paid?.country === undefined ? {} : { country: paid.country }),
    ...(hasBought ? { isNewCustomer: false } : {}),
    ...(knows?.hasBeenCredited === true ? { isFirstOrder: false } : {}),
  }
}

function creditOf(
  { payee: _, ofRecommenderId, roomMicros, ...credit }: ProposedCredit,
  policy: Policy,
): Credit {
  return {
    ...credit,
    ...(ofRecommenderId === undefined ? {} : { ofRecommenderId }),
    ...(roomMicros === undefined ? {} : { roomMicros }),
    tier: tierOf(credit.followers, policy.tiers),
  }
}
