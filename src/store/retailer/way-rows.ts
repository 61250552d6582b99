// Posts that people declare, sign-ups, invitations and the figures of each person, in PostgreSQL.

import { micros } from '#domain/money.ts'

import { enrollmentRow } from './program-rows.ts'
import { factsOfOrders } from './facts-of-orders.ts'

import type { CountByPerson, WayRows } from '#ports/way-rows.ts'

import type { RetailerScope } from './scope.ts'

/** People of one program that figures are made for at most. */
const PEOPLE_MAX = 10_000

/** Rows of what is counted and never paid. */
export function wayRows(scope: RetailerScope): WayRows {
  return { ...mentionRows(scope), ...invitationRows(scope), ...figureRows(scope), ...saleRows(scope) }
}

function mentionRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<WayRows, 'insertMention' | 'mentions' | 'insertLead'> {
  return {
    async insertMention(row) {
      const result = await transaction
        .insertInto('retailer_mentions')
        .values({
          retailer_id: retailerId,
          mention_id: row.mentionId,
          program_id: row.programId,
          recommender_id: row.recommenderId,
          campaign_id: row.campaignId,
          kind: row.kind,
          channel: row.channel,
          post_url: row.postUrl,
          declared_reach: row.declaredReach === null ? null : BigInt(row.declaredReach),
          declared_at: new Date(row.declaredAt),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n ? 'recorded' : 'already-recorded'
    },

    async mentions(programId, { recommenderId, limit, after }) {
      let query = transaction
        .selectFrom('retailer_mentions')
        .selectAll()
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
      if (recommenderId !== undefined) query = query.where('recommender_id', '=', recommenderId)
      if (after !== undefined) query = query.where('mention_id', '<', after)
      const rows = await query.orderBy('mention_id', 'desc').limit(limit).execute()
      return rows.map((row) => ({
        mentionId: row.mention_id,
        programId: row.program_id,
        recommenderId: row.recommender_id,
        campaignId: row.campaign_id,
        kind: row.kind,
        channel: row.channel,
        postUrl: row.post_url,
        declaredReach: row.declared_reach === null ? null : Number(row.declared_reach),
        declaredAt: row.declared_at.getTime(),
      }))
    },

    async insertLead(row) {
      const result = await transaction
        .insertInto('retailer_leads')
        .values({
          retailer_id: retailerId,
          source_id: row.sourceId,
          external_id: row.externalId,
          program_id: row.programId,
          recommender_id: row.recommenderId,
          code: row.code,
          happened_at: new Date(row.happenedAt),
          recorded_at: new Date(row.recordedAt),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n ? 'recorded' : 'already-recorded'
    },
  }
}

function invitationRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<
  WayRows,
  'insertInvitation' | 'redeemInvitation' | 'isInvitationOpen' | 'invitationCounts' | 'advocates'
> {
  const invitations = () =>
    transaction.selectFrom('retailer_invitations').where('retailer_id', '=', retailerId)

  return {
    async insertInvitation(row) {
      await transaction
        .insertInto('retailer_invitations')
        .values({
          retailer_id: retailerId,
          token_hash: row.tokenHash,
          program_id: row.programId,
          created_at: new Date(row.createdAt),
          expires_at: new Date(row.expiresAt),
          used_at: null,
          used_by: null,
        })
        .execute()
    },

    async redeemInvitation({ tokenHash, programId, recommenderId, now }) {
      const result = await transaction
        .updateTable('retailer_invitations')
        .set({ used_at: new Date(now), used_by: recommenderId })
        .where('retailer_id', '=', retailerId)
        .where('token_hash', '=', tokenHash)
        .where('program_id', '=', programId)
        .where((eb) =>
          eb.or([
            eb('used_by', '=', recommenderId),
            eb.and([eb('used_by', 'is', null), eb('expires_at', '>', new Date(now))]),
          ]),
        )
        .executeTakeFirst()
      return result.numUpdatedRows === 1n ? 'redeemed' : 'refused'
    },

    async isInvitationOpen(programId, tokenHash, now) {
      const row = await invitations()
        .select('program_id')
        .where('program_id', '=', programId)
        .where('token_hash', '=', tokenHash)
        .where('used_by', 'is', null)
        .where('expires_at', '>', new Date(now))
        .executeTakeFirst()
      return row !== undefined
    },

    async invitationCounts(programId, now) {
      const row = await invitations()
        .select(({ fn, eb }) => [
          fn.countAll<bigint>().as('made'),
          fn.count<bigint>('used_by').as('used'),
          fn
            .countAll<bigint>()
            .filterWhere(eb.and([eb('used_by', 'is', null), eb('expires_at', '<=', new Date(now))]))
            .as('expired'),
        ])
        .where('program_id', '=', programId)
        .executeTakeFirstOrThrow()
      return { made: Number(row.made), used: Number(row.used), expired: Number(row.expired) }
    },

    async advocates(programId) {
      const rows = await invitations()
        .select('used_by')
        .distinct()
        .where('program_id', '=', programId)
        .where('used_by', 'is not', null)
        .limit(PEOPLE_MAX)
        .execute()
      return new Set(rows.map((row) => row.used_by).filter((id) => id !== null))
    },
  }
}

function figureRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<WayRows, 'people' | 'members' | 'visits' | 'leads'> {
  const people = (programId: string, limit: number) =>
    transaction
      .selectFrom('retailer_enrollments')
      .selectAll()
      .where('retailer_id', '=', retailerId)
      .where('program_id', '=', programId)
      .orderBy('created_at')
      .orderBy('recommender_id')
      .limit(limit)

  return {
    async people(programId) {
      return (await people(programId, PEOPLE_MAX).execute()).map(enrollmentRow)
    },

    async members(programId, { limit, after }) {
      let query = people(programId, limit)
      if (after)
        query = query.where(({ eb, refTuple, tuple }) =>
          eb(refTuple('created_at', 'recommender_id'), '>', tuple(new Date(after.at), after.id)),
        )
      const rows = await query.execute()
      return rows.map((row) => ({ ...enrollmentRow(row), joinedAt: row.created_at.getTime() }))
    },

    async visits(programId, { from, to }) {
      const rows = await transaction
        .selectFrom('retailer_links as link')
        .innerJoin('retailer_clicks as click', (join) =>
          join.onRef('click.retailer_id', '=', 'link.retailer_id').onRef('click.code', '=', 'link.code'),
        )
        .select(({ fn }) => ['link.recommender_id', 'link.campaign_id', fn.countAll<bigint>().as('count')])
        .where('link.retailer_id', '=', retailerId)
        .where('link.program_id', '=', programId)
        .where('click.verdict', '=', 'counted')
        .where('click.clicked_at', '>=', new Date(from))
        .where('click.clicked_at', '<', new Date(to))
        .groupBy(['link.recommender_id', 'link.campaign_id'])
        .execute()
      return rows.map(countRow)
    },

    async leads(programId, { from, to }) {
      const rows = await transaction
        .selectFrom('retailer_leads as lead')
        .innerJoin('retailer_links as link', (join) =>
          join.onRef('link.retailer_id', '=', 'lead.retailer_id').onRef('link.code', '=', 'lead.code'),
        )
        .select(({ fn }) => ['link.recommender_id', 'link.campaign_id', fn.countAll<bigint>().as('count')])
        .where('lead.retailer_id', '=', retailerId)
        .where('lead.program_id', '=', programId)
        .where('lead.happened_at', '>=', new Date(from))
        .where('lead.happened_at', '<', new Date(to))
        .groupBy(['link.recommender_id', 'link.campaign_id'])
        .execute()
      return rows.map(countRow)
    },
  }
}

function countRow(row: { recommender_id: string; campaign_id: string | null; count: bigint }): CountByPerson {
  return { recommenderId: row.recommender_id, campaignId: row.campaign_id, count: Number(row.count) }
}

function saleRows({ transaction, retailerId }: RetailerScope): Pick<WayRows, 'creditedSales' | 'factsOf'> {
  return {
    async creditedSales(programId, { from, to, limit }) {
      const rows = await transaction
        .selectFrom('retailer_rewards as reward')
        .leftJoin('retailer_links as link', (join) =>
          join.onRef('link.retailer_id', '=', 'reward.retailer_id').onRef('link.code', '=', 'reward.code'),
        )
        .select([
          'reward.order_id',
          'reward.recommender_id',
          'link.campaign_id',
          'reward.target_micros',
          'reward.granted_micros',
        ])
        .where('reward.retailer_id', '=', retailerId)
        .where('reward.program_id', '=', programId)
        .where('reward.role', '=', 'direct')
        .where('reward.paid_at', '>=', new Date(from))
        .where('reward.paid_at', '<', new Date(to))
        .orderBy('reward.paid_at', 'desc')
        .orderBy('reward.reward_id', 'desc')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        orderId: row.order_id,
        recommenderId: row.recommender_id,
        campaignId: row.campaign_id,
        targetMicros: micros(row.target_micros),
        grantedMicros: micros(row.granted_micros),
      }))
    },

    factsOf: (orderIds) => factsOfOrders({ transaction, retailerId }, orderIds),
  }
}
