// A retailer's programs, oldest first.

import { Problem } from '#domain/problem.ts'

import type { AppDeps } from '../deps.ts'
import type { ProgramView } from '../views.ts'

/** The retailer's programs; throws `not_found` when there is no such retailer. */
export async function listPrograms(
  deps: Pick<AppDeps, 'retailers'>,
  { retailerId }: { readonly retailerId: string },
): Promise<readonly ProgramView[]> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const profile = await unit.identity.profile()
    if (!profile) throw new Problem('not_found')
    const programs = await unit.programs.programs()
    return programs.map((program) => ({
      ...program,
      retailerId,
      shopName: profile.name,
    }))
  })
}
