// The bytes that are signed against the rewards that are shown: one for one, in their order. What decodes the bytes is not
// here, so that whoever signs can use a decoder of their own.

import type { BatchProposal } from './proposal.ts'
import type { Reason } from './verdict.ts'

/** A record as the bytes have it; `payee` in lower case. */
export type RecordInBytes = {
  readonly payee: string
  readonly tag: string
  readonly micros: bigint
  readonly supplement: boolean
}

/** A record that comes twice, one that is missing, and one that is worth something else are all told. */
export function checkBytes({ rewards }: BatchProposal, inBytes: readonly RecordInBytes[]): readonly Reason[] {
  const differ = (detail: string): readonly Reason[] => [{ reason: 'records-differ', detail }]
  if (inBytes.length !== rewards.length) {
    return differ(`The bytes hold ${inBytes.length} records, and ${rewards.length} are shown.`)
  }
  for (const [place, shown] of rewards.entries()) {
    const inByte = inBytes[place]
    const isSame =
      inByte?.payee === shown.payee.toLowerCase() &&
      inByte.tag === shown.tag &&
      inByte.micros === shown.amount &&
      inByte.supplement === shown.supplement
    if (!isSame) return differ(`Record ${place + 1} of the bytes is not the reward ${shown.rewardId}.`)
    if (shown.amount !== shown.earned - shown.netted) {
      return differ(`Reward ${shown.rewardId} is not what was earned less what was netted.`)
    }
  }
  return []
}
