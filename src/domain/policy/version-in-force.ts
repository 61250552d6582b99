// Which version of a program's rules an order falls under: the one in force when it was paid. Versions are only added,
// and none takes effect before it is published, so this never changes for an order that has been evaluated.

import type { Instant } from '../order-facts.ts'

export type DatedVersion = { readonly versionNo: number; readonly effectiveFrom: Instant }

/**
 * The version in force at an instant: the latest to have taken effect, of several at one instant the last published;
 * before the first it is the first. Undefined when there is none at all.
 */
export function versionInForce<Version extends DatedVersion>(
  versions: readonly Version[],
  at: Instant,
): Version | undefined {
  const inOrder = versions.toSorted((a, b) => a.effectiveFrom - b.effectiveFrom || a.versionNo - b.versionNo)
  return inOrder.findLast(({ effectiveFrom }) => effectiveFrom <= at) ?? inOrder[0]
}
