// Stories and the clicks on their products, in PostgreSQL.

import type { StoryRow, StoryRows } from '#ports/story-rows.ts'
import type { Selectable } from 'kysely'

import type { StoryTables } from '../tables/stories.ts'
import type { RetailerScope } from './scope.ts'

/** Rows of the retailer's stories. */
export function storyRows({ transaction, retailerId }: RetailerScope): StoryRows {
  const stories = () =>
    transaction.selectFrom('retailer_stories').selectAll().where('retailer_id', '=', retailerId)

  const withProducts = async (
    rows: readonly Selectable<StoryTables['retailer_stories']>[],
  ): Promise<readonly StoryRow[]> => {
    if (rows.length === 0) return []
    const places = await transaction
      .selectFrom('retailer_story_products')
      .selectAll()
      .where('retailer_id', '=', retailerId)
      .where(
        'code',
        'in',
        rows.map((row) => row.code),
      )
      .orderBy('place')
      .execute()
    const byStory = Map.groupBy(places, (place) => place.code)
    return rows.map((row) => ({
      code: row.code,
      programId: row.program_id,
      recommenderId: row.recommender_id,
      linkCode: row.link_code,
      title: row.title,
      words: row.words,
      pictureId: row.picture_id,
      disclosure: row.disclosure,
      state: row.state,
      hiddenReason: row.hidden_reason,
      createdAt: row.created_at.getTime(),
      productIds: (byStory.get(row.code) ?? []).map((place) => place.product_id),
    }))
  }

  return {
    async insert(row) {
      const result = await transaction
        .insertInto('retailer_stories')
        .values({
          retailer_id: retailerId,
          code: row.code,
          program_id: row.programId,
          recommender_id: row.recommenderId,
          link_code: row.linkCode,
          title: row.title,
          words: row.words,
          picture_id: row.pictureId,
          disclosure: row.disclosure,
          state: row.state,
          hidden_reason: row.hiddenReason,
          created_at: new Date(row.createdAt),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      if (result.numInsertedOrUpdatedRows !== 1n) return 'exists'
      await transaction
        .insertInto('retailer_story_products')
        .values(
          row.productIds.map((productId, place) => ({
            retailer_id: retailerId,
            code: row.code,
            place,
            product_id: productId,
          })),
        )
        .execute()
      return 'inserted'
    },

    async story(code) {
      const row = await stories().where('code', '=', code).executeTakeFirst()
      return row && (await withProducts([row]))[0]
    },

    async setState(code, state, hiddenReason) {
      await transaction
        .updateTable('retailer_stories')
        .set({ state, hidden_reason: hiddenReason })
        .where('retailer_id', '=', retailerId)
        .where('code', '=', code)
        .execute()
    },

    async remove(code) {
      await transaction
        .deleteFrom('retailer_story_products')
        .where('retailer_id', '=', retailerId)
        .where('code', '=', code)
        .execute()
      await transaction
        .deleteFrom('retailer_stories')
        .where('retailer_id', '=', retailerId)
        .where('code', '=', code)
        .execute()
    },

    async list(programId, { recommenderId, limit, after }) {
      let query = stories().where('program_id', '=', programId)
      if (recommenderId !== undefined) query = query.where('recommender_id', '=', recommenderId)
      if (after)
        query = query.where(({ eb, refTuple, tuple }) =>
          eb(refTuple('created_at', 'code'), '<', tuple(new Date(after.at), after.id)),
        )
      return withProducts(
        await query.orderBy('created_at', 'desc').orderBy('code', 'desc').limit(limit).execute(),
      )
    },

    async clicks(codes) {
      if (codes.length === 0) return []
      const rows = await transaction
        .selectFrom('retailer_clicks')
        .select(({ fn }) => ['story_code', 'product_id', fn.countAll<bigint>().as('clicks')])
        .where('retailer_id', '=', retailerId)
        .where('story_code', 'in', [...codes])
        .where('verdict', 'in', ['counted', 'duplicate'])
        .groupBy(['story_code', 'product_id'])
        .execute()
      return rows.map((row) => ({
        code: row.story_code ?? '',
        productId: row.product_id ?? '',
        clicks: Number(row.clicks),
      }))
    },
  }
}
