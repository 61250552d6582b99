// Products, in PostgreSQL.

import { micros } from '#domain/money.ts'

import type { ProductRow, ProductRows } from '#ports/product-rows.ts'
import type { Selectable } from 'kysely'

import type { StoryTables } from '../tables/stories.ts'
import type { RetailerScope } from './scope.ts'

/** Rows of the retailer's products. */
export function productRows({ transaction, retailerId }: RetailerScope): ProductRows {
  const products = () =>
    transaction.selectFrom('retailer_products').selectAll().where('retailer_id', '=', retailerId)

  return {
    async save(rows) {
      if (rows.length === 0) return
      await transaction
        .insertInto('retailer_products')
        .values(
          rows.map((row) => ({
            retailer_id: retailerId,
            product_id: row.productId,
            program_id: row.programId,
            reference: row.reference,
            title: row.title,
            url: row.url,
            price_micros: row.price?.micros ?? null,
            currency: row.price?.currency ?? null,
            picture_id: row.pictureId,
            source: row.source,
            recommender_id: row.recommenderId,
            seen_at: new Date(row.seenAt),
            created_at: new Date(row.seenAt),
          })),
        )
        .onConflict((conflict) =>
          conflict.columns(['retailer_id', 'program_id', 'reference']).doUpdateSet(({ ref, fn }) => ({
            title: ref('excluded.title'),
            url: fn.coalesce('excluded.url', 'retailer_products.url'),
            price_micros: fn.coalesce('excluded.price_micros', 'retailer_products.price_micros'),
            currency: fn.coalesce('excluded.currency', 'retailer_products.currency'),
            picture_id: fn.coalesce('excluded.picture_id', 'retailer_products.picture_id'),
            seen_at: ref('excluded.seen_at'),
          })),
        )
        .execute()
    },

    async byReferences(programId, references) {
      if (references.length === 0) return []
      const rows = await products()
        .where('program_id', '=', programId)
        .where('reference', 'in', [...references])
        .execute()
      return rows.map(productRow)
    },

    async products(programId, productIds) {
      if (productIds.length === 0) return []
      const rows = await products()
        .where('program_id', '=', programId)
        .where('product_id', 'in', [...productIds])
        .execute()
      return rows.map(productRow)
    },

    async list(programId, { limit, after }) {
      let query = products().where('program_id', '=', programId)
      if (after !== undefined) query = query.where('product_id', '<', after)
      return (await query.orderBy('product_id', 'desc').limit(limit).execute()).map(productRow)
    },

    async lastSeen(programId, limit) {
      const rows = await products()
        .where('program_id', '=', programId)
        .orderBy('seen_at', 'desc')
        .orderBy('product_id')
        .limit(limit)
        .execute()
      return rows.map(productRow)
    },

    async count(programId) {
      const row = await transaction
        .selectFrom('retailer_products')
        .select(({ fn }) => fn.countAll<bigint>().as('products'))
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .executeTakeFirstOrThrow()
      return Number(row.products)
    },

    async countSince(recommenderId, since) {
      const row = await transaction
        .selectFrom('retailer_products')
        .select(({ fn }) => fn.countAll<bigint>().as('products'))
        .where('retailer_id', '=', retailerId)
        .where('recommender_id', '=', recommenderId)
        .where('created_at', '>=', new Date(since))
        .executeTakeFirstOrThrow()
      return Number(row.products)
    },
  }
}

function productRow(row: Selectable<StoryTables['retailer_products']>): ProductRow {
  const { price_micros: amount, currency } = row
  return {
    productId: row.product_id,
    programId: row.program_id,
    reference: row.reference,
    title: row.title,
    url: row.url,
    price: amount === null || currency === null ? null : { micros: micros(amount), currency },
    pictureId: row.picture_id,
    source: row.source,
    recommenderId: row.recommender_id,
    seenAt: row.seen_at.getTime(),
  }
}
