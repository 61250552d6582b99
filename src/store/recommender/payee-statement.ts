// A person's payments by the page and their book by the month, in PostgreSQL.

import { micros } from '#domain/money.ts'
import { sql } from 'kysely'

import type { PayeeEntry, RecommenderUnit } from '#ports/recommender-store.ts'
import type { Hex } from 'viem'

import type { RecommenderScope } from './scope.ts'

type StatementMethods = 'creditsOf' | 'paymentsAfter' | 'months'

/** Kinds of entries by which money left the ledger for the person. */
const PAYMENT_KINDS = ['paid', 'withdrawn'] as const

/** The payee's book of one person as statements need it. */
export function payeeStatement({
  transaction,
  recommenderId,
}: RecommenderScope): Pick<RecommenderUnit, StatementMethods> {
  return {
    async creditsOf(records) {
      if (records.length === 0) return []
      const rows = await transaction
        .selectFrom('recommender_credits as credit')
        .innerJoin('recommender_journal as entry', (join) =>
          join
            .onRef('entry.recommender_id', '=', 'credit.recommender_id')
            .onRef('entry.entry_id', '=', 'credit.credit_id'),
        )
        .selectAll('credit')
        .select('entry.chain_transaction')
        .where('credit.recommender_id', '=', recommenderId)
        .where((eb) =>
          eb(
            eb.refTuple('credit.pool', 'credit.seq', 'credit.tag'),
            'in',
            records.map(({ pool, seq, tag }) => eb.tuple(pool, seq, tag)),
          ),
        )
        .execute()
      return rows.map((row) => ({
        creditId: row.credit_id,
        pool: row.pool,
        seq: row.seq,
        tag: row.tag as Hex,
        micros: micros(row.micros),
        cumulativeMicros: micros(row.cumulative_micros),
        chainTransaction: row.chain_transaction as Hex,
        at: row.at.getTime(),
      }))
    },

    async paymentsAfter({ after, from, to, limit }) {
      let query = transaction
        .selectFrom('recommender_journal')
        .selectAll()
        .where('recommender_id', '=', recommenderId)
        .where('kind', 'in', [...PAYMENT_KINDS])
        .where('at', '>=', new Date(from))
        .where('at', '<', new Date(to))
      if (after !== undefined) {
        const { at, entryId } = after
        query = query.where((eb) => eb(eb.refTuple('at', 'entry_id'), '>', eb.tuple(new Date(at), entryId)))
      }
      const rows = await query.orderBy('at').orderBy('entry_id').limit(limit).execute()
      return rows.map((row) => ({
        entryId: row.entry_id,
        kind: row.kind as PayeeEntry['kind'],
        micros: micros(row.micros),
        chainTransaction: row.chain_transaction as Hex,
        at: row.at.getTime(),
      }))
    },

    async months() {
      const month = sql<Date>`date_trunc('month', at, 'UTC')`
      const rows = await transaction
        .selectFrom('recommender_journal')
        .select(({ fn }) => [month.as('month'), 'kind', fn.sum<string>('micros').as('sum')])
        .where('recommender_id', '=', recommenderId)
        .groupBy([month, 'kind'])
        .orderBy(month)
        .execute()
      return rows.map((row) => ({
        month: row.month.getTime(),
        kind: row.kind as PayeeEntry['kind'],
        micros: micros(BigInt(row.sum)),
      }))
    },
  }
}
