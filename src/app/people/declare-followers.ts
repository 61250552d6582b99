// How many people follow somebody, by their own word: shown as declared, and no rule pays by it until a shop has looked.

import { retailerIdOf, type ProgramId, type RecommenderId } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'

import type { FollowerEvidence } from '#domain/tier.ts'

import type { AppDeps } from '../deps.ts'

export type DeclareInput = { readonly recommenderId: RecommenderId; readonly followers: number }

/** Declares the count in one program; what its shop has checked stays as the shop said. Throws `not_found`. */
export async function declareFollowers(
  deps: Pick<AppDeps, 'retailers'>,
  { programId, recommenderId, followers }: DeclareInput & { readonly programId: ProgramId },
): Promise<{ readonly followers: number; readonly followerEvidence: FollowerEvidence }> {
  const retailerId = retailerIdOf(programId)
  if (!retailerId) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    const standing = await unit.programs.enrollment(programId, recommenderId)
    if (!standing) throw new Problem('not_found')
    if (standing.followerEvidence === 'checked') {
      return { followers: standing.followers, followerEvidence: 'checked' }
    }
    const followerEvidence = followers === 0 ? 'none' : 'declared'
    await unit.programs.updateEnrollment(programId, recommenderId, { followers, followerEvidence })
    return { followers, followerEvidence }
  })
}

/** Declares the count in every program that the person has joined. */
export async function declareFollowersEverywhere(
  deps: Pick<AppDeps, 'retailers' | 'recommenders'>,
  { recommenderId, followers }: DeclareInput,
): Promise<void> {
  const links = await deps.recommenders.transaction(recommenderId, (unit) => unit.links())
  for (const programId of new Set(links.map((link) => link.programId))) {
    await declareFollowers(deps, { programId, recommenderId, followers })
  }
}
