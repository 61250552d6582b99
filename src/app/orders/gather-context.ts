// What is known at the moment when an order's payment is first evaluated: the people of its touches and who brought them,
// campaigns of their links, and what the shop knows of the buyer.

import { DAY_MS } from '#domain/time.ts'

import { campaignsOf } from '../campaigns/campaigns-of.ts'

import type { OrderContext, PersonContext } from '#domain/attribute-order.ts'
import type { CustomerContext } from '#domain/eligibility.ts'
import type { LinkCode, ProgramId, RecommenderId } from '#domain/ids.ts'
import type { Instant, PaidFact } from '#domain/order-facts.ts'
import type { Policy } from '#domain/policy.ts'
import type { CustomerKeys } from '#ports/order-rows.ts'
import type { EnrollmentRow } from '#ports/program-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { ChosenProgram } from './choose-program.ts'

/** Everything but the verdicts of the rules against misuse. */
export async function gatherContext(
  unit: RetailerUnit,
  program: ChosenProgram,
  paid: PaidFact,
): Promise<Omit<OrderContext, 'verdicts'>> {
  const { programId, policy, policyHash, touches } = program
  const people = new Map<RecommenderId, PersonContext>()
  const campaigns = new Map<LinkCode, readonly string[]>()
  for (const { recommenderId, code } of touches) {
    const link = await unit.programs.link(code)
    if (link) campaigns.set(code, await campaignsOf(unit, link, paid.paidAt))
    if (people.has(recommenderId)) continue
    for (const person of await personAndParent(
      unit,
      { programId, policy, paidAt: paid.paidAt },
      recommenderId,
    )) {
      if (!people.has(person.recommenderId) || person.recommenderId === recommenderId) {
        people.set(person.recommenderId, person)
      }
    }
  }
  return {
    programId,
    policy,
    policyHash,
    paid,
    touches: touches.map(({ programId: _, ...touch }) => touch),
    people,
    campaigns,
    customer: await customerOf(unit, programId, paid),
  }
}

/** How a paid order names its buyer. */
export function customerKeys({ buyerKey, customerKey }: PaidFact): CustomerKeys {
  return { buyerKey, customerKey }
}

type AtOrder = { readonly programId: ProgramId; readonly policy: Policy; readonly paidAt: Instant }

async function personAndParent(
  unit: RetailerUnit,
  at: AtOrder,
  recommenderId: RecommenderId,
): Promise<readonly PersonContext[]> {
  const enrollment = await unit.programs.enrollment(at.programId, recommenderId)
  if (!enrollment) return []
  const { parentRecommenderId, joinedVia } = enrollment
  const parent =
    parentRecommenderId === null
      ? undefined
      : await unit.programs.enrollment(at.programId, parentRecommenderId)
  if (!parent || joinedVia === null) return [personOf(enrollment)]
  const isActive = await isActiveParent(unit, at, parent)
  const person = {
    ...personOf(enrollment),
    parent: { recommenderId: parent.recommenderId, code: joinedVia, isActive },
  }
  return [person, personOf(parent)]
}

function personOf(enrollment: EnrollmentRow): PersonContext {
  const { recommenderId, followers, followerEvidence, isTrusted } = enrollment
  return { recommenderId, followers, followerEvidence, isTrusted }
}

/** Takes part when the order is paid, and has sold something themselves in the policy's days before. */
async function isActiveParent(
  unit: RetailerUnit,
  { programId, policy, paidAt }: AtOrder,
  { recommenderId, status, statusAt }: EnrollmentRow,
): Promise<boolean> {
  if (policy.upline === undefined) return false
  if (status !== 'active' && (statusAt === null || statusAt <= paidAt)) return false
  const from = paidAt - policy.upline.activeDays * DAY_MS
  return unit.rewards.hasOwnSale(programId, recommenderId, { from, to: paidAt })
}

/** A buyer of whom neither the platform nor the store knows an earlier order is new; so is one that nobody knows at all. */
async function customerOf(
  unit: RetailerUnit,
  programId: ProgramId,
  paid: PaidFact,
): Promise<CustomerContext> {
  const known = await unit.orders.earlier(customerKeys(paid), { paidAt: paid.paidAt, programId })
  return {
    isNew: known.orders === 0 && (paid.earlierOrders ?? 0) === 0,
    isFirstOrder: known.credited === 0,
  }
}
