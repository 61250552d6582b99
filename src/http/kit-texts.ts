// The texts of a share kit, ready to send: the disclosure of the link first, its address last.

import type { ShareKit } from '#domain/campaign.ts'
import { disclosureOf, type DisclosureVariant } from '#domain/disclosure.ts'

/** One text for each of the kit; none without a kit. */
export function kitTexts(
  publicUrl: string,
  kit: ShareKit | null,
  { code, disclosure }: { readonly code: string; readonly disclosure: DisclosureVariant },
): readonly string[] {
  const { statement } = disclosureOf(disclosure)
  return (kit?.texts ?? []).map((text) => `${statement}. ${text} ${publicUrl}/r/${code}`)
}
