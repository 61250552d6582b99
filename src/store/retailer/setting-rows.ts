// What is set of a person in a program, in PostgreSQL.

import type { ProgramRows } from '#ports/program-rows.ts'

import type { RetailerScope } from './scope.ts'

/** Changes of enrolments. */
export function settingRows({
  transaction,
  retailerId,
}: RetailerScope): Pick<ProgramRows, 'updateEnrollment'> {
  return {
    async updateEnrollment(programId, recommenderId, change) {
      const { status, statusAt, followers, followerEvidence, isTrusted } = change
      await transaction
        .updateTable('retailer_enrollments')
        .set({
          ...(status !== undefined && { status }),
          ...(statusAt !== undefined && { status_at: statusAt === null ? null : new Date(statusAt) }),
          ...(followers !== undefined && { followers: BigInt(followers) }),
          ...(followerEvidence !== undefined && { follower_evidence: followerEvidence }),
          ...(isTrusted !== undefined && { trusted: isTrusted }),
        })
        .where('retailer_id', '=', retailerId)
        .where('program_id', '=', programId)
        .where('recommender_id', '=', recommenderId)
        .execute()
    },
  }
}
