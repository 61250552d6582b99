// Every rule against misuse that can be held against an order, over what was known when its payment was first seen.

import { selfReferral } from './f01-self-referral.ts'
import { similarBuyer } from './f02-similar-buyer.ts'
import { duplicatePerson } from './f03-duplicate-person.ts'
import { existingCustomer } from './f04-existing-customer.ts'
import { boundCustomer } from './f05-bound-customer.ts'
import { clickVelocity } from './f08-click-velocity.ts'
import { orderVelocity } from './f09-order-velocity.ts'
import { clickToOrder } from './f10-click-to-order.ts'
import { couponLeak } from './f12-coupon-leak.ts'
import { disposableEmail } from './f14-disposable-email.ts'
import { refundRing } from './f15-refund-ring.ts'
import { oddOrder } from './f16-odd-order.ts'
import { treeAbuse } from './f18-tree-abuse.ts'
import { inactivePerson } from './f20-inactive-person.ts'

import type { RecommenderId } from '../ids.ts'
import type { Policy } from '../policy.ts'
import type { OrderMisuseContext } from './order-context.ts'
import type { MisuseVerdict } from './verdict.ts'

/**
 * Verdicts of the rules that have something to say, first those on the whole order, then each person's, in the order
 * of the rules. Rules on clicks and on messages have spoken before: what they rejected never became a touch or a fact.
 */
export function judgeOrder(context: OrderMisuseContext, misuse: Policy['misuse']): readonly MisuseVerdict[] {
  const ofOrder = [existingCustomer(context), disposableEmail(context), oddOrder(context)]
  const ofPeople = context.people.flatMap((person) => [
    selfReferral(context, person),
    similarBuyer(context, person),
    duplicatePerson(person),
    boundCustomer(context, person),
    clickVelocity(person, misuse),
    orderVelocity(person, misuse),
    clickToOrder(context, person, misuse),
    couponLeak(person),
    refundRing(context, person),
    treeAbuse(person),
    inactivePerson(context, person),
  ])
  const ofParents = context.parents.map((parent) => selfReferral(context, parent))
  return [...ofOrder, ...ofPeople, ...ofParents].filter((verdict) => verdict.verdict !== 'passed')
}

/** Whether the whole order earns nothing. */
export function isOrderRejected(verdicts: readonly MisuseVerdict[]): boolean {
  return verdicts.some((one) => one.verdict === 'rejected' && one.recommenderId === undefined)
}

/** Whose touches do not count for this order. */
export function rejectedPeople(verdicts: readonly MisuseVerdict[]): ReadonlySet<RecommenderId> {
  return new Set(
    verdicts.flatMap(({ verdict, recommenderId }) =>
      verdict === 'rejected' && recommenderId !== undefined ? [recommenderId] : [],
    ),
  )
}

/** Why somebody's reward for the order is under review: verdicts on them, and on the whole order. */
export function reviewVerdicts(
  verdicts: readonly MisuseVerdict[],
  recommenderId: RecommenderId,
): readonly MisuseVerdict[] {
  return verdicts.filter(
    (one) =>
      one.verdict === 'review' && (one.recommenderId === undefined || one.recommenderId === recommenderId),
  )
}
