// The story's figures as `--json` prints them. Micros are decimal strings without a point.

import type { AuditReport } from '#audit/report.ts'
import { countRewards, type Outcome } from './check-outcome.ts'
import { readAmount } from './api-answers.ts'

export type StoryFigures = {
  readonly clicks: number
  readonly orders: number
  readonly refunds: number
  /** `granted` and `rejected` are all orders; `amended` counts rewards that were lowered inside the hold. */
  readonly rewards: { readonly granted: number; readonly rejected: number; readonly amended: number }
  readonly batches: { readonly committed: number; readonly amended: number; readonly settled: number }
  /** As the audit rebuilt them; deposited is the sum of the five others. */
  readonly pools: readonly Pick<
    AuditReport['pools'][number],
    'id' | 'deposited' | 'available' | 'reserved' | 'owed' | 'paid' | 'withdrawn'
  >[]
  /** `smallestMicros` is the least that anybody was paid in all. */
  readonly paid: { readonly recommenders: number; readonly micros: string; readonly smallestMicros: string }
  readonly owed: { readonly micros: string }
  readonly http: Readonly<Record<string, number>>
  readonly chain: { readonly chainId: number; readonly ledger: string; readonly token: string }
  /** Gas of reserving, amending, settling and paying for each rewarded sale. */
  readonly gas: { readonly perSale: number }
  readonly audit: {
    readonly ok: boolean
    readonly discrepancies: AuditReport['discrepancies']
    readonly checks: Readonly<Record<string, number>>
    readonly block: { readonly number: number; readonly hash: string }
  }
}

/** What a shop beside the market adds to what the whole chain paid and cost. */
export type Beside = {
  readonly rewards: number
  /** What each person was paid, in micros. */
  readonly paid: readonly bigint[]
}

/**
 * Puts the figures together; each comes from what was observed, none from what was expected. Clicks, orders, refunds and
 * rewards are the market's; batches, pools, payments and gas are the whole chain's.
 */
export function storyFigures(
  outcome: Outcome,
  statuses: Readonly<Record<string, number>>,
  beside: Beside,
): StoryFigures {
  const { market, api, chain, audit } = outcome
  const rewards = countRewards(api)
  const paid = [...api.people.map((person) => readAmount(person.paid)), ...beside.paid].filter(
    (amount) => amount > 0n,
  )
  const sales = rewards.granted + beside.rewards
  const smallest = paid.reduce((least, amount) => (amount < least ? amount : least), paid[0] ?? 0n)
  return {
    clicks: market.visits.length + market.laterVisits.length,
    orders: api.shops.birch.orders.length + api.shops.northwind.orders.length,
    refunds: market.refunds.length,
    rewards,
    batches: {
      committed: audit.counted.batches.committed,
      amended: audit.counted.batches.amended,
      settled: audit.counted.batches.settled,
    },
    pools: audit.pools.map(({ id, deposited, available, reserved, owed, paid: paidOut, withdrawn }) => ({
      id,
      deposited,
      available,
      reserved,
      owed,
      paid: paidOut,
      withdrawn,
    })),
    paid: { recommenders: paid.length, micros: audit.totals.paid, smallestMicros: `${smallest}` },
    owed: { micros: audit.totals.owed },
    http: statuses,
    chain: { chainId: audit.chainId, ledger: audit.ledger, token: audit.token },
    gas: { perSale: sales === 0 ? 0 : Math.round(Number(chain.gasUsed) / sales) },
    audit: {
      ok: audit.ok,
      discrepancies: audit.discrepancies,
      checks: audit.checks,
      block: { number: audit.block.number, hash: audit.block.hash },
    },
  }
}
