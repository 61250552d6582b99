// Statements: a book's months one after the other, each opening with what the one before closed with.

import { micros, ZERO_MICROS, type Micros } from './money.ts'
import { monthPeriod } from './period.ts'

import type { Instant } from './order-facts.ts'

/** What a month's entries of one kind sum to. */
export type MonthEntry<Kind extends string> = {
  /** First instant of the month, in UTC. */
  readonly month: Instant
  readonly kind: Kind
  readonly micros: Micros
}

export type StatementMonth<Kind extends string> = {
  readonly month: Instant
  readonly sums: Readonly<Record<Kind, Micros>>
}

/** Every month from the first with an entry to the one of `until`, the quiet ones too; `entries` in order of months. */
export function statementMonths<Kind extends string>(
  kinds: readonly Kind[],
  entries: readonly MonthEntry<Kind>[],
  until: Instant,
): readonly StatementMonth<Kind>[] {
  const [first] = entries
  if (first === undefined) return []
  const byMonth = Map.groupBy(entries, ({ month }) => month)
  const months: StatementMonth<Kind>[] = []
  const last = Math.max(monthPeriod(until).from, entries.at(-1)?.month ?? first.month)
  for (let month = first.month; month <= last; month = monthPeriod(month).to) {
    const own = byMonth.get(month) ?? []
    const sumOf = (kind: Kind): Micros =>
      micros(own.reduce((sum, entry) => (entry.kind === kind ? sum + entry.micros : sum), 0n))
    const sums = Object.fromEntries(kinds.map((kind) => [kind, sumOf(kind)])) as Record<Kind, Micros>
    months.push({ month, sums })
  }
  return months
}

/** `2026-11`. */
export function monthText(month: Instant): string {
  return new Date(month).toISOString().slice(0, 7)
}

export type PoolKind = 'deposited' | 'committed' | 'amended' | 'vetoed' | 'settled' | 'withdrawn'

const POOL_KINDS: readonly PoolKind[] = [
  'deposited',
  'committed',
  'amended',
  'vetoed',
  'settled',
  'withdrawn',
]

export type PoolStatement = {
  readonly month: Instant
  readonly sums: Readonly<Record<PoolKind, Micros>>
  readonly openingAvailable: Micros
  readonly openingReserved: Micros
  readonly closingAvailable: Micros
  readonly closingReserved: Micros
}

/** A pool's months. Free money opens, gains deposits and what is taken back, and loses what is reserved and withdrawn;
 * reserved money opens, gains what is reserved, and loses what is taken back and released. */
export function poolStatements(
  entries: readonly MonthEntry<PoolKind>[],
  until: Instant,
): readonly PoolStatement[] {
  let available = ZERO_MICROS
  let reserved = ZERO_MICROS
  return statementMonths(POOL_KINDS, entries, until).map(({ month, sums }) => {
    const [openingAvailable, openingReserved] = [available, reserved]
    const back = sums.amended + sums.vetoed
    available = micros(available + sums.deposited + back - sums.committed - sums.withdrawn)
    reserved = micros(reserved + sums.committed - back - sums.settled)
    return {
      month,
      sums,
      openingAvailable,
      openingReserved,
      closingAvailable: available,
      closingReserved: reserved,
    }
  })
}

export type PayeeKind = 'credited' | 'paid' | 'withdrawn'

const PAYEE_KINDS: readonly PayeeKind[] = ['credited', 'paid', 'withdrawn']

export type PayeeStatement = {
  readonly month: Instant
  readonly sums: Readonly<Record<PayeeKind, Micros>>
  readonly openingOwed: Micros
  readonly closingOwed: Micros
}

/** A person's months: what is owed opens, gains credits, and loses payments and withdrawals. */
export function payeeStatements(
  entries: readonly MonthEntry<PayeeKind>[],
  until: Instant,
): readonly PayeeStatement[] {
  let owed = ZERO_MICROS
  return statementMonths(PAYEE_KINDS, entries, until).map(({ month, sums }) => {
    const openingOwed = owed
    owed = micros(owed + sums.credited - sums.paid - sums.withdrawn)
    return { month, sums, openingOwed, closingOwed: owed }
  })
}
