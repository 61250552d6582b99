// A program as anybody may see it, with the rules in force now.

import { retailerIdOf } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'

import { policyInForce } from '../policies/policy-in-force.ts'

import type { AppDeps } from '../deps.ts'
import type { ProgramView } from '../views.ts'

/** Throws `not_found` for an unknown or malformed id. */
export async function readProgram(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  { programId }: { readonly programId: string },
): Promise<ProgramView> {
  const retailerId = retailerIdOf(programId)
  if (!retailerId) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    const program = await unit.programs.program(programId)
    const profile = await unit.identity.profile()
    if (program?.kind !== 'sales' || !profile) throw new Problem('not_found')
    const { name, shopUrl } = program
    const { policy, policyHash } = await policyInForce(unit, { programId, at: deps.clock.now() })
    return {
      programId,
      retailerId,
      name,
      shopName: profile.name,
      shopUrl,
      policy,
      policyHash,
      lastOrderAt: (await unit.closings.find(programId))?.lastOrderAt ?? null,
    }
  })
}
