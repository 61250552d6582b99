// A ledger event's own fields as JSON: amounts become decimal integers in text and come back as micros.

import { micros } from '#domain/money.ts'
import type { LedgerEvent, LedgerEventPlace } from '#ports/chain.ts'

import type { StoredLedgerEvent } from '../tables/chain.ts'

/** The fields that hold amounts, by the names of the port. */
const AMOUNT_FIELDS: ReadonlySet<string> = new Set(['micros', 'owedMicros'])

/** Everything of the event but its place, as JSON text. */
export function writeEventPayload(event: LedgerEvent): string {
  const { blockNumber, blockHash, blockTimestampSeconds, transactionHash, logIndex, ...body } = event
  return JSON.stringify(body, (_field, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
}

/** The event as it was before it was stored. */
export function readEventPayload(payload: StoredLedgerEvent, place: LedgerEventPlace): LedgerEvent {
  const body = Object.fromEntries(
    Object.entries(payload).map(([field, value]) => [
      field,
      AMOUNT_FIELDS.has(field) && typeof value === 'string' ? micros(BigInt(value)) : value,
    ]),
  )
  // What was written under a name is read under the same name; only the type system cannot see that.
  return { ...body, ...place } as LedgerEvent
}
