// A person's link for a program: one each, made once and found again.

import { LINK_SUFFIX_LENGTH, retailerIdOf } from '#domain/ids.ts'
import { invariant } from '#domain/invariant.ts'
import { Problem } from '#domain/problem.ts'

import { newCode } from '../new-id.ts'

import type { AppDeps } from '../deps.ts'

/** Codes tried before giving up: with 8.5 × 10¹¹ codes a second try is already rare. */
const CODE_ATTEMPTS = 4

type CreateLinkDeps = Pick<AppDeps, 'retailers' | 'recommenders' | 'random' | 'clock'>
type CreateLinkInput = {
  readonly recommenderId: string
  readonly programId: string
}

/** The person's link; throws `not_found` for an unknown program or one that the person has not joined. */
export async function createLink(
  deps: CreateLinkDeps,
  input: CreateLinkInput,
): Promise<{ readonly code: string }> {
  const links = await deps.recommenders.transaction(input.recommenderId, (unit) => unit.links())
  const standing = links.find((link) => link.programId === input.programId)
  return standing ? { code: standing.code } : makeLink(deps, input)
}

/** Makes a new link in both families; the retailer's row first, since that is the one that redirects. */
async function makeLink(
  deps: CreateLinkDeps,
  { recommenderId, programId }: CreateLinkInput,
): Promise<{ readonly code: string }> {
  const retailerId = retailerIdOf(programId)
  if (!retailerId) throw new Problem('not_found')
  const createdAt = deps.clock.now()
  const made = await deps.retailers.transaction(retailerId, async (unit) => {
    const program = await unit.programs.program(programId)
    const profile = await unit.identity.profile()
    const enrollment = await unit.programs.enrollment(programId, recommenderId)
    if (!program || !profile || !enrollment) throw new Problem('not_found')
    for (let attempt = 1; attempt <= CODE_ATTEMPTS; attempt++) {
      const code = retailerId + newCode(deps, LINK_SUFFIX_LENGTH)
      const status = await unit.programs.insertLink({
        code,
        programId,
        recommenderId,
        campaignId: null,
        createdAt,
      })
      if (status === 'inserted') return { code, programName: program.name, shopName: profile.name }
    }
    invariant(false, 'a free link code is found in a few tries')
  })
  await deps.recommenders.transaction(recommenderId, (unit) =>
    unit.insertLink({ ...made, retailerId, programId, createdAt }),
  )
  return { code: made.code }
}
