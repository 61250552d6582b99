// How long people waited for their money: from the payment of the order to the payment of its reward.

import { percentile } from '#domain/metrics/percentile.ts'
import { SECOND_MS } from '#domain/time.ts'

import { recordKey } from '../people/cover-credits.ts'

import type { Instant } from '#domain/order-facts.ts'
import type { SettledRecord, Span } from '#ports/metric-rows.ts'
import type { CreditRow, PayeeEntry } from '#ports/recommender-store.ts'

import type { AppDeps } from '../deps.ts'

/** Rewards that are looked at: the newest thousand put a percentile within a percent or two. */
const REWARDS_LOOKED_AT = 1_000

/** Payments of one person that are looked at; a person is paid a few times a day at most. */
const PAYMENTS_LOOKED_AT = 2_000

/** Half of all are paid within the first, 19 of 20 within the second. */
const MEDIAN_PERCENT = 50
const SLOW_PERCENT = 95

export type TimeToPayView = {
  /** Rewards that were looked at and are paid. */
  readonly rewards: number
  readonly p50Seconds: number | null
  readonly p95Seconds: number | null
}

/** Of the newest settled rewards of a span; the shop's word says when an order was paid, the chain when its reward was. */
export async function timeToPay(
  deps: Pick<AppDeps, 'retailers' | 'recommenders'>,
  { retailerId, programId, span }: { retailerId: string; programId: string; span: Span },
): Promise<TimeToPayView> {
  const settled = await deps.retailers.transaction(retailerId, (unit) =>
    unit.metrics.settledRecords(programId, span, REWARDS_LOOKED_AT),
  )
  const waits: number[] = []
  for (const [recommenderId, records] of Map.groupBy(settled, (record) => record.recommenderId)) {
    const paidAt = await deps.recommenders.transaction(recommenderId, async (unit) =>
      paidAtByRecord(await unit.credits(), await unit.payments(PAYMENTS_LOOKED_AT), {
        paidMicros: (await unit.balances()).paidMicros,
      }),
    )
    waits.push(...records.flatMap((record) => waitOf(record, paidAt)))
  }
  return {
    rewards: waits.length,
    p50Seconds: percentile(waits, MEDIAN_PERCENT),
    p95Seconds: percentile(waits, SLOW_PERCENT),
  }
}

function waitOf(record: SettledRecord, paidAt: ReadonlyMap<string, Instant>): readonly number[] {
  const at = paidAt.get(recordKey(record))
  return at === undefined ? [] : [Math.max(0, Math.floor((at - record.paidAt) / SECOND_MS))]
}

/** When each credit was paid in full: payments, newest first here, cover credits first in first out. */
export function paidAtByRecord(
  credits: readonly CreditRow[],
  payments: readonly PayeeEntry[],
  { paidMicros }: { readonly paidMicros: bigint },
): ReadonlyMap<string, Instant> {
  const paidAt = new Map<string, Instant>()
  const covered = credits.filter((credit) => credit.cumulativeMicros <= paidMicros)
  let paidBefore = paidMicros
  for (const payment of payments) {
    const paidUpTo = paidBefore
    paidBefore -= payment.micros
    for (const credit of covered) {
      if (credit.cumulativeMicros > paidBefore && credit.cumulativeMicros <= paidUpTo) {
        paidAt.set(recordKey(credit), payment.at)
      }
    }
  }
  return paidAt
}
