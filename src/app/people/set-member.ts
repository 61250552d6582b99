// What a shop says of a person in its program: how far they reach, whether it trusts them, whether they take part. It
// counts for orders paid from now on; rewards that stand keep what was frozen with them.

import { retailerIdOf } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'

import { policyInForce } from '../policies/policy-in-force.ts'
import { memberView, type MemberView } from './member-view.ts'

import type { AsRead } from '../as-read.ts'
import type { AppDeps } from '../deps.ts'

export type SetMemberInput = {
  readonly retailerId: string
  readonly programId: string
  readonly recommenderId: string
  /** The shop has looked: such a count is checked. */
  readonly followers?: number | undefined
  readonly trusted?: boolean | undefined
  readonly status?: 'active' | 'paused' | 'banned' | undefined
  readonly asRead?: AsRead<MemberView> | undefined
}

/** Throws `not_found` for a person who has not joined the program, who has left, or of another shop, alike; and what `asRead` does. */
export async function setMember(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId, programId, recommenderId, followers, trusted, status, asRead }: SetMemberInput,
): Promise<MemberView> {
  if (retailerIdOf(programId) !== retailerId) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    const program = await unit.programs.program(programId)
    const standing = await unit.programs.lockEnrollment(programId, recommenderId)
    if (!program || !standing || standing.status === 'left') throw new Problem('not_found')
    const { policy } = await policyInForce(unit, { programId, at: deps.clock.now() })
    asRead?.(memberView(standing, policy.tiers))
    await unit.programs.updateEnrollment(programId, recommenderId, {
      ...(followers !== undefined && { followers, followerEvidence: 'checked' as const }),
      ...(trusted !== undefined && { isTrusted: trusted }),
      ...(status !== undefined && status !== standing.status && { status, statusAt: deps.clock.now() }),
    })
    const changed = await unit.programs.enrollment(programId, recommenderId)
    return memberView(changed ?? standing, policy.tiers)
  })
}
