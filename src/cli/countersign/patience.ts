// A shop's interface shows an order some moments after it was made: what is refused for that alone waits a little.

import type { Instant } from '#domain/order-facts.ts'
import { SECOND_MS } from '#domain/time.ts'
import type { Judgement } from './judge-proposal.ts'

/**
 * How long the books are waited for, in milliseconds: two minutes. The interface is asked every ten seconds, and Shopify's
 * search shows a change some seconds late. Everything else in the batch waits as well.
 */
const PATIENCE_MS = 120 * SECOND_MS

const LATE: ReadonlySet<string> = new Set(['order-unknown', 'order-not-paid', 'refund-unknown'])

type Patience = {
  readonly books: { readonly isLate: boolean }
  readonly isOnly: boolean
  /** When a proposal was first seen, by its name. */
  readonly firstSeen: Map<string, Instant>
  readonly now: () => Instant
}

/** The judgement, or a wait while only late books stand against it. */
export function patiently(
  { books, isOnly, firstSeen, now }: Patience,
  { proposalId }: { readonly proposalId: string },
  judgement: Judgement,
): Judgement {
  if (judgement.kind !== 'refuse' || !books.isLate || isOnly) return judgement
  const since = firstSeen.get(proposalId) ?? now()
  firstSeen.set(proposalId, since)
  const isLate = judgement.reasons.every(({ reason }) => LATE.has(reason))
  return isLate && now() - since < PATIENCE_MS
    ? { kind: 'wait', detail: 'The books do not show all of it yet.' }
    : judgement
}
