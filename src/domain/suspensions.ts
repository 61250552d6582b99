// Whether a shop lets an order count for now. A message that an order was deleted is the same each time and says no instant,
// so an old one can come again after the order was brought back.

import { DAY_MS } from './time.ts'

import type { DeletedFact, EditedFact, OrderFact, PaidFact, Suspension } from './order-facts.ts'

/**
 * How long after its payment a deleted order still counts as taken back, in milliseconds: 120 days, the longest hold of
 * any reward. What shops delete later was over long before.
 */
const DELETION_COUNTS_MS = 120 * DAY_MS

/**
 * Why nothing counts for now. A deletion counts while no edit came after it and no reward was over by then; `edit` is the
 * latest one.
 */
export function suspensionOf(
  deletions: readonly DeletedFact[],
  { paid, edit }: { readonly paid: PaidFact | undefined; readonly edit: EditedFact | undefined },
): Suspension | undefined {
  const after = edit?.editedAt ?? -Infinity
  const until = paid === undefined ? Infinity : paid.paidAt + DELETION_COUNTS_MS
  const firstAt = firstOf(deletions)
  const isDeleted = deletions.some(
    ({ deletedAt, isGone }) =>
      (isGone === true || deletedAt === firstAt) && deletedAt > after && deletedAt <= until,
  )
  if (isDeleted) return 'deleted'
  return edit?.suspended === 'deleted' && edit.editedAt > until ? undefined : edit?.suspended
}

/**
 * Whether a deletion came after one that was taken back, and so counts for nothing: it may be the earlier message again.
 * One that the shop bore out is new.
 */
export function isOldDeletion(facts: readonly OrderFact[], { deletedAt, isGone }: DeletedFact): boolean {
  if (isGone === true) return false
  const firstAt = firstOf(facts.filter((fact) => fact.kind === 'deleted'))
  return firstAt < deletedAt && facts.some((fact) => fact.kind === 'edited' && fact.editedAt > firstAt)
}

function firstOf(deletions: readonly DeletedFact[]): number {
  return Math.min(...deletions.map(({ deletedAt }) => deletedAt))
}
