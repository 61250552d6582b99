// A person's link for a program, or for one campaign of it: one each, made once and found again.

import {
  DEFAULT_LOCALE,
  disclosureFor,
  disclosureOf,
  type DisclosureVariant,
  type Locale,
} from '#domain/disclosure.ts'
import { LINK_SUFFIX_LENGTH, retailerIdOf } from '#domain/ids.ts'
import { invariant } from '#domain/invariant.ts'
import { Problem } from '#domain/problem.ts'

import { newCode } from '../new-id.ts'
import { requireStanding } from '../programs/program-standing.ts'
import { setDisclosure } from './set-disclosure.ts'

import type { CampaignId } from '#domain/ids.ts'

import type { AppDeps } from '../deps.ts'

/** Codes tried before giving up: with 8.5 × 10¹¹ codes a second try is already rare. */
const CODE_ATTEMPTS = 4

type CreateLinkDeps = Pick<AppDeps, 'retailers' | 'recommenders' | 'random' | 'clock'>
type CreateLinkInput = {
  readonly recommenderId: string
  readonly programId: string
  /** A campaign that the person takes part in, as the caller has checked. */
  readonly campaign?: { readonly campaignId: CampaignId; readonly name: string }
  /** Where the readers are; the link's own when it stands already and nothing is said. */
  readonly locale?: Locale | undefined
}

export type LinkMade = {
  readonly code: string
  /** The wording that its text is given out with. */
  readonly disclosure: DisclosureVariant
}

/** The person's link; throws `not_found` for an unknown program, one for deals, or one that the person has not joined; `program_ended`. */
export async function createLink(deps: CreateLinkDeps, input: CreateLinkInput): Promise<LinkMade> {
  const links = await deps.recommenders.transaction(input.recommenderId, (unit) => unit.links())
  const standing = links.find(
    (link) => link.programId === input.programId && link.campaign?.campaignId === input.campaign?.campaignId,
  )
  if (!standing) return makeLink(deps, input)
  const { code, disclosure } = standing
  if (input.locale === undefined || input.locale === disclosureOf(disclosure).locale)
    return { code, disclosure }
  return setDisclosure(deps, { recommenderId: input.recommenderId, code, locale: input.locale })
}

/** Makes a new link in both families; the retailer's row first, since that is the one that redirects. */
async function makeLink(
  deps: CreateLinkDeps,
  { recommenderId, programId, campaign, locale = DEFAULT_LOCALE }: CreateLinkInput,
): Promise<LinkMade> {
  const retailerId = retailerIdOf(programId)
  if (!retailerId) throw new Problem('not_found')
  const createdAt = deps.clock.now()
  const disclosure = disclosureFor(locale).variant
  const made = await deps.retailers.transaction(retailerId, async (unit) => {
    const program = await unit.programs.program(programId)
    const profile = await unit.identity.profile()
    const enrollment = await unit.programs.enrollment(programId, recommenderId)
    if (program?.kind !== 'sales' || !profile || !enrollment) throw new Problem('not_found')
    await requireStanding(unit, { programId, now: createdAt })
    for (let attempt = 1; attempt <= CODE_ATTEMPTS; attempt++) {
      const code = retailerId + newCode(deps, LINK_SUFFIX_LENGTH)
      const status = await unit.programs.insertLink({
        code,
        programId,
        recommenderId,
        campaignId: campaign?.campaignId ?? null,
        disclosure,
        createdAt,
      })
      if (status === 'inserted') return { code, programName: program.name, shopName: profile.name }
    }
    invariant(false, 'a free link code is found in a few tries')
  })
  await deps.recommenders.transaction(recommenderId, (unit) =>
    unit.insertLink({ ...made, retailerId, programId, campaign: campaign ?? null, disclosure, createdAt }),
  )
  return { code: made.code, disclosure }
}
