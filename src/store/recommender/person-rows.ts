// The person, their sign-in links and their links, in PostgreSQL.

import type { RecommenderUnit } from '#ports/recommender-store.ts'
import type { Address } from 'viem'

import type { RecommenderScope } from './scope.ts'

/** Links of one person that are listed at most. */
const LINKS_MAX = 1000

type PersonMethods =
  | 'insertPerson'
  | 'person'
  | 'insertSignIn'
  | 'signIn'
  | 'insertSuccessor'
  | 'takeOver'
  | 'insertLink'
  | 'links'
  | 'setDisclosure'
  | 'setWithoutProfile'
  | 'forget'

/** Rows of one person. */
export function personRows(scope: RecommenderScope): Pick<RecommenderUnit, PersonMethods> {
  return { ...identityRows(scope), ...successorRows(scope), ...linkRows(scope), ...wishRows(scope) }
}

function identityRows({
  transaction,
  recommenderId,
}: RecommenderScope): Pick<RecommenderUnit, 'insertPerson' | 'person' | 'insertSignIn' | 'signIn'> {
  return {
    async insertPerson({ handle, payee, withoutProfile, createdAt }) {
      const result = await transaction
        .insertInto('recommender_people')
        .values({
          recommender_id: recommenderId,
          handle,
          payee,
          without_profile: withoutProfile,
          created_at: new Date(createdAt),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n ? 'inserted' : 'exists'
    },

    async person() {
      const row = await transaction
        .selectFrom('recommender_people')
        .select(['handle', 'payee', 'without_profile'])
        .where('recommender_id', '=', recommenderId)
        .executeTakeFirst()
      return row && { handle: row.handle, payee: row.payee as Address, withoutProfile: row.without_profile }
    },

    async insertSignIn(tokenHash, createdAt) {
      await transaction
        .insertInto('recommender_sign_ins')
        .values({
          recommender_id: recommenderId,
          token_hash: tokenHash,
          created_at: new Date(createdAt),
          revoked_at: null,
        })
        .execute()
    },

    async signIn(tokenHash) {
      const row = await transaction
        .selectFrom('recommender_sign_ins')
        .select('takes_over')
        .where('recommender_id', '=', recommenderId)
        .where('token_hash', '=', tokenHash)
        .where('revoked_at', 'is', null)
        .executeTakeFirst()
      return row && (row.takes_over ? 'takes-over' : 'works')
    },
  }
}

function successorRows({
  transaction,
  recommenderId,
}: RecommenderScope): Pick<RecommenderUnit, 'insertSuccessor' | 'takeOver'> {
  const live = () =>
    transaction
      .updateTable('recommender_sign_ins')
      .where('recommender_id', '=', recommenderId)
      .where('revoked_at', 'is', null)
  return {
    async insertSuccessor(tokenHash, createdAt) {
      const createdOn = new Date(createdAt)
      await live().set({ revoked_at: createdOn }).where('takes_over', '=', true).execute()
      await transaction
        .insertInto('recommender_sign_ins')
        .values({
          recommender_id: recommenderId,
          token_hash: tokenHash,
          created_at: createdOn,
          revoked_at: null,
          takes_over: true,
        })
        .execute()
    },

    async takeOver(tokenHash, now) {
      await live()
        .set({ revoked_at: new Date(now) })
        .where('token_hash', '!=', tokenHash)
        .execute()
      await live().set({ takes_over: false }).where('token_hash', '=', tokenHash).execute()
    },
  }
}

function linkRows({
  transaction,
  recommenderId,
}: RecommenderScope): Pick<RecommenderUnit, 'insertLink' | 'links' | 'setDisclosure'> {
  return {
    async insertLink(row) {
      await transaction
        .insertInto('recommender_links')
        .values({
          recommender_id: recommenderId,
          code: row.code,
          retailer_id: row.retailerId,
          program_id: row.programId,
          program_name: row.programName,
          shop_name: row.shopName,
          disclosure: row.disclosure,
          campaign_id: row.campaign?.campaignId ?? null,
          campaign_name: row.campaign?.name ?? null,
          created_at: new Date(row.createdAt),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },

    async links() {
      const rows = await transaction
        .selectFrom('recommender_links')
        .selectAll()
        .where('recommender_id', '=', recommenderId)
        .orderBy('created_at')
        .limit(LINKS_MAX)
        .execute()
      return rows.map((row) => ({
        code: row.code,
        retailerId: row.retailer_id,
        programId: row.program_id,
        programName: row.program_name,
        shopName: row.shop_name,
        disclosure: row.disclosure,
        campaign:
          row.campaign_id === null ? null : { campaignId: row.campaign_id, name: row.campaign_name ?? '' },
      }))
    },

    async setDisclosure(code, disclosure) {
      await transaction
        .updateTable('recommender_links')
        .set({ disclosure })
        .where('recommender_id', '=', recommenderId)
        .where('code', '=', code)
        .execute()
    },
  }
}

/** What is deleted of a person who leaves; the payee's book mirrors the chain, which forgets nothing. */
const FORGOTTEN_TABLES = [
  'recommender_sign_ins',
  'recommender_sessions',
  'recommender_passkeys',
  'recommender_accounts',
  'recommender_instructions',
  'recommender_links',
  'recommender_rewards',
  'recommender_unrewarded',
  'recommender_people',
] as const

function wishRows({
  transaction,
  recommenderId,
}: RecommenderScope): Pick<RecommenderUnit, 'setWithoutProfile' | 'forget'> {
  return {
    async setWithoutProfile(withoutProfile) {
      await transaction
        .updateTable('recommender_people')
        .set({ without_profile: withoutProfile })
        .where('recommender_id', '=', recommenderId)
        .execute()
    },

    async forget() {
      for (const table of FORGOTTEN_TABLES) {
        await transaction.deleteFrom(table).where('recommender_id', '=', recommenderId).execute()
      }
    },
  }
}
