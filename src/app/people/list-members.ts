// The people of a program, in the order in which they joined.

import { retailerIdOf } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'

import { memberView, type MemberView } from './member-view.ts'

import type { AppDeps } from '../deps.ts'

/** Throws `not_found` for a program that is not the retailer's. */
export async function listMembers(
  deps: Pick<AppDeps, 'retailers'>,
  { retailerId, programId }: { readonly retailerId: string; readonly programId: string },
): Promise<readonly MemberView[]> {
  if (retailerIdOf(programId) !== retailerId) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    const program = await unit.programs.program(programId)
    if (!program) throw new Problem('not_found')
    return (await unit.ways.people(programId)).map((row) => memberView(row, program.policy.tiers))
  })
}
