// Pictures of stories and products, in PostgreSQL.

import type { PictureRow, PictureRows } from '#ports/picture-rows.ts'

import type { RetailerScope } from './scope.ts'

/** Rows of the retailer's pictures. */
export function pictureRows({ transaction, retailerId }: RetailerScope): PictureRows {
  return {
    async insert(row) {
      await transaction
        .insertInto('retailer_pictures')
        .values({
          retailer_id: retailerId,
          picture_id: row.pictureId,
          recommender_id: row.recommenderId,
          jpeg: row.jpeg,
          width: row.width,
          height: row.height,
          created_at: new Date(row.createdAt),
        })
        .execute()
    },

    async picture(pictureId): Promise<PictureRow | undefined> {
      const row = await transaction
        .selectFrom('retailer_pictures')
        .selectAll()
        .where('retailer_id', '=', retailerId)
        .where('picture_id', '=', pictureId)
        .executeTakeFirst()
      return (
        row && {
          pictureId,
          recommenderId: row.recommender_id,
          jpeg: row.jpeg,
          width: row.width,
          height: row.height,
          createdAt: row.created_at.getTime(),
        }
      )
    },

    async countSince(recommenderId, since) {
      const row = await transaction
        .selectFrom('retailer_pictures')
        .select(({ fn }) => fn.countAll<bigint>().as('pictures'))
        .where('retailer_id', '=', retailerId)
        .where('recommender_id', '=', recommenderId)
        .where('created_at', '>=', new Date(since))
        .executeTakeFirstOrThrow()
      return Number(row.pictures)
    },

    async isShown(pictureId) {
      const product = await transaction
        .selectFrom('retailer_products')
        .select('product_id')
        .where('retailer_id', '=', retailerId)
        .where('picture_id', '=', pictureId)
        .limit(1)
        .executeTakeFirst()
      if (product) return true
      const story = await transaction
        .selectFrom('retailer_stories')
        .select('code')
        .where('retailer_id', '=', retailerId)
        .where('picture_id', '=', pictureId)
        .where('state', '=', 'shown')
        .limit(1)
        .executeTakeFirst()
      return story !== undefined
    },

    async removeUnused(recommenderId, before) {
      const used = await transaction
        .selectFrom('retailer_stories')
        .select('picture_id')
        .where('retailer_id', '=', retailerId)
        .where('recommender_id', '=', recommenderId)
        .where('picture_id', 'is not', null)
        .execute()
      const usedIds = used.map((row) => row.picture_id ?? '')
      let removal = transaction
        .deleteFrom('retailer_pictures')
        .where('retailer_id', '=', retailerId)
        .where('recommender_id', '=', recommenderId)
        .where('created_at', '<', new Date(before))
      if (usedIds.length > 0) removal = removal.where('picture_id', 'not in', usedIds)
      await removal.execute()
    },
  }
}
