// Rules that can never decide anything: an earlier one holds whenever they do, or the program takes no such order.

import { patternCovers } from './match-rule.ts'

import type { Policy, RuleConditions } from '../policy.ts'

/** A condition that names them all is none. */
const ALL_TIERS = ['micro', 'macro', 'mega'] as const

/** Whether `earlier` holds for each line of each order for which `later` does. */
export function covers(earlier: RuleConditions, later: RuleConditions): boolean {
  return (
    includesAll(tiersOf(earlier), tiersOf(later)) &&
    includesAll(earlier.campaigns, later.campaigns) &&
    includesAll(earlier.countries, later.countries) &&
    includesAll(earlier.links, later.links) &&
    (earlier.customer === undefined || earlier.customer === later.customer) &&
    (earlier.firstOrder === undefined || earlier.firstOrder === later.firstOrder) &&
    patternsCover(earlier.products, later.products)
  )
}

function tiersOf({ tiers }: RuleConditions): RuleConditions['tiers'] {
  return ALL_TIERS.every((tier) => tiers?.includes(tier)) ? undefined : tiers
}

function includesAll(outer: readonly string[] | undefined, inner: readonly string[] | undefined): boolean {
  return outer === undefined || (inner?.every((member) => outer.includes(member)) ?? false)
}

function patternsCover(outer: readonly string[] | undefined, inner: readonly string[] | undefined): boolean {
  if (outer === undefined) return true
  return inner?.every((pattern) => outer.some((wide) => patternCovers(wide, pattern))) ?? false
}

/** Why no order that the program takes meets the conditions: the field and a sentence; undefined when one can. */
export function neverHolds(
  when: RuleConditions,
  { eligibility = {}, exclude = {} }: Policy,
): { readonly field: keyof RuleConditions; readonly message: string } | undefined {
  if (eligibility.newCustomersOnly === true && when.customer === 'returning') {
    return { field: 'customer', message: 'never holds: the program takes new customers only' }
  }
  if (eligibility.firstOrderOnly === true && when.firstOrder === false) {
    return { field: 'firstOrder', message: 'never holds: the program takes first orders only' }
  }
  const { countries } = eligibility
  if (countries && when.countries?.some((country) => countries.includes(country)) === false) {
    return {
      field: 'countries',
      message: 'never holds: the program takes orders from none of these countries',
    }
  }
  if (exclude.products && when.products && patternsCover(exclude.products, when.products)) {
    return { field: 'products', message: 'never holds: the program leaves all these products out' }
  }
  return undefined
}
