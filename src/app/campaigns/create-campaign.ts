// A campaign: directed at people whom the shop has chosen, or secondary: spread further by those who take part in a
// directed one, with a share kit.

import { retailerIdOf, type CampaignId } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'

import { newId } from '../new-id.ts'
import { viewCampaign, type CampaignView } from './read-campaign.ts'

import type { ShareKit } from '#domain/campaign.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AsRead } from '../as-read.ts'
import type { AppDeps } from '../deps.ts'

type CampaignDeps = Pick<AppDeps, 'retailers' | 'random' | 'clock'>

type CampaignRef = { readonly retailerId: string; readonly campaignId: CampaignId }

type BoundToCampaign = { readonly asRead?: AsRead<CampaignView> | undefined }

type CampaignWords = {
  readonly retailerId: string
  readonly name: string
  readonly brief: string
  /** From now when left out. */
  readonly startsAt?: Instant | undefined
  /** Without end when left out. */
  readonly endsAt?: Instant | undefined
}

/** Creates a directed campaign and chooses its people; throws `not_found` for a program or person that is not there. */
export async function createCampaign(
  deps: CampaignDeps,
  input: CampaignWords & { readonly programId: string; readonly people: readonly string[] },
): Promise<{ readonly campaignId: CampaignId }> {
  const { retailerId, programId } = input
  if (retailerIdOf(programId) !== retailerId) throw new Problem('not_found')
  const campaignId = newId(deps, retailerId)
  await deps.retailers.transaction(retailerId, async (unit) => {
    if ((await unit.programs.program(programId))?.kind !== 'sales') throw new Problem('not_found')
    await insertCampaign(deps, unit, input, {
      campaignId,
      programId,
      kind: 'directed',
      parentCampaignId: null,
      kit: null,
    })
    await choose(deps, unit, { campaignId, programId, people: input.people })
  })
  return { campaignId }
}

/** Creates a secondary campaign of a directed one; throws `not_found` for any other. */
export async function createSecondaryCampaign(
  deps: CampaignDeps,
  input: CampaignWords & { readonly parentCampaignId: CampaignId; readonly kit: ShareKit },
): Promise<{ readonly campaignId: CampaignId }> {
  const { retailerId, parentCampaignId, kit } = input
  if (retailerIdOf(parentCampaignId) !== retailerId) throw new Problem('not_found')
  const campaignId = newId(deps, retailerId)
  await deps.retailers.transaction(retailerId, async (unit) => {
    const parent = await unit.campaigns.find(parentCampaignId)
    if (parent?.kind !== 'directed') throw new Problem('not_found')
    const { programId } = parent
    await insertCampaign(deps, unit, input, {
      campaignId,
      programId,
      kind: 'secondary',
      parentCampaignId,
      kit,
    })
  })
  return { campaignId }
}

/** Chooses more people for a directed campaign; those chosen already keep their answer. Throws `not_found`, and what `asRead` does. */
export async function choosePeople(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  {
    retailerId,
    campaignId,
    people,
    asRead,
  }: CampaignRef & BoundToCampaign & { readonly people: readonly string[] },
): Promise<{ readonly chosen: number }> {
  if (retailerIdOf(campaignId) !== retailerId) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    const campaign = await unit.campaigns.find(campaignId)
    if (campaign?.kind !== 'directed') throw new Problem('not_found')
    asRead?.(await viewCampaign(unit, campaign, deps.clock.now()))
    return { chosen: await choose(deps, unit, { campaignId, programId: campaign.programId, people }) }
  })
}

/** Ends a campaign now, or leaves the end that has passed; its links stay, and count for no campaign any more. Throws as `choosePeople`. */
export async function endCampaign(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId, campaignId, asRead }: CampaignRef & BoundToCampaign,
): Promise<{ readonly endsAt: Instant }> {
  if (retailerIdOf(campaignId) !== retailerId) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    const campaign = await unit.campaigns.find(campaignId)
    if (!campaign) throw new Problem('not_found')
    const now = deps.clock.now()
    asRead?.(await viewCampaign(unit, campaign, now))
    if (campaign.endsAt !== null && campaign.endsAt <= now) return { endsAt: campaign.endsAt }
    await unit.campaigns.setEnd(campaignId, now)
    return { endsAt: now }
  })
}

type CampaignPlace = Omit<
  Parameters<RetailerUnit['campaigns']['insert']>[0],
  'name' | 'brief' | 'startsAt' | 'endsAt' | 'createdAt'
>

async function insertCampaign(
  { clock }: Pick<AppDeps, 'clock'>,
  unit: RetailerUnit,
  { name, brief, startsAt, endsAt }: CampaignWords,
  place: CampaignPlace,
): Promise<void> {
  const now = clock.now()
  await unit.campaigns.insert({
    ...place,
    name,
    brief,
    startsAt: startsAt ?? now,
    endsAt: endsAt ?? null,
    createdAt: now,
  })
}

async function choose(
  { clock }: Pick<AppDeps, 'clock'>,
  unit: RetailerUnit,
  {
    campaignId,
    programId,
    people,
  }: { readonly campaignId: CampaignId; readonly programId: string; readonly people: readonly string[] },
): Promise<number> {
  let chosen = 0
  for (const recommenderId of new Set(people)) {
    if (!(await unit.programs.enrollment(programId, recommenderId))) throw new Problem('not_found')
    if ((await unit.campaigns.invite(campaignId, recommenderId, clock.now())) === 'invited') chosen += 1
  }
  return chosen
}
