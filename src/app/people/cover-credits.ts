// Which records a person's payments cover: payments consume credits in the order in which they were settled.

import { micros, type Micros } from '#domain/money.ts'

import type { CreditRow } from '#ports/recommender-store.ts'

/** Micros paid of each settled record. */
export type PaidByRecord = ReadonlyMap<string, Micros>

/** Names a record on the ledger, for one payee. */
export function recordKey({
  pool,
  seq,
  tag,
}: {
  readonly pool: number
  readonly seq: number
  readonly tag: string
}): string {
  return `${pool}:${seq}:${tag}`
}

/** Covers credits first in first out with `paidMicros`. */
export function coverCredits(credits: readonly CreditRow[], paidMicros: Micros): PaidByRecord {
  const paid = new Map<string, Micros>()
  for (const credit of credits) {
    const before = credit.cumulativeMicros - credit.micros
    const covered =
      paidMicros >= credit.cumulativeMicros ? credit.micros : paidMicros > before ? paidMicros - before : 0n
    paid.set(recordKey(credit), micros(covered))
  }
  return paid
}
