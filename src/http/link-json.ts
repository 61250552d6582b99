// A link as people and programs are given it.

import type { Saving } from '#domain/coupon.ts'
import { disclosureOf, type DisclosureVariant, type Locale } from '#domain/disclosure.ts'
import { shareText } from '#web/pages/share-text.ts'

export type LinkJson = {
  readonly code: string
  readonly url: string
  readonly qrUrl: string
  readonly shareText: string
  /** Whose wording the disclosure in the text has. */
  readonly locale: Locale
}

/** The link's addresses, and a text to send with it that says what it is. */
export function linkJson(
  publicUrl: string,
  {
    code,
    shopName,
    disclosure,
    discount = null,
  }: {
    readonly code: string
    readonly shopName: string
    readonly disclosure: DisclosureVariant
    /** What the shop gives buyers who come by the link. */
    readonly discount?: { readonly code: string; readonly saving: Saving | null } | null
  },
): LinkJson {
  const url = `${publicUrl}/r/${code}`
  return {
    code,
    url,
    qrUrl: `${url}/qr.svg`,
    shareText: shareText({ shopName, url, disclosure, discount }),
    locale: disclosureOf(disclosure).locale,
  }
}
