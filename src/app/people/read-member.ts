// One person of a program, as its shop sees them.

import { Problem } from '#domain/problem.ts'

import { policyInForce } from '../policies/policy-in-force.ts'
import { memberView, type MemberView } from './member-view.ts'

import type { AppDeps } from '../deps.ts'

/** Throws `not_found` for a person who has not joined the program, and for another shop's program, alike. */
export async function readMember(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  {
    retailerId,
    programId,
    recommenderId,
  }: { readonly retailerId: string; readonly programId: string; readonly recommenderId: string },
): Promise<MemberView> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const program = await unit.programs.program(programId)
    const enrollment = await unit.programs.enrollment(programId, recommenderId)
    if (!program || !enrollment) throw new Problem('not_found')
    const { policy } = await policyInForce(unit, { programId, at: deps.clock.now() })
    return memberView(enrollment, policy.tiers)
  })
}
