// What a stored order adds to the figures of links.

import { foldOrder, keptMicros } from '#domain/fold-order.ts'
import { orderActivity, type CountedOrder } from '#domain/metrics/order-activity.ts'
import { ZERO_MICROS, type Micros } from '#domain/money.ts'
import { TOKEN_CURRENCY } from '#domain/policy.ts'
import { convertDown, rateFor } from '#domain/policy/currency-rate.ts'
import { versionInForce } from '#domain/policy/version-in-force.ts'

import type { LinkCode } from '#domain/ids.ts'
import type { Activity } from '#domain/metrics/activity.ts'
import type { PaidFact } from '#domain/order-facts.ts'
import type { PaidOrder } from '#ports/metric-rows.ts'
import type { PolicyVersionRow } from '#ports/policy-rows.ts'

/**
 * By link; an order whose payment is not known adds nothing. `versions` are those of the order's program. Sales in a
 * currency without a rate count as nothing until there is one; the order itself counts.
 */
export function countOrder(
  order: PaidOrder,
  versions: readonly PolicyVersionRow[],
): ReadonlyMap<LinkCode, Activity> {
  const state = foldOrder(order.facts)
  if (!state.paid) return new Map()
  const inToken = conversion(state.paid, versions)
  return orderActivity({
    salesMicros: inToken(state.contents?.eligibleMicros ?? ZERO_MICROS),
    keptSalesMicros: inToken(keptMicros(state)),
    ...creditsOf(order),
    // A deal's fee is no sale's reward.
    rewards: order.rewards.flatMap(({ role, ...reward }) => (role === 'deal' ? [] : [{ ...reward, role }])),
  })
}

/** From the order's currency to the token's, by the rules that its rewards are worked out with. */
function conversion(
  { currency, paidAt }: PaidFact,
  versions: readonly PolicyVersionRow[],
): (amount: Micros) => Micros {
  const inForce = versionInForce(versions, paidAt)
  if (currency === (inForce?.policy.currency ?? TOKEN_CURRENCY)) return (amount) => amount
  const later = versions.filter(({ versionNo }) => versionNo > (inForce?.versionNo ?? 0))
  const rate =
    inForce &&
    rateFor(
      inForce.policy,
      currency,
      paidAt,
      later.map(({ policy }) => policy),
    )
  return (amount) => (rate === undefined ? ZERO_MICROS : convertDown(amount, rate))
}

/** The direct credits, those of the leading link first. */
function creditsOf({ attribution }: PaidOrder): Pick<CountedOrder, 'credits' | 'isNewCustomer'> {
  if (attribution?.outcome !== 'credited') return { credits: [], isNewCustomer: false }
  const { credits, ruleContext } = attribution
  const direct = credits.filter(({ role }) => role === 'direct')
  const isLead = ({ code }: { readonly code: LinkCode }): boolean => code === ruleContext.code
  return {
    credits: [...direct.filter(isLead), ...direct.filter((credit) => !isLead(credit))],
    isNewCustomer: ruleContext.isNewCustomer,
  }
}
