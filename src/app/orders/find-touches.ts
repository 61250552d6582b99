// The clicks that an order carried: tokens proved by their MAC, bare link codes by the last click on that link.

import { clickClaimText, clickMacHex, clickedAt, parseClickToken } from '#domain/click-token.ts'
import { CLOCK_DIFFERENCE_MS, type Touch } from '#domain/attribute.ts'
import { DAY_MS } from '#domain/time.ts'
import { stringToBytes, toHex } from 'viem/utils'

import { retailerKey } from '../retailers/retailer-keys.ts'

import type { CarriedReference, PaidFact } from '#domain/order-facts.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

/** References looked at in one order; a cart with more is not a shopper's. */
const REFERENCES_MAX = 20

/**
 * How far back a click of a bare link code is looked for, in milliseconds: the longest window that a policy may have,
 * 365 days, and a day. Whether the click lies in the program's own window is judged later.
 */
const LOOK_BACK_MS = 366 * DAY_MS

/** A touch with the program its link belongs to. */
export type ProgramTouch = Touch & { readonly programId: string }

/** The order's touches on links of this retailer; unknown codes and forged tokens are no touches. */
export async function findTouches(
  deps: Pick<AppDeps, 'macs' | 'sealer'>,
  unit: RetailerUnit,
  paid: PaidFact,
): Promise<readonly ProgramTouch[]> {
  const touches: ProgramTouch[] = []
  for (const reference of paid.references.slice(0, REFERENCES_MAX)) {
    const click = await clickOf(deps, unit, reference, paid)
    const link = click && (await unit.programs.link(click.code))
    const enrollment = link && (await unit.programs.enrollment(link.programId, link.recommenderId))
    if (!click || !link || !enrollment || touches.some((touch) => touch.clickId === click.clickId)) continue
    touches.push({
      ...click,
      programId: link.programId,
      recommenderId: link.recommenderId,
      ...(enrollment.emailKey === null ? {} : { recommenderKey: toHex(enrollment.emailKey) }),
    })
  }
  return touches
}

type Click = Pick<Touch, 'clickId' | 'clickedAt' | 'code'>

async function clickOf(
  deps: Pick<AppDeps, 'macs' | 'sealer'>,
  unit: RetailerUnit,
  reference: CarriedReference,
  paid: PaidFact,
): Promise<Click | undefined> {
  if (reference.kind === 'link-code') {
    const { value: code } = reference
    const from = paid.paidAt - LOOK_BACK_MS
    const click = await unit.clicks.lastCounted(code, from, paid.paidAt + CLOCK_DIFFERENCE_MS)
    return (
      click && {
        clickId: click.clickId,
        clickedAt: click.clickedAt,
        code,
      }
    )
  }
  const token = parseClickToken(reference.value)
  if (!token) return undefined
  const clickKey = await retailerKey(deps, unit, 'click')
  const mac = deps.macs.hmacSha256(clickKey, stringToBytes(clickClaimText(token)))
  const proved = deps.macs.equal(stringToBytes(token.macHex), stringToBytes(clickMacHex(mac)))
  if (!proved) return undefined
  return {
    clickId: token.nonce,
    clickedAt: clickedAt(token),
    code: token.code,
  }
}
