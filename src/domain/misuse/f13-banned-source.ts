// F13: the click came from a place that the program bans, or from paid advertising that it did not allow.

import { passed, rejected, type MisuseVerdict } from './verdict.ts'

import type { Policy } from '../policy.ts'
import type { ClickMisuseContext } from './click-context.ts'

/**
 * Parameters that advertising networks add to clicks on advertisements, and to those alone. `fbclid` is not among
 * them: Facebook and Instagram add it to every link that people share.
 */
export const PAID_TRAFFIC_PARAMETERS: readonly string[] = [
  'gclid',
  'gbraid',
  'wbraid',
  'gad_source',
  'msclkid',
  'ttclid',
  'twclid',
  'li_fat_id',
]

/** Rejects such clicks as touches. */
export function bannedSource(
  {
    sourceHost,
    parameterNames,
    mayBeAdvertised,
  }: Pick<ClickMisuseContext, 'sourceHost' | 'parameterNames' | 'mayBeAdvertised'>,
  misuse: Policy['misuse'],
): MisuseVerdict {
  const isBanned =
    sourceHost !== undefined &&
    (misuse?.bannedSources ?? []).some((pattern) => matchesHost(pattern, sourceHost))
  if (isBanned) {
    return rejected('F13', {
      evidence: { bannedSource: true },
      sentence: 'The click came from a site that the program does not allow.',
    })
  }
  const isPaid = parameterNames.some((name) => PAID_TRAFFIC_PARAMETERS.includes(name.toLowerCase()))
  if (!isPaid || mayBeAdvertised) return passed('F13')
  return rejected('F13', {
    evidence: { paidTraffic: true },
    sentence: 'The click came from paid advertising, which the program does not allow.',
  })
}

/** Whether a host meets a pattern: the host itself, or `*.` before any of its parents. */
function matchesHost(pattern: string, host: string): boolean {
  const wanted = pattern.toLowerCase()
  const asked = host.toLowerCase()
  return wanted.startsWith('*.') ? asked.endsWith(wanted.slice(1)) : asked === wanted
}
