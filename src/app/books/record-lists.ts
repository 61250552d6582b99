// What a batch holds when an event reaches it, kept for every batch on the ledger from its own logs.

import { invariant } from '#domain/invariant.ts'

import type { ChainBatch } from '#ports/chain-books.ts'

import type { BatchEvent } from './apply-batch-event.ts'
import type { BookDeps } from './apply-events.ts'

/** The batch's lists after the event `id`; an amendment already in the lists is not taken off twice. */
export async function recordListsOf(
  { chainBooks }: Pick<BookDeps, 'chainBooks'>,
  id: string,
  event: BatchEvent,
): Promise<ChainBatch> {
  const { pool, seq } = event
  if (event.name === 'Committed') {
    const lists: ChainBatch = { records: event.records, amendments: [] }
    await chainBooks.putBatch(pool, seq, lists)
    return lists
  }
  const lists = await chainBooks.batch(pool, seq)
  invariant(lists, 'a batch is committed before anything else happens to it')
  if (event.name !== 'Amended' || lists.amendments.some((one) => one.eventId === id)) return lists
  const amendments = [...lists.amendments, { eventId: id, reductions: event.reductions }]
  await chainBooks.setAmendments(pool, seq, amendments)
  return { ...lists, amendments }
}
