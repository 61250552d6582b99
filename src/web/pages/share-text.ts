// The text that goes out with a link. The disclosure is part of it, always, and comes first.

import { disclosureOf, type DisclosureVariant } from '#domain/disclosure.ts'

/** The disclosure of the link, the shop, the address; ready to send. */
export function shareText({
  shopName,
  url,
  disclosure,
}: {
  readonly shopName: string
  readonly url: string
  readonly disclosure: DisclosureVariant
}): string {
  const { statement, invitation } = disclosureOf(disclosure)
  return `${statement}. ${invitation.replace('{shop}', () => shopName)}: ${url}`
}
