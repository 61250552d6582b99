// The rules that an order falls under, and those published after them.

import { invariant } from '#domain/invariant.ts'
import { versionInForce } from '#domain/policy/version-in-force.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { Policy } from '#domain/policy.ts'
import type { PolicyVersionRow } from '#ports/policy-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

/** The version of a program's policy that is in force at an instant. */
export async function policyInForce(
  unit: Pick<RetailerUnit, 'policies'>,
  { programId, at }: { readonly programId: string; readonly at: Instant },
): Promise<PolicyVersionRow> {
  const version = versionInForce(await unit.policies.versions(programId), at)
  invariant(version, 'a program has a policy from its first moment')
  return version
}

/** Policies published after the one with this hash, oldest first: where orders find the rate that they wait for. */
export async function laterVersions(
  unit: Pick<RetailerUnit, 'policies'>,
  { programId, policyHash }: { readonly programId: string; readonly policyHash: string },
): Promise<readonly Policy[]> {
  const versions = await unit.policies.versions(programId)
  const first = versions.findIndex((version) => version.policyHash === policyHash)
  return versions.slice(first + 1).map(({ policy }) => policy)
}
