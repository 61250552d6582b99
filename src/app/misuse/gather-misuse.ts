// What is known to the rules against misuse when an order's payment is first evaluated: the people whose links it carried,
// what they sold lately, and what the shop has seen of the buyer. Costly counts are made only where a rule asks.

import { bindingOf } from '#domain/misuse/f05-bound-customer.ts'
import { RETURN_ORDERS_MIN, RETURNS_USUAL_BPS } from '#domain/misuse/f15-refund-ring.ts'
import { USUAL_ORDERS } from '#domain/misuse/f16-odd-order.ts'
import { BPS_PER_ONE } from '#domain/money.ts'
import { DAY_MS, HOUR_MS, SECOND_MS } from '#domain/time.ts'
import { toHex } from 'viem/utils'

import type { Touch } from '#domain/attribution.ts'
import type { OrderId, ProgramId, RecommenderId } from '#domain/ids.ts'
import type {
  OrderMisuseContext,
  ParentAtOrder,
  PersonAtOrder,
  Returns,
} from '#domain/misuse/order-context.ts'
import type { PaidFact } from '#domain/order-facts.ts'
import type { Policy } from '#domain/policy.ts'
import type { OtherOrders } from '#ports/misuse-rows.ts'
import type { EnrollmentRow } from '#ports/program-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

/** How far back returns and uses of a code are looked at, in milliseconds: 90 days, three times the usual window. */
const LOOK_BACK_MS = 90 * DAY_MS

/** The minute over which clicks are counted, in milliseconds. */
const MINUTE_MS = 60 * SECOND_MS

/** Nothing sold yet. */
const NO_RETURNS: Returns = { orders: 0, returned: 0 }

export type JudgedOrder = {
  readonly orderId: OrderId
  readonly programId: ProgramId
  readonly policy: Policy
  readonly paid: PaidFact
  /** Proved touches on links of the program. */
  readonly touches: readonly Touch[]
}

type Identity = OrderMisuseContext['parents'][number]

/** Gathers the context of the rules; notes the order's size for those that come later. */
export async function gatherMisuse(unit: RetailerUnit, order: JudgedOrder): Promise<OrderMisuseContext> {
  const { orderId, programId, policy, paid, touches } = order
  const people: PersonAtOrder[] = []
  const parents = new Map<RecommenderId, Identity>()
  for (const recommenderId of new Set(touches.map((touch) => touch.recommenderId))) {
    const enrollment = await unit.programs.enrollment(programId, recommenderId)
    if (!enrollment) continue
    const parent = await parentOf(unit, order, enrollment)
    if (parent) parents.set(parent.recommenderId, await identityOf(unit, paid, parent))
    people.push(await personAtOrder(unit, order, enrollment, parent))
  }
  const larger = await unit.misuse.largestOrder(programId, orderId)
  const isLarger = paid.eligibleMicros > larger
  const usualOrders = isLarger ? await unit.misuse.countOrders(programId, USUAL_ORDERS) : 0
  await unit.misuse.noteSize(orderId, programId, paid.eligibleMicros)
  return {
    ...buyerOf(paid),
    earlierOrders: await earlierOrders(unit, order),
    newCustomersOnly: policy.eligibility?.newCustomersOnly ?? false,
    ...bindingOf(policy, touches),
    usual: { orders: usualOrders, largestMicros: larger },
    returns: people.some((person) => isOften(person.returns))
      ? await unit.misuse.returnsOfProgram(programId, othersBefore(order, LOOK_BACK_MS))
      : NO_RETURNS,
    people,
    parents: [...parents.values()],
  }
}

function buyerOf(paid: PaidFact) {
  const { buyerKey, emailDomainKey, checkoutStartedAt } = paid
  return {
    paidAt: paid.paidAt,
    test: paid.test,
    totalMicros: paid.totalMicros,
    eligibleMicros: paid.eligibleMicros,
    disposableEmail: paid.disposableEmail ?? false,
    ...(buyerKey === undefined ? {} : { buyerKey }),
    ...(emailDomainKey === undefined ? {} : { emailDomainKey }),
    ...(checkoutStartedAt === undefined ? {} : { checkoutStartedAt }),
  }
}

/** By the shop's word or by what is stored, whichever is more. */
async function earlierOrders(unit: RetailerUnit, { programId, paid }: JudgedOrder): Promise<number> {
  const customer = { buyerKey: paid.buyerKey, customerKey: paid.customerKey }
  const stored = await unit.orders.earlier(customer, { paidAt: paid.paidAt, programId })
  return Math.max(paid.earlierOrders ?? 0, stored.orders)
}

async function personAtOrder(
  unit: RetailerUnit,
  order: JudgedOrder,
  enrollment: EnrollmentRow,
  parent: EnrollmentRow | undefined,
): Promise<PersonAtOrder> {
  const { programId, policy, paid, touches } = order
  const { recommenderId, status, statusAt } = enrollment
  const own = touches.filter((touch) => touch.recommenderId === recommenderId)
  const touch = own.toSorted((a, b) => b.touchedAt - a.touchedAt)[0]
  const person = { programId, recommenderId }
  const lately = othersBefore(order, LOOK_BACK_MS)
  const domainKey = await unit.misuse.emailDomainKey(person)
  const hasClick = own.some(({ source }) => source !== 'coupon' && source !== 'customer-binding')
  const asksForCoupons = touch?.source === 'coupon' && !hasClick
  return {
    ...(await identityOf(unit, paid, enrollment)),
    ...(domainKey === undefined ? {} : { emailDomainKey: domainKey }),
    status,
    statusAt,
    hasEarlierTwin: await unit.misuse.hasEarlierTwin(person),
    touch: { source: touch?.source ?? 'click-token', touchedAt: touch?.touchedAt ?? paid.paidAt },
    hasClick,
    clicksInMinute:
      touch && hasClick
        ? await unit.misuse.clicks(touch.code, touch.touchedAt - MINUTE_MS, touch.touchedAt)
        : 0,
    ordersInHour: await unit.misuse.ordersOf(person, othersBefore(order, HOUR_MS)),
    couponOrders: asksForCoupons
      ? await unit.misuse.couponOrdersOf(person, lately)
      : { orders: 0, withoutClick: 0 },
    returns: await unit.misuse.returnsOf(person, lately),
    ...(parent && policy.upline ? { parent: await parentAtOrder(unit, order, enrollment, parent) } : {}),
  }
}

/** What tells a person and the buyer apart. */
async function identityOf(
  unit: RetailerUnit,
  { customerKey }: PaidFact,
  { recommenderId, emailKey: key }: EnrollmentRow,
): Promise<Identity> {
  if (key === null) return { recommenderId, ownsCustomerAccount: false }
  const emailKey = toHex(key)
  const ownsCustomerAccount =
    customerKey !== undefined && (await unit.misuse.ownsCustomerAccount(customerKey, emailKey))
  return { recommenderId, emailKey, ownsCustomerAccount }
}

async function parentOf(
  unit: RetailerUnit,
  { programId, policy }: JudgedOrder,
  { parentRecommenderId }: EnrollmentRow,
): Promise<EnrollmentRow | undefined> {
  if (policy.upline === undefined || parentRecommenderId === null) return undefined
  return unit.programs.enrollment(programId, parentRecommenderId)
}

async function parentAtOrder(
  unit: RetailerUnit,
  order: JudgedOrder,
  child: EnrollmentRow,
  parent: EnrollmentRow,
): Promise<ParentAtOrder> {
  const { programId, paid } = order
  const person = { programId, recommenderId: child.recommenderId }
  const joinedAt = (await unit.misuse.joinedAt(person)) ?? paid.paidAt
  const parentKey = parent.emailKey === null ? undefined : toHex(parent.emailKey)
  const childKey = child.emailKey === null ? undefined : toHex(child.emailKey)
  return {
    recommenderId: parent.recommenderId,
    sharesEmail: parentKey !== undefined && parentKey === childKey,
    isBuyer: parentKey !== undefined && parentKey === paid.buyerKey,
    isCycle: parent.parentRecommenderId === child.recommenderId,
    childAgeSeconds: Math.floor((paid.paidAt - joinedAt) / SECOND_MS),
    childOrders: await unit.misuse.ordersOf(person, othersBefore(order, paid.paidAt - joinedAt)),
  }
}

/** Orders paid in a span of time up to this one, without it. */
function othersBefore({ orderId, paid }: JudgedOrder, spanMs: number): OtherOrders {
  return { from: paid.paidAt - Math.max(spanMs, 0), to: paid.paidAt, except: orderId }
}

/** Whether it matters what is usual in the program. */
function isOften({ orders, returned }: Returns): boolean {
  return orders >= RETURN_ORDERS_MIN && returned * Number(BPS_PER_ONE) > RETURNS_USUAL_BPS * orders
}
