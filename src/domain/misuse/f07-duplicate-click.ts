// F07: the same visitor followed the same link again within the hour.

import { passed, rejected, type MisuseVerdict } from './verdict.ts'

import type { ClickMisuseContext } from './click-context.ts'

/** Rejects a repeated click as a count; it stays a touch, since the visitor did come back through the link. */
export function duplicateClick({ seenBefore }: Pick<ClickMisuseContext, 'seenBefore'>): MisuseVerdict {
  if (!seenBefore) return passed('F07')
  return rejected('F07', { sentence: 'The same visitor followed the link again within an hour.' })
}
