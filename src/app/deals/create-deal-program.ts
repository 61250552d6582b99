// A program for deals: rules and a pool of its own, so that fees are apart from sales in every total and in the audit.

import { dealsPolicy } from '#domain/deal.ts'
import { policyHash } from '#domain/policy.ts'
import { Problem } from '#domain/problem.ts'

import { newId } from '../new-id.ts'

import type { AppDeps } from '../deps.ts'

/**
 * Creates a program for deals. `feeCap` is the most that one deal pays, `totalCap` the most that all of them do
 * together, as decimal strings; throws `not_found` for a shop without a program for sales: nobody has joined it yet.
 */
export async function createDealProgram(
  deps: Pick<AppDeps, 'retailers' | 'random' | 'clock'>,
  {
    retailerId,
    name,
    ...terms
  }: {
    readonly retailerId: string
    readonly name: string
    readonly feeCap: string
    readonly totalCap: string
    readonly holdSeconds: number
  },
): Promise<{ readonly programId: string; readonly policyHash: string }> {
  const programId = newId(deps, retailerId)
  const policy = dealsPolicy(terms)
  const hash = policyHash(policy)
  await deps.retailers.transaction(retailerId, async (unit) => {
    const [first] = await unit.programs.programs()
    if (!first) throw new Problem('not_found')
    await unit.programs.insertProgram({
      programId,
      kind: 'deals',
      name,
      shopUrl: first.shopUrl,
      policy,
      policyHash: hash,
      createdAt: deps.clock.now(),
    })
  })
  return { programId, policyHash: hash }
}
