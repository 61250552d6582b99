// The payee's book: what was paid, whoever sent the call.

import { recommenderIdOf } from '#domain/recommender-id.ts'
import { HOUR_MS } from '#domain/time.ts'

import { eventInstant } from './event-instant.ts'

import type { LedgerEvent } from '#ports/chain.ts'
import type { RecommenderUnit } from '#ports/recommender-store.ts'

import type { BookDeps } from './apply-events.ts'

export type PayeeEvent = Extract<
  LedgerEvent,
  {
    readonly name: 'Pushed' | 'Paid' | 'Withdrawn' | 'PayDeferred' | 'MinimumPayoutSet'
  }
>

/** Milliseconds before a push that the token refused is first tried again: an hour. */
const FIRST_RETRY_MS = HOUR_MS

/** Books a payment or notes a refused push; the same event twice is one entry. */
export async function applyPayeeEvent(deps: BookDeps, id: string, event: PayeeEvent): Promise<void> {
  if (event.name === 'MinimumPayoutSet') return
  if (event.name === 'PayDeferred') {
    await deps.chainBooks.deferPayee(event.payee, deps.clock.now() + FIRST_RETRY_MS)
    return
  }
  await deps.recommenders.transaction(recommenderIdOf(event.payee), (unit) => bookPayment(unit, id, event))
}

/** Books it, and leaves word for the shops whose rewards it covers. */
async function bookPayment(
  unit: RecommenderUnit,
  id: string,
  event: Extract<PayeeEvent, { name: 'Pushed' | 'Paid' | 'Withdrawn' }>,
): Promise<void> {
  const at = eventInstant(event)
  const { transactionHash: chainTransaction, micros: amount, payee } = event
  const kind = event.name === 'Withdrawn' ? 'withdrawn' : 'paid'
  const payment = { entryId: id, kind, micros: amount, chainTransaction, at } as const
  if ((await unit.payment(payment)) === 'already-recorded') return
  const { paidMicros } = await unit.balances()
  const data = {
    recommenderId: unit.recommenderId,
    payee,
    fromMicros: `${paidMicros - amount}`,
    toMicros: `${paidMicros}`,
    chainTransaction,
    at,
  }
  await unit.enqueue({ queue: 'tell-payment', data })
}
