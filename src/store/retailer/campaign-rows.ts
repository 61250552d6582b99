// Campaigns and their people, in PostgreSQL.

import type { CampaignPersonRow, CampaignRow, CampaignRows } from '#ports/campaign-rows.ts'
import type { Selectable } from 'kysely'

import type { RetailerTables } from '../tables/retailer.ts'
import type { RetailerScope } from './scope.ts'

/** Campaigns listed at most: years of a busy shop. */
const CAMPAIGNS_LISTED_MAX = 1_000

/** People and links of one campaign read at most. */
const PEOPLE_LISTED_MAX = 10_000

/** Rows of the retailer's campaigns. */
export function campaignRows(scope: RetailerScope): CampaignRows {
  return { ...campaigns(scope), ...people(scope) }
}

function campaigns({
  transaction,
  retailerId,
}: RetailerScope): Pick<CampaignRows, 'insert' | 'find' | 'ofProgram' | 'secondaryOf' | 'setEnd' | 'links'> {
  const rows = () =>
    transaction.selectFrom('retailer_campaigns').selectAll().where('retailer_id', '=', retailerId)

  return {
    async insert(row) {
      await transaction
        .insertInto('retailer_campaigns')
        .values({
          retailer_id: retailerId,
          campaign_id: row.campaignId,
          program_id: row.programId,
          kind: row.kind,
          parent_campaign_id: row.parentCampaignId,
          name: row.name,
          brief: row.brief,
          kit: row.kit === null ? null : JSON.stringify(row.kit),
          starts_at: new Date(row.startsAt),
          ends_at: row.endsAt === null ? null : new Date(row.endsAt),
          created_at: new Date(row.createdAt),
        })
        .execute()
    },

    async find(campaignId) {
      const row = await rows().where('campaign_id', '=', campaignId).executeTakeFirst()
      return row && campaignRow(row)
    },

    async ofProgram(programId) {
      const found = await rows()
        .where('program_id', '=', programId)
        .orderBy('campaign_id', 'desc')
        .limit(CAMPAIGNS_LISTED_MAX)
        .execute()
      return found.map(campaignRow)
    },

    async secondaryOf(campaignId) {
      const found = await rows()
        .where('parent_campaign_id', '=', campaignId)
        .orderBy('campaign_id', 'desc')
        .limit(CAMPAIGNS_LISTED_MAX)
        .execute()
      return found.map(campaignRow)
    },

    async setEnd(campaignId, endsAt) {
      await transaction
        .updateTable('retailer_campaigns')
        .set({ ends_at: new Date(endsAt) })
        .where('retailer_id', '=', retailerId)
        .where('campaign_id', '=', campaignId)
        .execute()
    },

    async links(campaignId) {
      const found = await transaction
        .selectFrom('retailer_links')
        .selectAll()
        .where('retailer_id', '=', retailerId)
        .where('campaign_id', '=', campaignId)
        .orderBy('code')
        .limit(PEOPLE_LISTED_MAX)
        .execute()
      return found.map((row) => ({
        code: row.code,
        programId: row.program_id,
        recommenderId: row.recommender_id,
        campaignId: row.campaign_id,
        disclosure: row.disclosure,
      }))
    },
  }
}

function people({
  transaction,
  retailerId,
}: RetailerScope): Pick<CampaignRows, 'invite' | 'answer' | 'person' | 'people' | 'ofPerson'> {
  const rows = () =>
    transaction.selectFrom('retailer_campaign_people').selectAll().where('retailer_id', '=', retailerId)

  return {
    async invite(campaignId, recommenderId, at) {
      const result = await transaction
        .insertInto('retailer_campaign_people')
        .values({
          retailer_id: retailerId,
          campaign_id: campaignId,
          recommender_id: recommenderId,
          state: 'invited',
          invited_at: new Date(at),
          answered_at: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n ? 'invited' : 'exists'
    },

    async answer(row) {
      const answeredAt = row.answeredAt === null ? null : new Date(row.answeredAt)
      await transaction
        .insertInto('retailer_campaign_people')
        .values({
          retailer_id: retailerId,
          campaign_id: row.campaignId,
          recommender_id: row.recommenderId,
          state: row.state,
          invited_at: new Date(row.invitedAt),
          answered_at: answeredAt,
        })
        .onConflict((conflict) =>
          conflict
            .columns(['retailer_id', 'campaign_id', 'recommender_id'])
            .doUpdateSet({ state: row.state, answered_at: answeredAt }),
        )
        .execute()
    },

    async person(campaignId, recommenderId) {
      const row = await rows()
        .where('campaign_id', '=', campaignId)
        .where('recommender_id', '=', recommenderId)
        .executeTakeFirst()
      return row && personRow(row)
    },

    async people(campaignId) {
      const found = await rows()
        .where('campaign_id', '=', campaignId)
        .orderBy('invited_at')
        .orderBy('recommender_id')
        .limit(PEOPLE_LISTED_MAX)
        .execute()
      return found.map(personRow)
    },

    async ofPerson(recommenderId) {
      const found = await rows()
        .where('recommender_id', '=', recommenderId)
        .orderBy('campaign_id', 'desc')
        .limit(CAMPAIGNS_LISTED_MAX)
        .execute()
      return found.map(personRow)
    },
  }
}

function campaignRow(row: Selectable<RetailerTables['retailer_campaigns']>): CampaignRow {
  return {
    campaignId: row.campaign_id,
    programId: row.program_id,
    kind: row.kind,
    parentCampaignId: row.parent_campaign_id,
    name: row.name,
    brief: row.brief,
    kit: row.kit,
    startsAt: row.starts_at.getTime(),
    endsAt: row.ends_at?.getTime() ?? null,
  }
}

function personRow(row: Selectable<RetailerTables['retailer_campaign_people']>): CampaignPersonRow {
  return {
    campaignId: row.campaign_id,
    recommenderId: row.recommender_id,
    state: row.state,
    invitedAt: row.invited_at.getTime(),
    answeredAt: row.answered_at?.getTime() ?? null,
  }
}
