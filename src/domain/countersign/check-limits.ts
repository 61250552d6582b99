// What the shop signs within a day at most, whatever the orders are.

import { DAY_MS } from '../time.ts'
import { checkCaps } from './check-caps.ts'
import { signedSince, type Slot } from './signed-book.ts'

import type { BatchProposal } from './proposal.ts'
import type { SignedRecord } from './signed-log.ts'
import type { CheckContext, Reason } from './verdict.ts'

/** A record that passed on its own, with the reward that it is of. */
export type RightRecord = { readonly rewardId: string; readonly record: SignedRecord }

type LimitContext = CheckContext & { readonly slot: Slot | undefined }

/** Reasons for the records that go beyond a limit; those before them fit. */
export function checkLimits(
  proposal: BatchProposal,
  right: readonly RightRecord[],
  context: LimitContext,
): readonly Reason[] {
  const reasons: Reason[] = []
  const daily = dailyRoom(context)
  const caps = checkCaps(proposal, context.book)
  let today = 0n
  for (const { rewardId, record } of right) {
    if (daily !== undefined && today + record.amount > daily) {
      const detail = `The limit of a day leaves ${daily} micros, and ${today + record.amount} are proposed.`
      reasons.push({ reason: 'daily-limit', rewardId, detail })
      continue
    }
    const cap = caps.take(record)
    if (cap !== undefined) {
      reasons.push({ reason: 'cap-reached', rewardId, detail: `The cap ${cap} of the rules is reached.` })
      continue
    }
    today += record.amount
  }
  return reasons
}

function dailyRoom({ terms: { dailyLimitMicros }, book, now, slot }: LimitContext): bigint | undefined {
  return dailyLimitMicros === undefined ? undefined : dailyLimitMicros - signedSince(book, now - DAY_MS, slot)
}
