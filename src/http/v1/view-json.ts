// The views of the rules as JSON: amounts as decimal strings, instants as ISO 8601 in UTC.

import type { PersonExport } from '#app/people/export-person.ts'
import type { PersonView, RewardView } from '#app/views.ts'
import { formatMicros, micros } from '#domain/money.ts'
import { linkJson } from '../link-json.ts'

type Json = Record<string, unknown>

/** Fields of views that hold an instant, in milliseconds since 1970. */
const INSTANT_FIELDS: ReadonlySet<string> = new Set([
  'at',
  'receivedAt',
  'paidAt',
  'effectiveFrom',
  'publishedAt',
  'unlocksAt',
  'askedAt',
  'validAt',
  'endedAt',
  'from',
  'to',
  'day',
  'openedAt',
  'dueAt',
  'decidedAt',
  'startsAt',
  'endsAt',
  'proposedAt',
  'answeredAt',
  'deliveredAt',
  'declaredAt',
  'expiresAt',
  'createdAt',
  'seenAt',
  'readyAt',
  'lastOrderAt',
  'moneyBackAt',
  'resumesAt',
  'disabledAt',
  'failingSince',
  'previousUntil',
  'lastPulledAt',
  'caughtUpAt',
  'readUntil',
  'nextAt',
  'revokedAt',
  'boundAt',
  'closedAt',
  'previousSecretUntil',
  'firstAt',
  'lastAt',
  'refusedAt',
  'deadlineAt',
])

/** A view with every amount (the only bigints in views) and every instant as text. */
export function viewJson(view: object): Json {
  return Object.fromEntries(Object.entries(view).map(([field, value]) => [field, fieldJson(field, value)]))
}

/** A reward with its trace; a batch's part of it is called an amount, as amounts are elsewhere. */
export function rewardJson(reward: RewardView): Json {
  return viewJson({
    ...reward,
    batches: reward.batches.map(({ micros: amount, ...batch }) => ({ ...batch, amount })),
  })
}

/** A person's own figures, with what each link needs to be sent on. */
export function personJson(person: PersonView, publicUrl: string): Json {
  return viewJson({
    ...person,
    links: person.links.map((link) => ({ ...link, ...linkJson(publicUrl, link) })),
  })
}

/** All that is kept of a person; rows are given as they are kept. */
export function exportJson({ person, account, shops }: PersonExport, publicUrl: string): Json {
  return { person: personJson(person, publicUrl), account, shops }
}

function fieldJson(field: string, value: unknown): unknown {
  if (typeof value === 'bigint') return formatMicros(micros(value))
  if (typeof value === 'number' && INSTANT_FIELDS.has(field)) return new Date(value).toISOString()
  if (Array.isArray(value)) return value.map((item: unknown) => fieldJson(field, item))
  return typeof value === 'object' && value !== null ? viewJson(value) : value
}
