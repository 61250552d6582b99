// What was paid out: for a shop each settled part of a reward and what payments cover of it, for a person each payment.

import { recordKey } from '../people/cover-credits.ts'
import { isErased } from '../people/erased-id.ts'
import {
  ROWS_PER_PAGE,
  TO_MAX,
  type ExportPages,
  type ExportPeriod,
  type ShopExportInput,
} from './export-pages.ts'
import { readCovered } from './read-covered.ts'

import type { RecordKey } from '#ports/export-rows.ts'
import type { Hex } from 'viem'

import type { AppDeps } from '../deps.ts'

/** Rows by the shop's columns `payouts`; `from` and `to` are of when it was settled, by the block. Of somebody erased the settlement is no longer known. */
export async function* exportPayouts(
  deps: Pick<AppDeps, 'retailers' | 'recommenders'>,
  { retailerId, from = 0, to = TO_MAX }: ShopExportInput,
): ExportPages {
  const isAll = from === 0 && to === TO_MAX
  let after: RecordKey | undefined
  for (;;) {
    const page = { after, limit: ROWS_PER_PAGE }
    const records = await deps.retailers.transaction(retailerId, (unit) => unit.exports.settled(page))
    const covered = await readCovered(
      deps,
      records.map((record) => ({ ...record, tag: record.tag as Hex })),
    )
    const rows = records.flatMap((record) => {
      const { recommenderId } = record
      const found = covered.get(`${recommenderId}:${recordKey(record)}`)
      const settledAt = found?.settledAt ?? null
      if (settledAt === null ? !isAll : settledAt < from || settledAt >= to) return []
      return {
        rewardId: record.rewardId,
        orderId: record.orderId,
        externalId: record.externalId,
        programId: record.programId,
        recommenderId,
        handle: record.handle,
        pool: record.pool,
        seq: record.seq,
        settledAt,
        amount: record.restMicros,
        paid: isErased(recommenderId) ? record.restMicros : (found?.paidMicros ?? 0n),
        chainTransaction: found?.chainTransaction ?? null,
      }
    })
    if (rows.length > 0) yield rows
    if (records.length < ROWS_PER_PAGE) return
    after = records.at(-1)
  }
}

/** Rows by the person's columns `payouts`; `from` and `to` are of the payment, by its block. */
export async function* exportOwnPayouts(
  { recommenders }: Pick<AppDeps, 'recommenders'>,
  { recommenderId, from = 0, to = TO_MAX }: ExportPeriod & { readonly recommenderId: string },
): ExportPages {
  let after: { readonly at: number; readonly entryId: string } | undefined
  for (;;) {
    const page = { after, from, to, limit: ROWS_PER_PAGE }
    const payments = await recommenders.transaction(recommenderId, (unit) => unit.paymentsAfter(page))
    if (payments.length > 0)
      yield payments.map(({ at, kind, micros: amount, chainTransaction }) => ({
        at,
        kind,
        amount,
        chainTransaction,
      }))
    if (payments.length < ROWS_PER_PAGE) return
    after = payments.at(-1)
  }
}
