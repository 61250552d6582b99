// A retailer's programs, oldest first, each with the rules in force now.

import { Problem } from '#domain/problem.ts'

import { policyInForce } from '../policies/policy-in-force.ts'

import type { AppDeps } from '../deps.ts'
import type { ProgramView } from '../views.ts'

/** The retailer's programs; throws `not_found` when there is no such retailer. */
export async function listPrograms(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId }: { readonly retailerId: string },
): Promise<readonly ProgramView[]> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const profile = await unit.identity.profile()
    if (!profile) throw new Problem('not_found')
    const programs = await unit.programs.programs()
    const views: ProgramView[] = []
    for (const program of programs) {
      const { policy, policyHash } = await policyInForce(unit, {
        programId: program.programId,
        at: deps.clock.now(),
      })
      const lastOrderAt = (await unit.closings.find(program.programId))?.lastOrderAt ?? null
      views.push({ ...program, policy, policyHash, retailerId, shopName: profile.name, lastOrderAt })
    }
    return views
  })
}
