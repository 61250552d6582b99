// A ledger event's own fields as JSON: amounts become decimal integers in text and come back as micros.

import { micros } from '#domain/money.ts'
import type { LedgerEvent, LedgerEventPlace } from '#ports/chain.ts'

import type { StoredLedgerEvent } from '../tables/chain.ts'

/** The fields that hold amounts, by the names of the port. */
const AMOUNT_FIELDS: ReadonlySet<string> = new Set(['micros', 'owedMicros'])

/** The fields that say where an event stands; they have columns of their own. */
const PLACE_FIELDS: ReadonlySet<string> = new Set<keyof LedgerEventPlace>([
  'blockNumber',
  'blockHash',
  'blockTimestampSeconds',
  'transactionHash',
  'logIndex',
])

/** Everything of the event but its place, as JSON text. */
export function writeEventPayload(event: LedgerEvent): string {
  return JSON.stringify(event, (field, value: unknown) => {
    if (PLACE_FIELDS.has(field)) return undefined
    return typeof value === 'bigint' ? value.toString() : value
  })
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
