// Publishes another version of a program's rules. It takes effect at once or later, never earlier: an order that has
// been paid keeps the rules it was paid under.

import { policyHash, type Policy } from '#domain/policy.ts'
import { versionInForce } from '#domain/policy/version-in-force.ts'
import { Problem } from '#domain/problem.ts'

import { checkTerms } from '../pools/check-terms.ts'

import type { Instant } from '#domain/order-facts.ts'

import type { AppDeps } from '../deps.ts'
import type { PolicyVersionView } from '../views.ts'

/** Versions of one program: one a day for nearly three years. */
const VERSIONS_MAX = 1_000

export type PublishPolicyInput = {
  readonly retailerId: string
  readonly programId: string
  /** Has passed the boundary. */
  readonly policy: Policy
  /** Absent: from now on. */
  readonly effectiveFrom?: Instant | undefined
}

/**
 * Adds the version; one that is in force then already is not added again. Orders that wait for a currency rate are
 * evaluated anew. Refuses with `not_found`, `policy_retroactive`, `pool_terms_invalid`, `policy_versions_exhausted`.
 */
export async function publishPolicy(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId, programId, policy, effectiveFrom }: PublishPolicyInput,
): Promise<PolicyVersionView & { readonly status: 'published' | 'already-in-force' }> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    await unit.pools.lock(programId)
    const now = deps.clock.now()
    // The terms of deals are fixed: their cap is what both sides rely on.
    if ((await unit.programs.program(programId))?.kind !== 'sales') throw new Problem('not_found')
    const versions = await unit.policies.versions(programId)
    const from = effectiveFrom ?? now
    if (from < now) throw new Problem('policy_retroactive', { now: new Date(now).toISOString() })
    const pool = await unit.pools.find(programId)
    if (pool) checkTerms(pool.terms, policy)

    const hash = policyHash(policy)
    const standing = versionInForce(versions, from)
    if (standing?.policyHash === hash) return { ...standing, status: 'already-in-force' }
    if (versions.length >= VERSIONS_MAX)
      throw new Problem('policy_versions_exhausted', { most: VERSIONS_MAX })
    const version = await unit.policies.insertVersion({
      programId,
      policy,
      policyHash: hash,
      effectiveFrom: from,
      publishedAt: now,
    })
    await unit.enqueue({ queue: 'evaluate-waiting', data: { retailerId, programId } })
    return { ...version, status: 'published' }
  })
}
