// Finds click tokens, link codes and discount codes in what a shop hands back: a cart attribute, the address a visitor
// landed on, the codes entered at checkout. All are the buyer's to write, so what is odd is left out and never costs the
// shop its order.

import { normalisedCoupon } from '#domain/coupon.ts'
import type { CarriedReference } from '#domain/order-facts.ts'

/** Longest reference kept; a click token has about 60 characters. */
export const REFERENCE_LENGTH_MAX = 128

/** Longest landing address read: what browsers and servers commonly carry. */
export const LANDING_SITE_LENGTH_MAX = 8192

/** References kept of one order: one of each kind and carriage is normal. */
export const REFERENCES_MAX = 8

/** What click tokens and link codes are made of. */
const REFERENCE = /^[a-z0-9-]+$/

/** Any origin will do: platforms give the landing address as a path. */
const SOME_ORIGIN = 'https://shop.invalid'

/** A click token from a cart attribute; undefined when it cannot be one. */
export function clickTokenReference(value: unknown): CarriedReference | undefined {
  return carried('note-attribute', 'click-token', value)
}

/** A click token that the platform itself kept of the address a visitor landed on; undefined when it cannot be one. */
export function landingTokenReference(value: unknown): CarriedReference | undefined {
  return carried('landing-site', 'click-token', value)
}

/** A bare link code that the shop noted with the order; undefined when it cannot be one. */
export function linkCodeReference(value: unknown): CarriedReference | undefined {
  return carried('note-attribute', 'link-code', value)
}

/** The discount codes of an order, normalised, each once; what is none is left out. */
export function couponReferences(codes: readonly (string | null | undefined)[]): readonly CarriedReference[] {
  const normalised = codes.map((code) => normalisedCoupon(code ?? '')).filter((code) => code !== undefined)
  return [...new Set(normalised)].map((value) => ({ carriage: 'discount-code', kind: 'coupon', value }))
}

/** All references of an order, at most `REFERENCES_MAX`: tokens first, since they prove most. */
export function orderReferences(
  found: readonly (CarriedReference | undefined)[],
): readonly CarriedReference[] {
  return found.filter((reference) => reference !== undefined).slice(0, REFERENCES_MAX)
}

/** References in the address a visitor landed on: `utm_id` carries the click token, `ref` the link code. */
export function landingSiteReferences(landingSite: string | null | undefined): readonly CarriedReference[] {
  if (!landingSite || landingSite.length > LANDING_SITE_LENGTH_MAX || !URL.canParse(landingSite, SOME_ORIGIN))
    return []
  const query = new URL(landingSite, SOME_ORIGIN).searchParams
  return [
    ...query.getAll('utm_id').map((value) => carried('landing-site', 'click-token', value)),
    ...query.getAll('ref').map((value) => carried('landing-site', 'link-code', value)),
  ]
    .filter((reference) => reference !== undefined)
    .slice(0, REFERENCES_MAX)
}

function carried(
  carriage: CarriedReference['carriage'],
  kind: CarriedReference['kind'],
  value: unknown,
): CarriedReference | undefined {
  if (typeof value !== 'string' || value.length > REFERENCE_LENGTH_MAX || !REFERENCE.test(value))
    return undefined
  return { carriage, kind, value }
}
