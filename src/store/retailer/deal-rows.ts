// Deals, in PostgreSQL.

import { micros } from '#domain/money.ts'

import type { DealRow, DealRows } from '#ports/deal-rows.ts'
import type { Selectable } from 'kysely'
import type { Hex } from 'viem'

import type { RetailerTables } from '../tables/retailer.ts'
import type { RetailerScope } from './scope.ts'

/** Deals listed at most: each is made by hand. */
const DEALS_LISTED_MAX = 1_000

/** Rows of the retailer's deals. */
export function dealRows({ transaction, retailerId }: RetailerScope): DealRows {
  const rows = () =>
    transaction.selectFrom('retailer_deals').selectAll().where('retailer_id', '=', retailerId)

  return {
    async insert(row) {
      await transaction
        .insertInto('retailer_deals')
        .values({
          retailer_id: retailerId,
          deal_id: row.dealId,
          program_id: row.programId,
          recommender_id: row.recommenderId,
          title: row.title,
          terms: row.terms,
          terms_hash: row.termsHash,
          fee_micros: row.feeMicros,
          due_at: dateOf(row.dueAt),
          state: row.state,
          proposed_at: new Date(row.proposedAt),
          answered_at: dateOf(row.answeredAt),
          delivered_at: dateOf(row.deliveredAt),
          ended_at: dateOf(row.endedAt),
          source_order: row.sourceOrder,
          reward_id: row.rewardId,
        })
        .execute()
    },

    async take(dealId) {
      const row = await rows().where('deal_id', '=', dealId).forUpdate().executeTakeFirst()
      return row && dealRow(row)
    },

    async find(dealId) {
      const row = await rows().where('deal_id', '=', dealId).executeTakeFirst()
      return row && dealRow(row)
    },

    async ofProgram(programId) {
      const found = await rows()
        .where('program_id', '=', programId)
        .orderBy('deal_id', 'desc')
        .limit(DEALS_LISTED_MAX)
        .execute()
      return found.map(dealRow)
    },

    async ofPerson(recommenderId) {
      const found = await rows()
        .where('recommender_id', '=', recommenderId)
        .orderBy('deal_id', 'desc')
        .limit(DEALS_LISTED_MAX)
        .execute()
      return found.map(dealRow)
    },

    async update(dealId, { state, answeredAt, deliveredAt, endedAt, rewardId }) {
      await transaction
        .updateTable('retailer_deals')
        .set({
          ...(state === undefined ? {} : { state }),
          ...(answeredAt === undefined ? {} : { answered_at: dateOf(answeredAt) }),
          ...(deliveredAt === undefined ? {} : { delivered_at: dateOf(deliveredAt) }),
          ...(endedAt === undefined ? {} : { ended_at: dateOf(endedAt) }),
          ...(rewardId === undefined ? {} : { reward_id: rewardId }),
        })
        .where('retailer_id', '=', retailerId)
        .where('deal_id', '=', dealId)
        .execute()
    },

    async agreedMicros(programId) {
      const row = await transaction
        .selectFrom('retailer_deals')
        .select(({ fn }) => fn.sum<string | null>('fee_micros').as('sum'))
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .where('state', 'in', ['proposed', 'approved', 'delivered'])
        .executeTakeFirstOrThrow()
      return micros(BigInt(row.sum ?? '0'))
    },
  }
}

function dateOf(instant: number | null): Date | null {
  return instant === null ? null : new Date(instant)
}

function dealRow(row: Selectable<RetailerTables['retailer_deals']>): DealRow {
  return {
    dealId: row.deal_id,
    programId: row.program_id,
    recommenderId: row.recommender_id,
    title: row.title,
    terms: row.terms,
    termsHash: row.terms_hash as Hex,
    feeMicros: micros(row.fee_micros),
    dueAt: row.due_at?.getTime() ?? null,
    state: row.state,
    proposedAt: row.proposed_at.getTime(),
    answeredAt: row.answered_at?.getTime() ?? null,
    deliveredAt: row.delivered_at?.getTime() ?? null,
    endedAt: row.ended_at?.getTime() ?? null,
    sourceOrder: row.source_order,
    rewardId: row.reward_id,
  }
}
