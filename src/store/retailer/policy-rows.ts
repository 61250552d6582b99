// Versions of policies, in PostgreSQL.

import type { PolicyRows, PolicyVersionRow } from '#ports/policy-rows.ts'
import type { Hex } from 'viem'

import type { RetailerScope } from './scope.ts'

/** Versions of one program that are read: one a day for nearly three years. */
const VERSIONS_MAX = 1000

/** Rows of the retailer's policy versions. */
export function policyRows({ transaction, retailerId }: RetailerScope): PolicyRows {
  const versions = async (programId: string): Promise<readonly PolicyVersionRow[]> => {
    const rows = await transaction
      .selectFrom('retailer_policy_versions as version')
      .innerJoin('retailer_policies as policy', (join) =>
        join
          .onRef('policy.retailer_id', '=', 'version.retailer_id')
          .onRef('policy.program_id', '=', 'version.program_id')
          .onRef('policy.policy_hash', '=', 'version.policy_hash'),
      )
      .select([
        'version.version_no',
        'version.policy_hash',
        'version.effective_from',
        'version.published_at',
        'policy.body',
      ])
      .where('version.retailer_id', '=', retailerId)
      .where('version.program_id', '=', programId)
      .orderBy('version.version_no')
      .limit(VERSIONS_MAX)
      .execute()
    return rows.map((row) => ({
      versionNo: row.version_no,
      policy: row.body,
      policyHash: row.policy_hash as Hex,
      effectiveFrom: row.effective_from.getTime(),
      publishedAt: row.published_at.getTime(),
    }))
  }

  return {
    versions,

    async insertVersion({ programId, policy, policyHash, effectiveFrom, publishedAt }) {
      const versionNo = (await versions(programId)).length + 1
      await transaction
        .insertInto('retailer_policies')
        .values({
          retailer_id: retailerId,
          program_id: programId,
          policy_hash: policyHash,
          body: JSON.stringify(policy),
          effective_from: new Date(effectiveFrom),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      await transaction
        .insertInto('retailer_policy_versions')
        .values({
          retailer_id: retailerId,
          program_id: programId,
          version_no: versionNo,
          policy_hash: policyHash,
          effective_from: new Date(effectiveFrom),
          published_at: new Date(publishedAt),
        })
        .execute()
      return { versionNo, policy, policyHash, effectiveFrom, publishedAt }
    },
  }
}
