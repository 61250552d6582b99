// F08: more clicks a minute on one link than people make.

import { flagged, passed, type MisuseVerdict } from './verdict.ts'

import type { Policy } from '../policy.ts'
import type { PersonAtOrder } from './order-context.ts'

/** Clicks a minute on one link that nobody wonders about: a post that goes well has one a second. */
export const CLICKS_PER_MINUTE = 60

/** Flags a burst of clicks; clicks are never paid, so a flag is enough. */
export function clickVelocity(
  { recommenderId, clicksInMinute }: Pick<PersonAtOrder, 'recommenderId' | 'clicksInMinute'>,
  misuse: Policy['misuse'],
): MisuseVerdict {
  const most = misuse?.clicksPerMinute ?? CLICKS_PER_MINUTE
  if (clicksInMinute <= most) return passed('F08', { clicksInMinute, most })
  return flagged('F08', {
    recommenderId,
    evidence: { clicksInMinute, most },
    sentence: `The link had ${clicksInMinute} clicks within a minute; more than ${most} are unusual.`,
  })
}
