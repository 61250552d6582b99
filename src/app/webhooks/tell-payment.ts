// Tells the shops whose rewards a payment covers. The payment is in the person's book and the rewards in the shops', so
// this is a job of the outbox; it may run again, and tells each reward's part once.

import { invariant } from '#domain/invariant.ts'
import { micros } from '#domain/money.ts'

import { tellShop, type TellDeps, type Telling } from './tell-shop.ts'

import type { CreditRow } from '#ports/recommender-store.ts'
import type { OutboxJobs, RetailerUnit } from '#ports/retailer-store.ts'
import type { Address } from 'viem'

import type { AppDeps } from '../deps.ts'

/** Credits looked up at once; a payment after a long time covers many. */
const CREDITS_AT_ONCE = 200

type TellPaymentDeps = TellDeps & Pick<AppDeps, 'retailers' | 'recommenders' | 'chainEvents'>

/** `reward.paid` for each credit that payments before did not cover and this one covers to the last micro. */
export async function tellPayment(deps: TellPaymentDeps, payment: OutboxJobs['tell-payment']): Promise<void> {
  const upTo = micros(BigInt(payment.toMicros))
  let after = micros(BigInt(payment.fromMicros))
  for (;;) {
    const range = { after, upTo, limit: CREDITS_AT_ONCE }
    const credits = await deps.recommenders.transaction(payment.recommenderId, (unit) =>
      unit.creditsCovered(range),
    )
    for (const [pool, own] of Map.groupBy(credits, (credit) => credit.pool)) {
      await tellPool(deps, payment, { pool, credits: own })
    }
    const last = credits.at(-1)
    if (last === undefined || credits.length < CREDITS_AT_ONCE) return
    invariant(last.cumulativeMicros > after, 'credits come in the order of their sums')
    after = last.cumulativeMicros
  }
}

async function tellPool(
  deps: TellPaymentDeps,
  payment: OutboxJobs['tell-payment'],
  { pool, credits }: { readonly pool: number; readonly credits: readonly CreditRow[] },
): Promise<void> {
  const retailerId = await deps.chainEvents.retailerOfPool(pool)
  if (retailerId === undefined) return
  await deps.retailers.transaction(retailerId, (unit) =>
    tellShop(deps, unit, ['reward.paid'], () => paidRewards(unit, payment, { pool, credits })),
  )
}

async function paidRewards(
  unit: RetailerUnit,
  { payee, at, chainTransaction }: OutboxJobs['tell-payment'],
  { pool, credits }: { readonly pool: number; readonly credits: readonly CreditRow[] },
): Promise<readonly Telling[]> {
  const row = await unit.pools.findByNumber(pool)
  if (!row) return []
  const { programId } = row
  const tellings: Telling[] = []
  for (const { seq, tag, micros: amount } of credits) {
    const record = { programId, seq, tag, payee: payee as Address }
    // A batch that others signed pays nobody's reward of ours.
    const reward = await unit.webhooks.rewardOfRecord(record)
    if (!reward) continue
    tellings.push({
      event: {
        type: 'reward.paid',
        at,
        data: { ...reward, programId, pool, seq, amount, chainTransaction },
      },
      once: `reward.paid:${reward.rewardId}:${seq}`,
    })
  }
  return tellings
}
