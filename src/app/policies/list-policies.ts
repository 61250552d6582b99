// The versions of a program's rules, newest first.

import { retailerIdOf } from '#domain/ids.ts'
import { versionInForce } from '#domain/policy/version-in-force.ts'
import { Problem } from '#domain/problem.ts'

import type { AppDeps } from '../deps.ts'
import type { PolicyVersionView } from '../views.ts'

/** All versions, and which one is in force now; throws `not_found` for an unknown program and for another retailer's. */
export async function listPolicies(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId, programId }: { readonly retailerId: string; readonly programId: string },
): Promise<readonly (PolicyVersionView & { readonly isInForce: boolean })[]> {
  if (retailerIdOf(programId) !== retailerId) throw new Problem('not_found')
  const versions = await deps.retailers.transaction(retailerId, (unit) => unit.policies.versions(programId))
  if (versions.length === 0) throw new Problem('not_found')
  const inForce = versionInForce(versions, deps.clock.now())
  return versions
    .map((version) => ({ ...version, isInForce: version.versionNo === inForce?.versionNo }))
    .toReversed()
}
