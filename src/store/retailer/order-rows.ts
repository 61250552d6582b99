// Orders and their facts, in PostgreSQL.

import { canonicalJson } from '#domain/policy.ts'

import { micros } from '#domain/money.ts'
import { sql } from 'kysely'

import { factFromStored, fromStored, storedFact, toStored } from './stored-fact.ts'

import type { Attribution } from '#domain/attribution.ts'
import type { CountedOrder } from '#domain/order-classes.ts'
import type { Tier } from '#domain/policy.ts'
import type { CustomerKeys, OrderRow, OrderRows } from '#ports/order-rows.ts'
import type { ExpressionBuilder, Selectable } from 'kysely'

import type { RetailerTables } from '../tables/retailer.ts'
import type { RetailerScope } from './scope.ts'

/** Orders that one header counts at most; the rest are counted by the next. */
const COUNTED_PER_HEADER_MAX = 10_000

/** Facts read of one order at most: an order with more refunds than this is not a shop's. */
const FACTS_MAX = 10_000

/** Tier of the direct credit through the link whose person leads; null where nobody is credited. */
const LEADING_TIER = sql<Tier | null>`
  jsonb_path_query_first(
    attribution,
    '$.credits[*] ? (@.role == "direct" && @.code == $code)',
    jsonb_build_object('code', attribution -> 'ruleContext' -> 'code')
  ) ->> 'tier'`

/** Outcomes of orders that somebody is credited for, also while the amount is not known yet. */
const CREDITED = ['credited', 'waiting-for-rate'] as const

/** Rows of the retailer's orders. */
export function orderRows(scope: RetailerScope): OrderRows {
  return {
    ...orderStateRows(scope),
    ...factRows(scope),
    ...orderSums(scope),
    ...headerCountRows(scope),
  }
}

function orderStateRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<OrderRows, 'take' | 'find' | 'lock' | 'list' | 'update'> {
  const orders = () =>
    transaction.selectFrom('retailer_orders').selectAll().where('retailer_id', '=', retailerId)

  return {
    async take({ orderId, connectionId, externalId, sourceOrder, now }) {
      await transaction
        .insertInto('retailer_orders')
        .values({
          retailer_id: retailerId,
          order_id: orderId,
          connection_id: connectionId,
          external_id: externalId,
          source_order: sourceOrder,
          outcome: 'waiting-for-payment',
          reason: 'The shop has not reported the payment yet.',
          attribution: null,
          program_id: null,
          counted_seq: null,
          updated_at: new Date(now),
          created_at: new Date(now),
        })
        .onConflict((conflict) =>
          conflict.columns(['retailer_id', 'connection_id', 'external_id']).doNothing(),
        )
        .execute()
      const row = await orders()
        .where('connection_id', '=', connectionId)
        .where('external_id', '=', externalId)
        .forUpdate()
        .executeTakeFirstOrThrow()
      return orderRow(row)
    },

    async find(orderId) {
      const row = await orders().where('order_id', '=', orderId).executeTakeFirst()
      return row && orderRow(row)
    },

    async lock(orderId) {
      const row = await orders().where('order_id', '=', orderId).forUpdate().executeTakeFirst()
      return row && orderRow(row)
    },

    async list({ limit, after }) {
      let query = orders()
      if (after !== undefined) query = query.where('order_id', '<', after)
      const rows = await query.orderBy('order_id', 'desc').limit(limit).execute()
      return rows.map(orderRow)
    },

    async update(orderId, { outcome, reason, attribution, paidAt, customer, now }) {
      await transaction
        .updateTable('retailer_orders')
        .set({
          outcome,
          reason,
          attribution: JSON.stringify(toStored(attribution)),
          program_id: attribution.programId ?? null,
          paid_at: new Date(paidAt),
          customer_key: customer.customerKey ?? null,
          buyer_key: customer.buyerKey ?? null,
          granted_micros: attribution.outcome === 'credited' ? (attribution.grantedMicros ?? 0n) : 0n,
          updated_at: new Date(now),
        })
        .where('retailer_id', '=', retailerId)
        .where('order_id', '=', orderId)
        .execute()
    },
  }
}

function factRows({ transaction, retailerId }: RetailerScope): Pick<OrderRows, 'insertFact' | 'facts'> {
  return {
    async insertFact(orderId, fact, { deliveryId, now }) {
      const body = storedFact(fact)
      const result = await transaction
        .insertInto('retailer_order_facts')
        .values({
          retailer_id: retailerId,
          order_id: orderId,
          fact_key: fact.factKey,
          body: JSON.stringify(body),
          delivery_id: deliveryId,
          recorded_at: new Date(now),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      if (result.numInsertedOrUpdatedRows === 1n) return 'recorded'
      const standing = await transaction
        .selectFrom('retailer_order_facts')
        .select('body')
        .where('retailer_id', '=', retailerId)
        .where('order_id', '=', orderId)
        .where('fact_key', '=', fact.factKey)
        .executeTakeFirstOrThrow()
      return canonicalJson(standing.body) === canonicalJson(body) ? 'already-recorded' : 'conflicts'
    },

    async facts(orderId) {
      const rows = await transaction
        .selectFrom('retailer_order_facts')
        .select(['fact_key', 'body'])
        .where('retailer_id', '=', retailerId)
        .where('order_id', '=', orderId)
        .orderBy('fact_key')
        .limit(FACTS_MAX)
        .execute()
      return rows.map((row) => factFromStored(row.fact_key, row.body))
    },
  }
}

function orderSums({ transaction, retailerId }: RetailerScope): Pick<OrderRows, 'earlier' | 'granted'> {
  const orders = () => transaction.selectFrom('retailer_orders').where('retailer_id', '=', retailerId)
  /** The same buyer by either key; a key that is not known finds nobody. */
  const isBuyer =
    ({ buyerKey, customerKey }: CustomerKeys) =>
    (eb: ExpressionBuilder<RetailerTables, 'retailer_orders'>) =>
      eb.or([eb('buyer_key', '=', buyerKey ?? null), eb('customer_key', '=', customerKey ?? null)])

  return {
    async earlier(customer, { paidAt, programId }) {
      const row = await orders()
        .select(({ fn, eb }) => [
          fn.countAll<bigint>().as('orders'),
          fn
            .countAll<bigint>()
            .filterWhere(eb.and([eb('program_id', '=', programId), eb('outcome', 'in', CREDITED)]))
            .as('credited'),
        ])
        .where(isBuyer(customer))
        .where('paid_at', '<', new Date(paidAt))
        .executeTakeFirstOrThrow()
      return { orders: Number(row.orders), credited: Number(row.credited) }
    },

    async granted(programId, { from, to }, customer) {
      let query = orders()
        .select(({ fn }) => fn.sum<string | null>('granted_micros').as('granted'))
        .where('program_id', '=', programId)
        .where('paid_at', '>=', new Date(from))
        .where('paid_at', '<', new Date(to))
      if (customer) query = query.where(isBuyer(customer))
      const row = await query.executeTakeFirstOrThrow()
      return micros(BigInt(row.granted ?? 0))
    },
  }
}

function headerCountRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<OrderRows, 'countForHeader' | 'uncount'> {
  return {
    async countForHeader(programId, seq) {
      // An order that is being evaluated right now is left to the next header, and nobody waits for anybody.
      const uncounted = transaction
        .selectFrom('retailer_orders')
        .select('order_id')
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .where('counted_seq', 'is', null)
        .where('outcome', 'in', ['credited', 'not-credited'])
        .limit(COUNTED_PER_HEADER_MAX)
        .forUpdate()
        .skipLocked()
      const counted = await transaction
        .updateTable('retailer_orders')
        .set({ counted_seq: seq })
        .where('retailer_id', '=', retailerId)
        .where('order_id', 'in', uncounted)
        .returning([
          'outcome',
          sql<boolean>`coalesce(jsonb_array_length(attribution -> 'touches'), 0) > 0`.as('recommended'),
          LEADING_TIER.as('tier'),
          sql<CountedOrder['stopped']>`
            jsonb_path_query_first(attribution, '$.steps[*] ? (@.outcome == "stopped")')`.as('stopped'),
          sql<CountedOrder['reviewVerdicts'] | null>`(
            select jsonb_agg(verdict)
            from retailer_reviews review, jsonb_array_elements(review.verdicts) verdict
            where review.retailer_id = retailer_orders.retailer_id
              and review.order_id = retailer_orders.order_id and review.state = 'open'
          )`.as('verdicts'),
        ])
        .execute()
      return counted.map((row) => ({
        isRewarded: row.outcome === 'credited',
        isRecommended: row.recommended,
        tier: row.tier,
        stopped: row.stopped,
        reviewVerdicts: row.verdicts ?? [],
      }))
    },

    async uncount(programId, seq) {
      await transaction
        .updateTable('retailer_orders')
        .set({ counted_seq: null })
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .where('counted_seq', '=', seq)
        .execute()
    },
  }
}

/** A stored order as the rules see it. */
export function orderRow(row: Selectable<RetailerTables['retailer_orders']>): OrderRow {
  return {
    orderId: row.order_id,
    connectionId: row.connection_id,
    externalId: row.external_id,
    sourceOrder: row.source_order,
    outcome: row.outcome,
    reason: row.reason,
    attribution: row.attribution === null ? undefined : (fromStored(row.attribution) as Attribution),
  }
}
