// What the rules against misuse look back on, in PostgreSQL. Every count is over a bounded number of rows.

import { micros } from '#domain/money.ts'
import { sql } from 'kysely'
import { toHex } from 'viem/utils'

import type { MisuseRows, OtherOrders, PersonKey } from '#ports/misuse-rows.ts'

import type { RetailerScope } from './scope.ts'

/** Orders of one person that are looked back on: enough for any ratio that a rule asks for. */
const PERSON_ORDERS_MAX = 200

/** Orders of a program that stand for all of its latest. */
const PROGRAM_ORDERS_MAX = 1_000

/** Clicks of one minute that are counted: far beyond any limit a program sets. */
const CLICKS_MAX = 10_000

/** Rows that the rules look back on. */
export function misuseRows(scope: RetailerScope): MisuseRows {
  return { ...personRows(scope), ...orderCounts(scope), ...returnCounts(scope), ...sizeRows(scope) }
}

function personRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<
  MisuseRows,
  'emailDomainKey' | 'noteEmailDomain' | 'joinedAt' | 'hasEarlierTwin' | 'ownsCustomerAccount' | 'clicks'
> {
  const enrollment = ({ programId, recommenderId }: PersonKey) =>
    transaction
      .selectFrom('retailer_enrollments as own')
      .where('own.retailer_id', '=', retailerId)
      .where('own.program_id', '=', programId)
      .where('own.recommender_id', '=', recommenderId)

  return {
    async emailDomainKey(person) {
      const row = await enrollment(person).select('own.email_domain_key').executeTakeFirst()
      return row?.email_domain_key ? toHex(row.email_domain_key) : undefined
    },

    async noteEmailDomain({ programId, recommenderId }, key) {
      await transaction
        .updateTable('retailer_enrollments')
        .set({ email_domain_key: key })
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .where('recommender_id', '=', recommenderId)
        .execute()
    },

    async joinedAt(person) {
      const row = await enrollment(person).select('own.created_at').executeTakeFirst()
      return row?.created_at.getTime()
    },

    async hasEarlierTwin(person) {
      const twin = await enrollment(person)
        .innerJoin('retailer_enrollments as other', (join) =>
          join
            .onRef('other.retailer_id', '=', 'own.retailer_id')
            .onRef('other.program_id', '=', 'own.program_id')
            .onRef('other.email_key', '=', 'own.email_key'),
        )
        .select('other.recommender_id')
        .whereRef('other.recommender_id', '!=', 'own.recommender_id')
        .whereRef('other.created_at', '<', 'own.created_at')
        .where('other.status', 'in', ['active', 'banned'])
        .limit(1)
        .executeTakeFirst()
      return twin !== undefined
    },

    async ownsCustomerAccount(customerKey, emailKey) {
      const row = await transaction
        .selectFrom('retailer_orders')
        .select('order_id')
        .where('retailer_id', '=', retailerId)
        .where('customer_key', '=', customerKey)
        .where('buyer_key', '=', emailKey)
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
    },

    async clicks(code, from, to) {
      const clicks = transaction
        .selectFrom('retailer_clicks')
        .select('click_id')
        .where('retailer_id', '=', retailerId)
        .where('code', '=', code)
        .where('clicked_at', '>=', new Date(from))
        .where('clicked_at', '<=', new Date(to))
        .where('verdict', '=', 'counted')
        .limit(CLICKS_MAX)
      return (await clicks.execute()).length
    },
  }
}

/** Direct rewards of a person, the latest first. */
function rewardsOf(
  { transaction, retailerId }: RetailerScope,
  { programId, recommenderId }: PersonKey,
  { from, to, except }: OtherOrders,
) {
  return transaction
    .selectFrom('retailer_rewards as reward')
    .where('reward.retailer_id', '=', retailerId)
    .where('reward.program_id', '=', programId)
    .where('reward.recommender_id', '=', recommenderId)
    .where('reward.role', '=', 'direct')
    .where('reward.paid_at', '>=', new Date(from))
    .where('reward.paid_at', '<=', new Date(to))
    .where('reward.order_id', '!=', except)
    .orderBy('reward.paid_at', 'desc')
    .limit(PERSON_ORDERS_MAX)
}

function orderCounts(scope: RetailerScope): Pick<MisuseRows, 'ordersOf' | 'couponOrdersOf'> {
  return {
    async ordersOf(person, orders) {
      return (await rewardsOf(scope, person, orders).select('reward.order_id').execute()).length
    },

    async couponOrdersOf(person, orders) {
      const rows = await rewardsOf(scope, person, orders)
        .innerJoin('retailer_orders as ordered', (join) =>
          join
            .onRef('ordered.retailer_id', '=', 'reward.retailer_id')
            .onRef('ordered.order_id', '=', 'reward.order_id'),
        )
        .select(
          sql<string[]>`array(
            select touch ->> 'source' from jsonb_array_elements(ordered.attribution -> 'touches') as touch
            where touch ->> 'recommenderId' = ${person.recommenderId}
          )`.as('sources'),
        )
        .execute()
      const withCoupon = rows.filter(({ sources }) => sources.includes('coupon'))
      const withoutClick = withCoupon.filter(({ sources }) => !sources.some(isClick))
      return { orders: withCoupon.length, withoutClick: withoutClick.length }
    },
  }
}

/** Whether a source of a touch goes back to somebody who followed the link. */
function isClick(source: string): boolean {
  return source !== 'coupon' && source !== 'customer-binding'
}

function returnCounts(scope: RetailerScope): Pick<MisuseRows, 'returnsOf' | 'returnsOfProgram'> {
  const { transaction, retailerId } = scope
  /** Lowered by something other than the shop's refusal. */
  const returned = sql<boolean>`reward.target_micros < reward.granted_micros and not exists (
    select 1 from retailer_reviews review
    where review.retailer_id = reward.retailer_id and review.reward_id = reward.reward_id
      and review.state = 'refused'
  )`.as('returned')
  const counted = (rows: readonly { readonly returned: boolean }[]) => ({
    orders: rows.length,
    returned: rows.filter((row) => row.returned).length,
  })

  return {
    async returnsOf(person, orders) {
      return counted(await rewardsOf(scope, person, orders).select(returned).execute())
    },

    async returnsOfProgram(programId, { from, to, except }) {
      const rows = await transaction
        .selectFrom('retailer_rewards as reward')
        .select(returned)
        .where('reward.retailer_id', '=', retailerId)
        .where('reward.program_id', '=', programId)
        .where('reward.role', '=', 'direct')
        .where('reward.paid_at', '>=', new Date(from))
        .where('reward.paid_at', '<=', new Date(to))
        .where('reward.order_id', '!=', except)
        .limit(PROGRAM_ORDERS_MAX)
        .execute()
      return counted(rows)
    },
  }
}

function sizeRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<MisuseRows, 'largestOrder' | 'countOrders' | 'noteSize'> {
  const sized = (programId: string) =>
    transaction
      .selectFrom('retailer_orders')
      .where('retailer_id', '=', retailerId)
      .where('program_id', '=', programId)
      .where('eligible_micros', 'is not', null)

  return {
    async largestOrder(programId, except) {
      const row = await sized(programId)
        .select('eligible_micros')
        .where('order_id', '!=', except)
        .orderBy('eligible_micros', 'desc')
        .limit(1)
        .executeTakeFirst()
      return micros(row?.eligible_micros ?? 0n)
    },

    async countOrders(programId, limit) {
      return (await sized(programId).select('order_id').limit(limit).execute()).length
    },

    async noteSize(orderId, programId, eligibleMicros) {
      await transaction
        .updateTable('retailer_orders')
        .set({ program_id: programId, eligible_micros: eligibleMicros })
        .where('retailer_id', '=', retailerId)
        .where('order_id', '=', orderId)
        .execute()
    },
  }
}
