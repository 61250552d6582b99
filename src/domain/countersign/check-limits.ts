// Limits over many orders: what the shop signs within a day, and the caps of its rules by the day and month of payment.

import { policyAmount } from '../policy/amounts.ts'
import { dayPeriod, monthPeriod, type Period } from '../period.ts'
import { DAY_MS } from '../time.ts'
import { signedSince, standingWhere, type Slot } from './signed-book.ts'

import type { BatchProposal } from './proposal.ts'
import type { SignedRecord } from './signed-log.ts'
import type { CheckContext, Reason } from './verdict.ts'

/** A record that passed on its own, with the reward that it is of. */
export type RightRecord = { readonly rewardId: string; readonly record: SignedRecord }

/** Reasons for the records that go beyond a limit; those before them fit. */
export function checkLimits(
  proposal: BatchProposal,
  right: readonly RightRecord[],
  context: CheckContext & { readonly slot: Slot | undefined },
): readonly Reason[] {
  const reasons: Reason[] = []
  const kept: SignedRecord[] = []
  const daily = dailyRoom(context)
  for (const { rewardId, record } of right) {
    const today = kept.reduce((sum, one) => sum + one.amount, record.amount as bigint)
    if (daily !== undefined && today > daily) {
      const detail = `The limit of a day leaves ${daily} micros, and ${today} are proposed.`
      reasons.push({ reason: 'daily-limit', rewardId, detail })
      continue
    }
    const cap = brokenCap(proposal, record, kept, context)
    if (cap === undefined) kept.push(record)
    else reasons.push({ reason: 'above-cap', rewardId, detail: `The cap ${cap} of the rules is reached.` })
  }
  return reasons
}

function dailyRoom({
  terms: { dailyLimitMicros },
  book,
  now,
  slot,
}: CheckContext & { readonly slot: Slot | undefined }): bigint | undefined {
  return dailyLimitMicros === undefined ? undefined : dailyLimitMicros - signedSince(book, now - DAY_MS, slot)
}

/** The first cap of the rules that the record would break; what was given back makes room here, so that nothing right is refused. */
function brokenCap(
  { policy: { caps = {} }, programId }: BatchProposal,
  record: SignedRecord,
  kept: readonly SignedRecord[],
  { book, slot }: CheckContext & { readonly slot: Slot | undefined },
): string | undefined {
  const day = dayPeriod(record.paidAt)
  const month = monthPeriod(record.paidAt)
  const limits = [
    ['perDay', caps.perDay, day, false],
    ['perMonth', caps.perMonth, month, false],
    ['perRecommenderDay', caps.perRecommenderDay, day, true],
    ['perRecommenderMonth', caps.perRecommenderMonth, month, true],
  ] as const
  const broken = limits.find(([, cap, period, isOwn]) => {
    if (cap === undefined) return false
    const counts = (one: SignedRecord) => isIn(one, period) && (!isOwn || one.payee === record.payee)
    const standing = standingWhere(book, { programId, except: slot, counts })
    const inBatch = kept.filter(counts).reduce((sum, one) => sum + one.earned, record.earned as bigint)
    return standing + inBatch > policyAmount(cap)
  })
  return broken?.[0]
}

function isIn({ paidAt }: SignedRecord, { from, to }: Period): boolean {
  return paidAt >= from && paidAt < to
}
