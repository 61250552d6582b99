// What people's payments cover of given settled records: payments consume credits first in first out.

import { micros, ZERO_MICROS, type Micros } from '#domain/money.ts'

import { recordKey } from '../people/cover-credits.ts'
import { isErased } from '../people/erased-id.ts'

import type { RecommenderId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { Hex } from 'viem'

import type { AppDeps } from '../deps.ts'

export type CoveredRecord = {
  readonly paidMicros: Micros
  readonly settledAt: Instant
  /** That settled it. */
  readonly chainTransaction: Hex
}

type SettledOf = {
  readonly recommenderId: RecommenderId
  readonly pool: number
  readonly seq: number
  readonly tag: Hex
}

/** By `<recommender>:<record>`; a database transaction for each person, of whom nothing else is read. */
export async function readCovered(
  { recommenders }: Pick<AppDeps, 'recommenders'>,
  records: readonly SettledOf[],
): Promise<ReadonlyMap<string, CoveredRecord>> {
  const covered = new Map<string, CoveredRecord>()
  const known = records.filter(({ recommenderId }) => !isErased(recommenderId))
  for (const [recommenderId, own] of Map.groupBy(known, (record) => record.recommenderId)) {
    const { credits, paidMicros } = await recommenders.transaction(recommenderId, async (unit) => ({
      credits: await unit.creditsOf(own),
      paidMicros: (await unit.balances()).paidMicros,
    }))
    for (const credit of credits) {
      const before = credit.cumulativeMicros - credit.micros
      const over = paidMicros > before ? paidMicros - before : ZERO_MICROS
      covered.set(`${recommenderId}:${recordKey(credit)}`, {
        paidMicros: micros(over < credit.micros ? over : credit.micros),
        settledAt: credit.at,
        chainTransaction: credit.chainTransaction,
      })
    }
  }
  return covered
}
