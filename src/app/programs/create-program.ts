// A program: a shop's rules, immutable from the first moment.

import { policyHash, type Policy } from '#domain/policy.ts'

import { newId } from '../new-id.ts'

import type { AppDeps } from '../deps.ts'

/** Creates a program; `shopUrl` and `policy` have passed the boundary. */
export async function createProgram(
  deps: Pick<AppDeps, 'retailers' | 'random' | 'clock'>,
  input: {
    readonly retailerId: string
    readonly name: string
    readonly shopUrl: string
    readonly policy: Policy
  },
): Promise<{ readonly programId: string; readonly policyHash: string }> {
  const programId = newId(deps, input.retailerId)
  const hash = policyHash(input.policy)
  await deps.retailers.transaction(input.retailerId, (unit) =>
    unit.programs.insertProgram({
      programId,
      kind: 'sales',
      name: input.name,
      shopUrl: input.shopUrl,
      policy: input.policy,
      policyHash: hash,
      createdAt: deps.clock.now(),
    }),
  )
  return { programId, policyHash: hash }
}
