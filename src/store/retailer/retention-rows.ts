// Forgetting what is older than it may become, a bounded number of rows at a time, in PostgreSQL.

import type { PrivacyRows } from '#ports/privacy-rows.ts'

import type { RetailerScope } from './scope.ts'

type RetentionMethods = 'forgetVisitors' | 'emptyDeliveries' | 'forgetSignIns'

/** Rows that go, or lose what they may no longer hold. */
export function retentionRows(scope: RetailerScope): Pick<PrivacyRows, RetentionMethods> {
  return { ...bodyRows(scope), ...signInRows(scope) }
}

function bodyRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<PrivacyRows, 'forgetVisitors' | 'emptyDeliveries'> {
  return {
    async forgetVisitors({ before, limit }) {
      const old = transaction
        .selectFrom('retailer_clicks')
        .select('click_id')
        .where('retailer_id', '=', retailerId)
        .where('visitor_key', 'is not', null)
        .where('clicked_at', '<', new Date(before))
        .limit(limit)
      const result = await transaction
        .updateTable('retailer_clicks')
        .set({ visitor_key: null })
        .where('retailer_id', '=', retailerId)
        .where('click_id', 'in', old)
        .executeTakeFirst()
      return Number(result.numUpdatedRows)
    },

    async emptyDeliveries({ before, limit }) {
      // What nobody has read yet is kept until it is.
      const old = transaction
        .selectFrom('retailer_deliveries')
        .select('delivery_id')
        .where('retailer_id', '=', retailerId)
        .where('body_sealed', 'is not', null)
        .where('state', '!=', 'received')
        .where('received_at', '<', new Date(before))
        .limit(limit)
      const result = await transaction
        .updateTable('retailer_deliveries')
        .set({ body_sealed: null, headers: '{}' })
        .where('retailer_id', '=', retailerId)
        .where('delivery_id', 'in', old)
        .executeTakeFirst()
      return Number(result.numUpdatedRows)
    },
  }
}

function signInRows({ transaction, retailerId }: RetailerScope): Pick<PrivacyRows, 'forgetSignIns'> {
  return {
    async forgetSignIns({ before, limit }) {
      const old = transaction
        .selectFrom('retailer_sign_ins')
        .select('token_hash')
        .where('retailer_id', '=', retailerId)
        .where('expires_at', '<', new Date(before))
        .limit(limit)
      const result = await transaction
        .deleteFrom('retailer_sign_ins')
        .where('retailer_id', '=', retailerId)
        .where('token_hash', 'in', old)
        .executeTakeFirst()
      return Number(result.numDeletedRows)
    },
  }
}
