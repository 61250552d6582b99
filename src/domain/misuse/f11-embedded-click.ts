// F11: the link was loaded inside another page, as a picture or a frame, so that many visitors carry a click that
// nobody made (cookie stuffing).

import { passed, rejected, type MisuseVerdict } from './verdict.ts'

import type { ClickMisuseContext } from './click-context.ts'

/** `Sec-Fetch-Dest` of a page that a person opens (Fetch Metadata Request Headers, section 2.1). */
const OPENED_BY_A_PERSON = 'document'

/** Rejects a click that was no navigation; browsers that do not say are believed. */
export function embeddedClick({
  fetchDestination,
}: Pick<ClickMisuseContext, 'fetchDestination'>): MisuseVerdict {
  if (fetchDestination === undefined || fetchDestination === OPENED_BY_A_PERSON) return passed('F11')
  return rejected('F11', {
    evidence: { opened: false },
    sentence: 'The link was loaded inside another page; nobody opened it.',
  })
}
