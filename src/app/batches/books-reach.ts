// Whether the chain has answered: what it did not do until an instant, by the books, it never did.

import type { AppDeps } from '../deps.ts'

/**
 * Whether the books hold everything that happened on the chain before `seconds`: a final block is at or past that
 * instant, and no final event from before it still waits to be applied.
 */
export async function booksReach(
  { chainEvents }: Pick<AppDeps, 'chainEvents'>,
  seconds: number,
): Promise<boolean> {
  // The block first: what becomes final while the events are read is later than it.
  const final = await chainEvents.finalBlock()
  if (final === undefined || final.timestampSeconds < seconds) return false
  const [oldest] = await chainEvents.nextFinal(1)
  return oldest === undefined || oldest.event.blockTimestampSeconds >= seconds
}
