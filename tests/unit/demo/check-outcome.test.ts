// The demo checks itself: an outcome that is right passes, and each single lie in it is named.

import { describe, expect, test } from 'vitest'
import type { AuditReport } from '#audit/report.ts'
import type { PersonJson, RewardJson } from '../../../scripts/demo/story/api-answers.ts'
import { checkOutcome, type Outcome } from '../../../scripts/demo/story/check-outcome.ts'
import { expectOutcome } from '../../../scripts/demo/story/expected-outcome.ts'
import { generateMarket } from '../../../scripts/demo/story/market.ts'
import { storyFigures } from '../../../scripts/demo/story/story-figures.ts'
import { followOneReward, tellUsers, units } from '../../../scripts/demo/story/tell-story.ts'
import type { ShopKey } from '../../../scripts/demo/story/shops.ts'

const market = generateMarket(1)
const expected = expectOutcome(market)
const ZERO = '0.00'
const STATUSES = { 200: 1000, 302: 2000, 401: 5 }

/** What an honest relayer, chain and auditor would say. */
function honestOutcome(): Outcome {
  const people = expected.people.map(({ paid, owed, debt }, i): PersonJson => ({
    handle: market.people[i]!.handle,
    promised: ZERO,
    owed: units(owed),
    paid: units(paid),
    debt: units(debt),
    links: [{ code: 'x', clicks: i === 0 ? expected.clicksCounted : 0, sales: 0 }],
    payments: [],
  }))
  const totals = {
    owed: `${expected.people.reduce((sum, { owed }) => sum + owed, 0n)}`,
    paid: `${expected.people.reduce((sum, { paid }) => sum + paid, 0n)}`,
  }
  const audit = {
    ok: true,
    chainId: 31_337,
    ledger: '0x01',
    token: '0x02',
    block: { number: 9, hash: '0x03', time: 0 },
    totals,
    pools: [poolReport(1, 'birch'), poolReport(2, 'northwind')],
    counted: { batches: { committed: 4, amended: 2, settled: 4, vetoed: 0 } },
    checks: { first: 2, second: 3 },
    discrepanciesFound: 0,
    discrepancies: [],
  } as unknown as AuditReport
  return {
    market,
    expected,
    audit,
    api: { people, shops: { birch: shopOutcome(1, 'birch'), northwind: shopOutcome(2, 'northwind') } },
    chain: {
      balances: expected.people.map(({ paid }) => paid),
      gasUsed: 2_520_000n,
      settledIn: new Map([['1:1', '0xfeed']]),
    },
  }
}

function poolReport(id: number, shop: ShopKey) {
  const { deposited, available, released } = expected.pools[shop]
  const owed = shop === 'northwind' ? 93_000n : 0n
  return {
    id,
    deposited: `${deposited}`,
    available: `${available}`,
    reserved: '0',
    owed: `${owed}`,
    paid: `${released - owed}`,
    withdrawn: '0',
  }
}

function shopOutcome(pool: number, shop: ShopKey): Outcome['api']['shops'][ShopKey] {
  const { deposited, available, released } = expected.pools[shop]
  const orders = [...market.orders, ...market.laterOrders].filter((order) => order.shop === shop)
  const rewards = expected.rewards
    .filter((reward) => reward.shop === shop && reward.committed > 0n)
    .map(({ order, committed, matured }): RewardJson => ({
      rewardId: `reward of ${order.number}`,
      orderId: order.number,
      handle: 'x',
      target: units(matured),
      paid: units(matured),
      state: 'paid',
      batches: [
        {
          pool,
          seq: 1,
          amount: units(committed),
          amended: units(committed - matured),
          chainTransaction: '0xbeef',
        },
      ],
    }))
  const later = market.laterOrders
    .filter((order) => order.shop === shop)
    .map(({ number }): RewardJson => ({
      rewardId: number,
      orderId: number,
      handle: 'x',
      target: '1.00',
      paid: ZERO,
      state: 'paid',
      batches: [],
    }))
  return {
    pool: {
      state: 'open',
      pool,
      deposited: units(deposited),
      available: units(available),
      reserved: ZERO,
      released: units(released),
      withdrawn: ZERO,
    },
    orders: orders.map(({ number }) => ({
      orderId: number,
      externalId: number,
      outcome: 'credited',
      rewardId: `reward of ${number}`,
      target: ZERO,
    })),
    rewards: [...rewards, ...later],
  }
}

test('an outcome that is right has no faults', () => {
  expect(checkOutcome(honestOutcome(), STATUSES)).toEqual([])
})

describe('a lie is named:', () => {
  type Loose = { [key: string]: Loose } & Record<string, unknown>
  const lies: readonly [string, string, (outcome: Loose) => void][] = [
    ['a micro too little at an address', "ada's address", lieAt('chain.balances.0', 1n)],
    ['the API says paid', 'was paid', lieAt('api.people.3.paid', '0.01')],
    ['the API says owed', 'is owed', lieAt('api.people.38.owed', '0.00')],
    ['the API says debt', 'make up for', lieAt('api.people.3.debt', '9.00')],
    ['the API says promised', 'is promised', lieAt('api.people.3.promised', '0.50')],
    ['a click too many', 'clicks counted', lieAt('api.people.1.links.0.clicks', 1)],
    ['a pool with less', 'has available', lieAt('api.shops.birch.pool.available', '1.00')],
    ['a pool still holding', 'has reserved', lieAt('api.shops.birch.pool.reserved', '1.00')],
    ['a pool that released more', 'released', lieAt('api.shops.birch.pool.released', '1.00')],
    ['a pool that was drained', 'withdrew', lieAt('api.shops.birch.pool.withdrawn', '1.00')],
    ['the chain disagrees on what is left', 'the chain says', lieAt('audit.pools.0.available', '1')],
    ['a pool that does not add up', 'sum of the parts', lieAt('audit.pools.1.withdrawn', '1')],
    ['the auditor found something', 'discrepancies', lieAt('audit.ok', false)],
    ['the auditor counts other payments', 'proves to be paid', lieAt('audit.pools.0.paid', '1')],
    ['the auditor counts other debts to people', 'proves to be owed', lieAt('audit.pools.1.owed', '1')],
    ['an order lost', "number of Northwind Coffee's orders", lieAt('api.shops.northwind.orders', [])],
    ['a reward lost', 'rewards granted', lieAt('api.shops.northwind.rewards', [])],
    ['an amendment forgotten', 'rewards amended', (outcome) => forgetAmendments(outcome)],
  ]

  test.each(lies)('%s', (_name, words, lie) => {
    const outcome = structuredClone(honestOutcome())
    lie(outcome as unknown as Loose)
    expect(checkOutcome(outcome, STATUSES).join(' ')).toContain(
      words.replace('ada', market.people[0]!.handle),
    )
  })

  function lieAt(path: string, value: unknown): (outcome: Loose) => void {
    return (outcome) => {
      const steps = path.split('.')
      const last = steps.pop()!
      let place = outcome
      for (const step of steps) place = place[step]!
      ;(place as Record<string, unknown>)[last] = value
    }
  }

  function forgetAmendments(outcome: Loose): void {
    const rewards = outcome['api']!['shops']!['birch']!['rewards'] as unknown as {
      batches: { amended: string }[]
    }[]
    for (const { batches } of rewards) for (const batch of batches) batch.amended = ZERO
  }

  test('another number of refused signatures, and any server error', () => {
    expect(checkOutcome(honestOutcome(), { ...STATUSES, 401: 4 }).join(' ')).toContain('status 401')
    expect(checkOutcome(honestOutcome(), { ...STATUSES, 503: 1 }).join(' ')).toContain('server errors')
  })
})

test('the figures have the keys that are promised, and add up', () => {
  const figures = storyFigures(honestOutcome(), STATUSES, { rewards: 0, paid: [] })
  expect(Object.keys(figures)).toEqual([
    ...['clicks', 'orders', 'refunds', 'rewards', 'batches', 'pools', 'paid', 'owed'],
    ...['http', 'chain', 'gas', 'audit'],
  ])
  expect(figures).toMatchObject({
    clicks: 2000,
    orders: 300,
    refunds: 50,
    rewards: { granted: 252, rejected: 48, amended: 22 },
    batches: { committed: 4, amended: 2, settled: 4 },
    paid: { recommenders: 39, micros: '419757100', smallestMicros: '126000' },
    owed: { micros: '93000' },
    gas: { perSale: 10_000 },
  })
  for (const { deposited, available, reserved, owed, paid, withdrawn } of figures.pools) {
    const parts = [available, reserved, owed, paid, withdrawn].map(BigInt)
    expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(BigInt(deposited))
  }
})

test('one reward is followed from its link to the chain transaction that paid it', () => {
  const lines = followOneReward(honestOutcome(), () => 'http://localhost/r/abc')
  expect(lines.map(({ label }) => label)).toEqual(['link', 'order', 'promised', 'refund', 'paid'])
  expect(lines[0]!.sentence).toContain('http://localhost/r/abc')
  expect(lines[2]!.sentence).toContain('0xbeef')
  expect(lines[4]!.sentence).toContain('0xfeed')
})

test('each of the three users has a line', () => {
  const lines = tellUsers(honestOutcome())
  expect(lines.map(({ label }) => label)).toEqual(['Retailer', 'Person', 'Auditor'])
  expect(lines[2]!.sentence).toBe('5 checks from the chain alone at block 9: 0 discrepancies')
})
