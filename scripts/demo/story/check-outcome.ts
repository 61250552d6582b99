// Holds what happened against what the story says must happen: the API's figures, the chain's, and the auditor's.

import type { AuditReport } from '#audit/report.ts'
import { readAmount } from './api-answers.ts'
import { BROKEN_SIGNATURES } from './broken-signatures.ts'
import { sumOverPeople, sumOverPools, type ExpectedOutcome } from './expected-outcome.ts'
import type { Market } from './market.ts'
import type { ApiOutcome, ChainOutcome } from './read-outcome.ts'
import { shops } from './shops.ts'

/** HTTP statuses from here on are the server's own fault. */
const SERVER_ERROR_MIN = 500

export type Outcome = {
  readonly market: Market
  readonly expected: ExpectedOutcome
  readonly api: ApiOutcome
  readonly chain: ChainOutcome
  readonly audit: AuditReport
}

/** Every difference, one sentence each; none when the story came true. `statuses` counts the HTTP answers. */
export function checkOutcome(
  outcome: Outcome,
  statuses: Readonly<Record<string, number>>,
): readonly string[] {
  const faults: string[] = []
  const equal = (what: string, found: bigint | number, expected: bigint | number): void => {
    if (BigInt(found) !== BigInt(expected)) faults.push(`${what} is ${found} and should be ${expected}.`)
  }
  checkOrders(outcome, equal)
  checkPools(outcome, equal)
  checkPeople(outcome, equal)
  equal('The number of answers with status 401', statuses['401'] ?? 0, BROKEN_SIGNATURES)
  const failures = Object.entries(statuses).filter(([status]) => Number(status) >= SERVER_ERROR_MIN)
  equal(
    'The number of server errors',
    failures.reduce((sum, [, count]) => sum + count, 0),
    0,
  )
  const { audit, expected } = outcome
  if (!audit.ok) faults.push(`The audit found ${audit.discrepanciesFound} discrepancies.`)
  equal(
    'What the audit proves to be paid',
    sumOverShops(outcome, 'paid'),
    sumOverPeople(expected, ({ paid }) => paid),
  )
  equal(
    'What the audit proves to be owed',
    sumOverShops(outcome, 'owed'),
    sumOverPeople(expected, ({ owed }) => owed),
  )
  equal(
    'Paid and owed together',
    sumOverShops(outcome, 'paid') + sumOverShops(outcome, 'owed'),
    sumOverPools(expected, ({ released }) => released),
  )
  return faults
}

/** What the audit proves of the two shops' pools; other pools are on the same ledger. */
function sumOverShops({ api, audit }: Outcome, part: 'paid' | 'owed'): bigint {
  const numbers = shops.map(({ key }) => api.shops[key].pool.pool)
  const pools = audit.pools.filter(({ id }) => numbers.includes(id))
  return pools.reduce((sum, pool) => sum + BigInt(pool[part]), 0n)
}

type Equal = (what: string, found: bigint | number, expected: bigint | number) => void

function checkOrders({ market, expected, api }: Outcome, equal: Equal): void {
  const orders = [...market.orders, ...market.laterOrders]
  for (const { key, name } of shops) {
    const { orders: found } = api.shops[key]
    equal(`The number of ${name}'s orders`, found.length, orders.filter(({ shop }) => shop === key).length)
  }
  const counted = countRewards(api)
  equal('The number of rewards granted', counted.granted, expected.granted)
  equal('The number of orders without reward', counted.rejected, expected.rejected)
  equal('The number of rewards amended', counted.amended, expected.amended)
}

/** Rewards by what became of them, as the API tells it. */
export function countRewards(api: ApiOutcome): { granted: number; rejected: number; amended: number } {
  const rewards = shops.flatMap(({ key }) => api.shops[key].rewards)
  const orders = shops.flatMap(({ key }) => api.shops[key].orders)
  const granted = rewards.filter(
    (reward) => reward.batches.length > 0 || readAmount(reward.target) > 0n,
  ).length
  const amended = rewards.filter(({ batches }) =>
    batches.some((batch) => readAmount(batch.amended) > 0n),
  ).length
  return { granted, rejected: orders.length - granted, amended }
}

function checkPools({ expected, api, audit }: Outcome, equal: Equal): void {
  for (const { key, name } of shops) {
    const { pool } = api.shops[key]
    const wanted = expected.pools[key]
    const proved = audit.pools.find(({ id }) => id === pool.pool)
    const parts = ['available', 'reserved', 'owed', 'paid', 'withdrawn'] as const
    equal(`What the API says ${name} deposited`, readAmount(pool.deposited), wanted.deposited)
    equal(`What the API says ${name} has available`, readAmount(pool.available), wanted.available)
    equal(`What the API says ${name} has reserved`, readAmount(pool.reserved), 0n)
    equal(`What the API says ${name} released`, readAmount(pool.released), wanted.released)
    equal(`What the API says ${name} withdrew`, readAmount(pool.withdrawn), 0n)
    equal(`What the chain says ${name} deposited`, BigInt(proved?.deposited ?? -1), wanted.deposited)
    equal(`What the chain says ${name} has available`, BigInt(proved?.available ?? -1), wanted.available)
    equal(
      `What the chain says ${name} owes and paid`,
      BigInt(proved?.owed ?? -1) + BigInt(proved?.paid ?? 0),
      wanted.released,
    )
    const sum = parts.reduce((total, part) => total + BigInt(proved?.[part] ?? 0), 0n)
    equal(`The sum of the parts of ${name}'s pool`, sum, BigInt(proved?.deposited ?? -1))
  }
}

function checkPeople({ market, expected, api, chain }: Outcome, equal: Equal): void {
  let clicks = 0
  for (const { index, handle } of market.people) {
    const wanted = expected.people[index]
    const found = api.people[index]
    if (!wanted || !found) {
      equal(`The number of answers for ${handle}`, 0, 1)
      continue
    }
    equal(`What the API says ${handle} was paid`, readAmount(found.paid), wanted.paid)
    equal(`What the API says ${handle} is owed`, readAmount(found.owed), wanted.owed)
    equal(`What the API says ${handle} is promised`, readAmount(found.promised), 0n)
    equal(`What the API says ${handle} has to make up for`, readAmount(found.debt), wanted.debt)
    equal(`The test dollars at ${handle}'s address`, chain.balances[index] ?? -1n, wanted.paid)
    clicks += found.links.reduce((sum, link) => sum + link.clicks, 0)
  }
  equal('The number of clicks counted', clicks, expected.clicksCounted)
}
