// F06: no person followed the link: a crawler, a preview, or a browser that fetched ahead.

import { passed, rejected, type MisuseVerdict } from './verdict.ts'

import type { ClickMisuseContext } from './click-context.ts'

/** What browsers send when nobody has clicked yet (`Sec-Purpose`, and its older forms). */
const AHEAD_OF_A_CLICK = /prefetch|preview|prerender/i

/** Rejects clicks of machines; they are no touches. */
export function machineClick({
  isMachine,
  fetchPurpose,
}: Pick<ClickMisuseContext, 'isMachine' | 'fetchPurpose'>): MisuseVerdict {
  const isAhead = fetchPurpose !== undefined && AHEAD_OF_A_CLICK.test(fetchPurpose)
  if (!isMachine && !isAhead) return passed('F06')
  return rejected('F06', {
    evidence: { isMachine, isAhead },
    sentence: 'The link was opened by a machine, not by a person.',
  })
}
