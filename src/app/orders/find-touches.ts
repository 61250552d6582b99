// The encounters that an order carried: tokens proved by their MAC, bare link codes by the last click on that link,
// discount codes by whose they are, and whom the buyer belongs to.

import { clickClaimText, clickMacHex, clickedAt, parseClickToken } from '#domain/click-token.ts'
import { CLOCK_DIFFERENCE_MS } from '#domain/choose-touches.ts'
import { normalisedCoupon } from '#domain/coupon.ts'
import { TOUCH_SOURCES, type TouchSource } from '#domain/policy.ts'
import { DAY_MS } from '#domain/time.ts'
import { stringToBytes } from 'viem/utils'

import { retailerKey } from '../retailers/retailer-keys.ts'

import type { Touch } from '#domain/attribution.ts'
import type { LinkCode } from '#domain/ids.ts'
import type { CarriedReference, PaidFact } from '#domain/order-facts.ts'
import type { BindingRow } from '#ports/program-rows.ts'
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

/** What is looked at of an order. */
type Carrier = Pick<PaidFact, 'references' | 'paidAt'> & Named

/** How an order names its buyer: by the e-mail address, by the platform's own id, by both, or not at all. */
type Named = Pick<PaidFact, 'buyerKey' | 'customerKey'>

type FindDeps = Pick<AppDeps, 'macs' | 'sealer'>
type Claim = Pick<Touch, 'source' | 'touchId' | 'touchedAt' | 'code'>

/** The order's touches on links of this retailer; unknown codes and forged tokens are no touches. */
export async function findTouches(
  deps: FindDeps,
  unit: RetailerUnit,
  paid: Carrier,
): Promise<readonly ProgramTouch[]> {
  const found = new Map<string, ProgramTouch>()
  for (const claim of await claimsOf(deps, unit, paid)) {
    const link = await unit.programs.link(claim.code)
    const enrollment = link && (await unit.programs.enrollment(link.programId, link.recommenderId))
    const standing = found.get(claim.touchId)
    if (!link || !enrollment || (standing && !isBetter(claim.source, standing.source))) continue
    found.set(claim.touchId, { ...claim, programId: link.programId, recommenderId: link.recommenderId })
  }
  return [...found.values()]
}

async function claimsOf(deps: FindDeps, unit: RetailerUnit, paid: Carrier): Promise<readonly Claim[]> {
  const claims: Claim[] = []
  for (const reference of paid.references.slice(0, REFERENCES_MAX)) {
    const claim = await claimOf(deps, unit, reference, paid)
    if (claim) claims.push(claim)
  }
  const bound = (await bindingsOf(unit, paid)).map(({ programId, code, boundAt }): Claim => ({
    source: 'customer-binding',
    touchId: `bound:${programId}`,
    touchedAt: boundAt,
    code,
  }))
  return [...claims, ...bound]
}

function claimOf(
  deps: FindDeps,
  unit: RetailerUnit,
  reference: CarriedReference,
  paid: Carrier,
): Promise<Claim | undefined> {
  switch (reference.kind) {
    case 'click-token':
      return provedClick(deps, unit, reference.value)
    case 'link-code':
      return lastClick(unit, reference, paid)
    case 'coupon':
      return usedCoupon(unit, reference.value, paid)
  }
}

async function provedClick(deps: FindDeps, unit: RetailerUnit, value: string): Promise<Claim | undefined> {
  const token = parseClickToken(value)
  if (!token) return undefined
  const clickKey = await retailerKey(deps, unit, 'click')
  const mac = deps.macs.hmacSha256(clickKey, stringToBytes(clickClaimText(token)))
  const proved = deps.macs.equal(stringToBytes(token.macHex), stringToBytes(clickMacHex(mac)))
  if (!proved) return undefined
  return { source: 'click-token', touchId: token.nonce, touchedAt: clickedAt(token), code: token.code }
}

async function lastClick(
  unit: RetailerUnit,
  { carriage, value: code }: CarriedReference & { readonly value: LinkCode },
  { paidAt }: Carrier,
): Promise<Claim | undefined> {
  const click = await unit.clicks.lastCounted(code, paidAt - LOOK_BACK_MS, paidAt + CLOCK_DIFFERENCE_MS)
  if (!click) return undefined
  const source = carriage === 'note-attribute' ? 'note-attribute' : 'landing-ref'
  return { source, touchId: click.clickId, touchedAt: click.clickedAt, code }
}

/** The keys that an order has for its buyer, the e-mail's first. */
export function buyerKeys({ buyerKey, customerKey }: Named): readonly string[] {
  return [buyerKey, customerKey].filter((key) => key !== undefined)
}

/** Whom the buyer is or was bound to, by whichever key the order has; the latest first. */
export async function bindingsOf(unit: RetailerUnit, paid: Named): Promise<readonly BindingRow[]> {
  const bindings: BindingRow[] = []
  for (const key of buyerKeys(paid)) bindings.push(...(await unit.programs.bindings(key)))
  return bindings.toSorted((a, b) => b.boundAt - a.boundAt)
}

/** A discount code is used at the moment of payment. */
async function usedCoupon(
  unit: RetailerUnit,
  value: string,
  { paidAt }: Carrier,
): Promise<Claim | undefined> {
  const coupon = normalisedCoupon(value)
  const owner = coupon === undefined ? undefined : await unit.coupons.find(coupon, paidAt)
  return owner && { source: 'coupon', touchId: `coupon:${coupon}`, touchedAt: paidAt, code: owner.code }
}

/** One click may be carried twice: the better proof stays. */
function isBetter(source: TouchSource, than: TouchSource): boolean {
  return TOUCH_SOURCES.indexOf(source) < TOUCH_SOURCES.indexOf(than)
}
