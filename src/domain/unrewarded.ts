// Who recommended what was bought and gets nothing for it: everybody should be able to read why.

import { byTouch } from './choose-touches.ts'
import { recommenderTrace, type Trace } from './trace.ts'

import type { Attribution } from './attribution.ts'
import type { RecommenderId } from './ids.ts'

export type Unrewarded = { readonly recommenderId: RecommenderId; readonly trace: Trace }

/** What somebody reads whose link the buyer followed, where somebody else was credited. */
const OTHERS_CREDITED: Trace = [
  {
    step: 'touches',
    outcome: 'stopped',
    sentence: "The buyer followed your link; by the program's rules somebody else's recommendation counted.",
  },
]

/**
 * Everybody whose link the order carried and who is not credited, in the order in which they were met, with what they may
 * read: never anything about the buyer or about who was credited.
 */
export function unrewardedBy(attribution: Attribution): readonly Unrewarded[] {
  const credited = attribution.outcome === 'credited' ? attribution.credits : []
  const rewarded = new Set(credited.map(({ recommenderId }) => recommenderId))
  const trace = attribution.outcome === 'credited' ? OTHERS_CREDITED : recommenderTrace(attribution.steps)
  const met = attribution.touches.toSorted(byTouch).map(({ recommenderId }) => recommenderId)
  return [...new Set(met)]
    .filter((recommenderId) => !rewarded.has(recommenderId))
    .map((recommenderId) => ({ recommenderId, trace }))
}
