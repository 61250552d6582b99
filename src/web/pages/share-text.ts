// The text that goes out with a link. The disclosure is part of it, always, and comes first.

import type { Saving } from '#domain/coupon.ts'
import { BPS_PER_PERCENT } from '#domain/money.ts'
import { disclosureOf, type DisclosureVariant } from '#domain/disclosure.ts'

/** The disclosure of the link, the shop, the address, and the discount code when the shop has one; ready to send. */
export function shareText({
  shopName,
  url,
  disclosure,
  discount = null,
}: {
  readonly shopName: string
  readonly url: string
  readonly disclosure: DisclosureVariant
  readonly discount?: { readonly code: string; readonly saving: Saving | null } | null
}): string {
  const { statement, invitation } = disclosureOf(disclosure)
  return `${statement}. ${invitation.replace('{shop}', () => shopName)}: ${url}${discount === null ? '' : ` (${offer(discount)})`}`
}

/** `MIA10: −10 %`, which reads the same in every language. */
function offer({ code, saving }: { readonly code: string; readonly saving: Saving | null }): string {
  if (saving === null) return code
  const much =
    saving.kind === 'percent' ? `${saving.bps / BPS_PER_PERCENT} %` : `${saving.amount} ${saving.currency}`
  return `${code}: −${much}`
}
