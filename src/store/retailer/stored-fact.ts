// Order facts to JSON and back: amounts as decimal integers in text, so that no number ever carries money.

import { invariant } from '#domain/invariant.ts'
import { micros } from '#domain/money.ts'

import type { OrderFact } from '#domain/order-facts.ts'

import type { StoredFact } from '../tables/retailer.ts'

/** Fields that carry money all end like this. */
const AMOUNT_FIELD = /Micros$/

/** The field that says when a fact happened, by kind; it is stored as `at`. */
const INSTANT_FIELD: Readonly<Record<OrderFact['kind'], string>> = {
  paid: 'paidAt',
  refunded: 'refundedAt',
  'refund-failed': 'failedAt',
  'refund-total': 'asOf',
  edited: 'editedAt',
  'dispute-opened': 'openedAt',
  'dispute-closed': 'closedAt',
  cancelled: 'cancelledAt',
  deleted: 'deletedAt',
}

/** The JSON form of a fact; its key is stored beside it. */
export function storedFact(fact: OrderFact): StoredFact {
  const { factKey: _, kind, ...fields } = fact
  const instantField = INSTANT_FIELD[kind]
  const { [instantField]: at, ...rest } = toStored(fields) as Record<string, unknown>
  return { kind, at: at as number, ...rest }
}

/** Reads the JSON form back. */
export function factFromStored(factKey: string, stored: StoredFact): OrderFact {
  const { kind, at, ...rest } = stored
  const hasAmount = kind !== 'paid' && kind !== 'refunded' ? true : rest['eligibleMicros'] !== undefined
  invariant(hasAmount, 'a stored fact carries its amount')
  return { kind, factKey, [INSTANT_FIELD[kind]]: at, ...(fromStored(rest) as object) } as OrderFact
}

/** A value with every bigint as decimal text. */
export function toStored(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return value.map(toStored)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, toStored(field)]))
}

/** The same read back: fields named as amounts are micros. */
export function fromStored(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromStored)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      AMOUNT_FIELD.test(name) ? micros(BigInt(field as string)) : fromStored(field),
    ]),
  )
}
