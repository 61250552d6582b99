// Orders keep several credits. What was stored before, one credit an order, is brought into the new form with what its
// reward and its program's rules say, so that old orders are evaluated like new ones.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0014-order-credits'

const statements = [
  `create index retailer_customer_bindings_by_buyer on retailer_customer_bindings (retailer_id, buyer_key)`,
  `update retailer_rewards reward
    set hold_seconds = (policy.body ->> 'holdSeconds')::integer
    from retailer_policies policy
    where policy.retailer_id = reward.retailer_id
      and policy.program_id = reward.program_id
      and policy.policy_hash = reward.policy_hash
      and reward.hold_seconds is null`,
  `update retailer_orders orders
    set paid_at = to_timestamp((fact.body ->> 'at')::bigint / 1000.0),
      buyer_key = fact.body ->> 'buyerKey'
    from retailer_order_facts fact
    where fact.retailer_id = orders.retailer_id
      and fact.order_id = orders.order_id
      and fact.fact_key = 'paid'
      and orders.paid_at is null`,
  `update retailer_rewards reward
    set paid_at = orders.paid_at, granted_micros = reward.target_micros
    from retailer_orders orders
    where orders.retailer_id = reward.retailer_id
      and orders.order_id = reward.order_id
      and reward.paid_at is null`,
  `update retailer_orders orders
    set granted_micros = reward.granted_micros,
      attribution = jsonb_build_object(
        'outcome', 'credited',
        'programId', reward.program_id,
        'policyHash', reward.policy_hash,
        'credits', jsonb_build_array(jsonb_build_object(
          'recommenderId', reward.recommender_id,
          'code', reward.code,
          'role', 'direct',
          'weight', 1,
          'followers', 0,
          'followerEvidence', 'none',
          'tier', 'micro',
          'holdSeconds', reward.hold_seconds)),
        'ruleContext', jsonb_build_object(
          'tier', 'micro',
          'code', reward.code,
          'campaignIds', jsonb_build_array(),
          'isNewCustomer', false,
          'isFirstOrder', false),
        'grantedMicros', reward.granted_micros::text,
        'touches', jsonb_build_array(),
        'verdicts', jsonb_build_array(),
        'steps', orders.attribution -> 'steps')
    from retailer_rewards reward
    where reward.retailer_id = orders.retailer_id
      and reward.order_id = orders.order_id
      and orders.attribution ->> 'outcome' is null`,
  `update retailer_orders
    set attribution = jsonb_strip_nulls(jsonb_build_object(
      'outcome', 'not-credited',
      'programId', attribution -> 'programId',
      'touches', jsonb_build_array(),
      'verdicts', jsonb_build_array(),
      'steps', attribution -> 'steps'))
    where attribution is not null and attribution ->> 'outcome' is null`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
