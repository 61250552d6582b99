// A sign-up at the shop, not a sale: counted in the funnel for the link that led to it, and not paid.

import { LINK_CODE_LENGTH } from '#domain/click-token.ts'
import { isId } from '#domain/ids.ts'

import { findTouches } from '../orders/find-touches.ts'

import type { CarriedReference, Instant } from '#domain/order-facts.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

export type RecordLeadInput = {
  /** The connection that it came through; `api` for the shop's own call. */
  readonly sourceId: string
  readonly externalId: string
  readonly happenedAt: Instant
  readonly references: readonly CarriedReference[]
}

export type RecordedLead = {
  readonly status: 'recorded' | 'already-recorded'
  /** Whether a link led to it. */
  readonly isCredited: boolean
}

/** Keeps a sign-up once, for the latest link that it proves or names; one without a link is kept too. */
export async function recordLead(
  deps: Pick<AppDeps, 'clock' | 'macs' | 'sealer'>,
  unit: RetailerUnit,
  { sourceId, externalId, happenedAt, references }: RecordLeadInput,
): Promise<RecordedLead> {
  const place = await placeOf(deps, unit, { references, happenedAt })
  const status = await unit.ways.insertLead({
    sourceId,
    externalId,
    programId: place?.programId ?? null,
    recommenderId: place?.recommenderId ?? null,
    code: place?.code ?? null,
    happenedAt,
    recordedAt: deps.clock.now(),
  })
  return { status, isCredited: place !== undefined }
}

async function placeOf(
  deps: Pick<AppDeps, 'macs' | 'sealer'>,
  unit: RetailerUnit,
  { references, happenedAt }: Pick<RecordLeadInput, 'references' | 'happenedAt'>,
) {
  const touches = await findTouches(deps, unit, { references, paidAt: happenedAt })
  const latest = touches.toSorted((a, b) => b.touchedAt - a.touchedAt)[0]
  if (latest) return latest
  // Nothing is paid on a sign-up, so a bare code without a click counts as well.
  for (const { kind, value } of references) {
    if (kind !== 'link-code' || !isId(value, LINK_CODE_LENGTH)) continue
    const link = await unit.programs.link(value)
    if (link) return link
  }
  return undefined
}
