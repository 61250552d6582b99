// Programs, their policies, their connections, and who has joined, in PostgreSQL.

import { isUniqueViolation } from '../database.ts'

import type { Policy } from '#domain/policy.ts'
import type {
  ConnectionRow,
  EnrollmentRow,
  LinkRow,
  ProgramKind,
  ProgramRow,
  ProgramRows,
} from '#ports/program-rows.ts'
import type { Selectable } from 'kysely'
import type { Address } from 'viem'

import type { RetailerTables } from '../tables/retailer.ts'
import { bindingRows } from './binding-rows.ts'
import { connectionRow } from './connection-rows.ts'
import { settingRows } from './setting-rows.ts'

import type { RetailerScope } from './scope.ts'

/** Programs of one retailer that are listed at most; a shop has a handful. */
const PROGRAMS_LISTED_MAX = 1000

/** Rows of programs, policies, connections, enrollments and links. */
export function programRows(scope: RetailerScope): ProgramRows {
  return {
    ...connectedRows(scope),
    ...programAndPolicyRows(scope),
    ...joinedRows(scope),
    ...bindingRows(scope),
    ...settingRows(scope),
  }
}

function connectedRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<ProgramRows, 'insertConnection' | 'connection'> {
  return {
    async insertConnection(row) {
      await transaction
        .insertInto('retailer_connections')
        .values({
          retailer_id: retailerId,
          connection_id: row.connectionId,
          platform: row.platform,
          currency: row.currency,
          secret_sealed: row.secretSealed,
          previous_secret_sealed: row.previousSecretSealed,
          previous_secret_until: instantOrNull(row.previousSecretUntil),
          secret_pasted: row.isSecretPasted,
          created_at: new Date(row.createdAt),
          closed_at: instantOrNull(row.closedAt),
          refused_at: null,
          refused_code: null,
        })
        .execute()
    },

    async connection(connectionId): Promise<ConnectionRow | undefined> {
      const row = await transaction
        .selectFrom('retailer_connections')
        .selectAll()
        .where('retailer_id', '=', retailerId)
        .where('connection_id', '=', connectionId)
        .executeTakeFirst()
      return row && connectionRow(row)
    },
  }
}

function instantOrNull(instant: number | null): Date | null {
  return instant === null ? null : new Date(instant)
}

function programAndPolicyRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<ProgramRows, 'insertProgram' | 'program' | 'programs' | 'dealPrograms' | 'policy'> {
  const programs = () =>
    transaction
      .selectFrom('retailer_programs as program')
      .innerJoin('retailer_policies as policy', (join) =>
        join
          .onRef('policy.retailer_id', '=', 'program.retailer_id')
          .onRef('policy.program_id', '=', 'program.program_id')
          .onRef('policy.policy_hash', '=', 'program.policy_hash'),
      )
      .select([
        'program.program_id',
        'program.kind',
        'program.name',
        'program.shop_url',
        'program.policy_hash',
        'policy.body',
      ])
      .where('program.retailer_id', '=', retailerId)

  const ofKind = async (kind: ProgramKind): Promise<readonly ProgramRow[]> => {
    const rows = await programs()
      .where('program.kind', '=', kind)
      .orderBy('program.created_at')
      .limit(PROGRAMS_LISTED_MAX)
      .execute()
    return rows.map(programRow)
  }

  return {
    async insertProgram(row) {
      const createdAt = new Date(row.createdAt)
      await transaction
        .insertInto('retailer_programs')
        .values({
          retailer_id: retailerId,
          program_id: row.programId,
          kind: row.kind,
          name: row.name,
          shop_url: row.shopUrl,
          policy_hash: row.policyHash,
          created_at: createdAt,
        })
        .execute()
      await transaction
        .insertInto('retailer_policies')
        .values({
          retailer_id: retailerId,
          program_id: row.programId,
          policy_hash: row.policyHash,
          body: JSON.stringify(row.policy),
          effective_from: createdAt,
        })
        .execute()
      await transaction
        .insertInto('retailer_policy_versions')
        .values({
          retailer_id: retailerId,
          program_id: row.programId,
          version_no: 1,
          policy_hash: row.policyHash,
          effective_from: createdAt,
          published_at: createdAt,
        })
        .execute()
    },

    async program(programId) {
      const row = await programs().where('program.program_id', '=', programId).executeTakeFirst()
      return row && programRow(row)
    },

    programs: () => ofKind('sales'),

    dealPrograms: () => ofKind('deals'),

    async policy(programId, policyHash) {
      const row = await transaction
        .selectFrom('retailer_policies')
        .select('body')
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .where('policy_hash', '=', policyHash)
        .executeTakeFirst()
      return row?.body
    },
  }
}

function programRow(row: {
  program_id: string
  kind: ProgramKind
  name: string
  shop_url: string
  policy_hash: string
  body: Policy
}): ProgramRow {
  return {
    programId: row.program_id,
    kind: row.kind,
    name: row.name,
    shopUrl: row.shop_url,
    policyHash: row.policy_hash,
    policy: row.body,
  }
}

type JoinedMethods = 'insertEnrollment' | 'enrollment' | 'lockEnrollment' | 'insertLink' | 'link'

function joinedRows({ transaction, retailerId }: RetailerScope): Pick<ProgramRows, JoinedMethods> {
  const enrollments = (programId: string, recommenderId: string) =>
    transaction
      .selectFrom('retailer_enrollments')
      .selectAll()
      .where('retailer_id', '=', retailerId)
      .where('program_id', '=', programId)
      .where('recommender_id', '=', recommenderId)

  return {
    async insertEnrollment(row) {
      const result = await transaction
        .insertInto('retailer_enrollments')
        .values({
          retailer_id: retailerId,
          program_id: row.programId,
          recommender_id: row.recommenderId,
          handle: row.handle,
          payee: row.payee,
          email_key: row.emailKey,
          created_at: new Date(row.createdAt),
          status: row.status,
          status_at: row.statusAt === null ? null : new Date(row.statusAt),
          followers: BigInt(row.followers),
          follower_evidence: row.followerEvidence,
          trusted: row.isTrusted,
          parent_recommender_id: row.parentRecommenderId,
          joined_via: row.joinedVia,
          without_profile: row.withoutProfile,
        })
        .onConflict((conflict) =>
          conflict.columns(['retailer_id', 'program_id', 'recommender_id']).doNothing(),
        )
        .executeTakeFirst()
        .catch((error: unknown) => {
          if (isUniqueViolation(error)) return undefined
          throw error
        })
      if (!result) return 'handle-taken'
      return result.numInsertedOrUpdatedRows === 1n ? 'inserted' : 'already-joined'
    },

    async enrollment(programId, recommenderId): Promise<EnrollmentRow | undefined> {
      const row = await enrollments(programId, recommenderId).executeTakeFirst()
      return row && enrollmentRow(row)
    },

    async lockEnrollment(programId, recommenderId) {
      const row = await enrollments(programId, recommenderId).forUpdate().executeTakeFirst()
      return row && enrollmentRow(row)
    },

    async insertLink(row) {
      const result = await transaction
        .insertInto('retailer_links')
        .values({
          retailer_id: retailerId,
          code: row.code,
          program_id: row.programId,
          recommender_id: row.recommenderId,
          created_at: new Date(row.createdAt),
          campaign_id: row.campaignId,
          disclosure: row.disclosure,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n ? 'inserted' : 'exists'
    },

    async link(code): Promise<LinkRow | undefined> {
      const row = await transaction
        .selectFrom('retailer_links')
        .selectAll()
        .where('retailer_id', '=', retailerId)
        .where('code', '=', code)
        .executeTakeFirst()
      return (
        row && {
          code: row.code,
          programId: row.program_id,
          recommenderId: row.recommender_id,
          campaignId: row.campaign_id,
          disclosure: row.disclosure,
        }
      )
    },
  }
}

/** A stored enrolment as the rules see it. */
export function enrollmentRow(row: Selectable<RetailerTables['retailer_enrollments']>): EnrollmentRow {
  return {
    programId: row.program_id,
    recommenderId: row.recommender_id,
    handle: row.handle,
    payee: row.payee as Address,
    emailKey: row.email_key,
    status: row.status,
    statusAt: row.status_at?.getTime() ?? null,
    followers: Number(row.followers),
    followerEvidence: row.follower_evidence,
    isTrusted: row.trusted,
    parentRecommenderId: row.parent_recommender_id,
    joinedVia: row.joined_via,
    withoutProfile: row.without_profile,
  }
}
