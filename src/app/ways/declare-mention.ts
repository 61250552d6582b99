// People say where they spoke of a shop. It is marked as declared, nothing is ever paid on it, and it is never added to
// what was measured.

import { retailerIdOf } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'

import { newId } from '../new-id.ts'

import type { Channel } from '#domain/mention.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { MentionRow } from '#ports/way-rows.ts'

import type { AppDeps } from '../deps.ts'
import type { Page } from '../views.ts'

/** Posts that one person may declare in a program: one a day for years, and an end to filling the table. */
export const MENTIONS_PER_PERSON_MAX = 1_000

export type MentionView = MentionRow & { readonly handle: string }

export type DeclareMentionInput = {
  readonly recommenderId: string
  readonly programId: string
  readonly kind: MentionRow['kind']
  readonly channel: Channel
  readonly postUrl?: string | undefined
  readonly declaredReach?: number | undefined
  readonly campaignId?: string | undefined
}

/**
 * Keeps a declared post; the same address again is the same post. Throws `not_found` for a program that the person has
 * not joined or a campaign they take no part in, and `rate_limited` beyond a thousand posts.
 */
export async function declareMention(
  deps: Pick<AppDeps, 'retailers' | 'random' | 'clock'>,
  { recommenderId, programId, campaignId, ...mention }: DeclareMentionInput,
): Promise<{ readonly status: 'recorded' | 'already-recorded' }> {
  const retailerId = retailerIdOf(programId)
  if (!retailerId) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    const program = await unit.programs.program(programId)
    const enrollment = await unit.programs.enrollment(programId, recommenderId)
    if (program?.kind !== 'sales' || !enrollment) throw new Problem('not_found')
    if (campaignId !== undefined) await checkPart(unit, { programId, campaignId, recommenderId })
    const known = await unit.ways.mentions(programId, { recommenderId, limit: MENTIONS_PER_PERSON_MAX })
    if (known.length >= MENTIONS_PER_PERSON_MAX) throw new Problem('rate_limited')
    const status = await unit.ways.insertMention({
      mentionId: newId(deps, retailerId),
      programId,
      recommenderId,
      campaignId: campaignId ?? null,
      kind: mention.kind,
      channel: mention.channel,
      postUrl: mention.postUrl ?? '',
      declaredReach: mention.declaredReach ?? null,
      declaredAt: deps.clock.now(),
    })
    return { status }
  })
}

async function checkPart(
  unit: RetailerUnit,
  {
    programId,
    campaignId,
    recommenderId,
  }: { readonly programId: string; readonly campaignId: string; readonly recommenderId: string },
): Promise<void> {
  const campaign = await unit.campaigns.find(campaignId)
  const person = await unit.campaigns.person(campaignId, recommenderId)
  if (campaign?.programId !== programId || person?.state !== 'taking-part') throw new Problem('not_found')
}

/**
 * What people of a program declared, newest first, at most `limit` and older than `after`; `next` continues, or is null at
 * the end. Throws `not_found` for another's program.
 */
export async function listMentions(
  deps: Pick<AppDeps, 'retailers'>,
  {
    retailerId,
    programId,
    limit,
    after,
  }: {
    readonly retailerId: string
    readonly programId: string
    readonly limit: number
    readonly after?: string | undefined
  },
): Promise<Page<MentionView>> {
  if (retailerIdOf(programId) !== retailerId) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    if ((await unit.programs.program(programId))?.kind !== 'sales') throw new Problem('not_found')
    const rows = await unit.ways.mentions(programId, { limit: limit + 1, after })
    const data: MentionView[] = []
    for (const row of rows.slice(0, limit)) {
      const enrollment = await unit.programs.enrollment(programId, row.recommenderId)
      data.push({ ...row, handle: enrollment?.handle ?? '' })
    }
    return { data, next: rows.length > limit ? (data.at(-1)?.mentionId ?? null) : null }
  })
}
