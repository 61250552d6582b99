// A link as people and programs are given it.

import { shareText } from '#web/pages/share-text.ts'

export type LinkJson = {
  readonly code: string
  readonly url: string
  readonly qrUrl: string
  readonly shareText: string
}

/** The link's addresses, and a text to send with it that says what it is. */
export function linkJson(
  publicUrl: string,
  { code, shopName }: { code: string; shopName: string },
): LinkJson {
  const url = `${publicUrl}/r/${code}`
  return { code, url, qrUrl: `${url}/qr.svg`, shareText: shareText({ shopName, url }) }
}
