// Whether a rule holds: for the order as a whole, and for one of its lines.

import type { RuleContext } from '../attribution.ts'
import type { RuleConditions } from '../policy.ts'

/** What a line says of its product; a whole order without lines says nothing. */
export type Product = { readonly sku?: string; readonly productId?: string }

/** At the end of a product pattern: anything. */
const WILDCARD = '*'

/** Whether every condition holds that does not look at products. */
export function holdsForOrder(when: RuleConditions, context: RuleContext): boolean {
  const { tiers, campaigns, customer, firstOrder, countries, links } = when
  return (
    (tiers === undefined || tiers.includes(context.tier)) &&
    (campaigns === undefined || campaigns.some((id) => context.campaignIds.includes(id))) &&
    (customer === undefined || (customer === 'new') === context.isNewCustomer) &&
    (firstOrder === undefined || firstOrder === context.isFirstOrder) &&
    (countries === undefined || (context.country !== undefined && countries.includes(context.country))) &&
    (links === undefined || links.includes(context.code))
  )
}

/** Whether one of the patterns stands for the product, by SKU or product id. */
export function matchesProduct(patterns: readonly string[], { sku, productId }: Product): boolean {
  return patterns.some((pattern) => matchesText(pattern, sku) || matchesText(pattern, productId))
}

function matchesText(pattern: string, text: string | undefined): boolean {
  if (text === undefined) return false
  return pattern.endsWith(WILDCARD) ? text.startsWith(pattern.slice(0, -1)) : text === pattern
}

/** Whether everything that `inner` stands for is also stood for by `outer`. */
export function patternCovers(outer: string, inner: string): boolean {
  if (!outer.endsWith(WILDCARD)) return outer === inner
  return (inner.endsWith(WILDCARD) ? inner.slice(0, -1) : inner).startsWith(outer.slice(0, -1))
}
