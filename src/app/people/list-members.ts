// The people of a program, in the order in which they joined.

import { retailerIdOf } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'

import { pageOfPlaces, placePage, type PageInput } from '../list-place.ts'
import { policyInForce } from '../policies/policy-in-force.ts'
import { memberView, type MemberView } from './member-view.ts'

import type { AppDeps } from '../deps.ts'
import type { Page } from '../views.ts'

/** At most `limit` of them; `next` continues, or is null. Throws `not_found` for a program that is not the retailer's. */
export async function listMembers(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId, programId, ...page }: PageInput & { readonly retailerId: string; readonly programId: string },
): Promise<Page<MemberView>> {
  if (retailerIdOf(programId) !== retailerId) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    if (!(await unit.programs.program(programId))) throw new Problem('not_found')
    const { policy } = await policyInForce(unit, { programId, at: deps.clock.now() })
    return pageOfPlaces(await unit.ways.members(programId, placePage(page)), page, {
      place: ({ joinedAt: at, recommenderId: id }) => ({ at, id }),
      view: (row) => memberView(row, policy.tiers),
    })
  })
}
