// Finding people: those of a program by engagement, conversion, sales or spread.

import {
  conversionBps,
  countSpread,
  engagementBps,
  rankPeople as rank,
  type PersonInfluence,
  type Ranking,
} from '#domain/influence.ts'
import { retailerIdOf } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'
import { tierOf } from '#domain/tier.ts'

import { policyInForce } from '../policies/policy-in-force.ts'
import { readFigures, sumFigures } from './read-figures.ts'

import type { Tier } from '#domain/policy.ts'
import type { FollowerEvidence } from '#domain/tier.ts'
import type { Period } from '#ports/way-rows.ts'

import type { AppDeps } from '../deps.ts'

export type RankedPerson = PersonInfluence & {
  readonly rank: number
  readonly handle: string
  readonly tier: Tier
  readonly followerEvidence: FollowerEvidence
  readonly isAdvocate: boolean
  readonly engagementBps: number | null
  readonly conversionBps: number | null
}

/** The first `limit` people of a program, best first, without those who want no profile; throws `not_found` for another's program. */
export async function rankPeople(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  {
    retailerId,
    programId,
    by,
    period,
    limit,
  }: {
    readonly retailerId: string
    readonly programId: string
    readonly by: Ranking
    readonly period: Period
    readonly limit: number
  },
): Promise<readonly RankedPerson[]> {
  if (retailerIdOf(programId) !== retailerId) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    const program = await unit.programs.program(programId)
    if (program?.kind !== 'sales') throw new Problem('not_found')
    const { policy } = await policyInForce(unit, { programId, at: deps.clock.now() })
    const people = await unit.ways.people(programId)
    const figures = await readFigures(unit, program, period)
    const advocates = await unit.ways.advocates(programId)
    const spread = countSpread(people)
    const withFigures = people
      .filter(({ status, withoutProfile }) => status === 'active' && !withoutProfile)
      .map(({ recommenderId, handle, followers, followerEvidence }) => ({
        recommenderId,
        handle,
        tier: tierOf(followers, policy.tiers),
        followers,
        followerEvidence,
        isAdvocate: advocates.has(recommenderId),
        ...sumFigures(figures, (place) => place.recommenderId === recommenderId),
        ...(spread.get(recommenderId) ?? { brought: 0, downstream: 0 }),
      }))
    return rank(withFigures, by)
      .slice(0, limit)
      .map((person, index) => ({
        rank: index + 1,
        ...person,
        engagementBps: engagementBps(person),
        conversionBps: conversionBps(person),
      }))
  })
}
