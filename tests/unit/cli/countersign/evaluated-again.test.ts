// The countersigner evaluates again what the relayer says: whatever an honest one proposes is signed, and one lie in it is
// found, whatever the rules, the orders and the refunds are. A failure prints the seed.

import type { ProposedOrder } from '#domain/countersign/proposed-order.ts'
import type { BatchProposal } from '#domain/countersign/proposal.ts'
import { micros } from '#domain/money.ts'
import { ATTRIBUTION_MODELS, type Policy } from '#domain/policy.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

import { tenPercent } from '../../domain/facts.ts'
import { CAMPAIGN, openMarket, PAYEES, type Sale } from './support/honest-relayer.ts'
import { bend, reasonsOf } from './support/own-signer.ts'

const sale: fc.Arbitrary<Sale> = fc.record({
  cents: fc.integer({ min: 1, max: 40_000 }),
  afterHours: fc.integer({ min: 0, max: 400 }),
  // Up to forty days before, of which thirty count.
  met: fc.array(
    fc.record({ who: fc.integer({ min: 0, max: 3 }), hoursBefore: fc.integer({ min: 0, max: 960 }) }),
    { minLength: 1, maxLength: 4 },
  ),
  buyer: fc.integer({ min: 0, max: 2 }),
  refundPercent: fc.constantFrom(0, 0, 30, 100),
})
const sales = fc.array(sale, { minLength: 1, maxLength: 6 })

const maybe = <Value>(value: Value) => fc.constantFrom(undefined, value)
const cap = fc.constantFrom(undefined, '3.00', '12.50')

const rules: fc.Arbitrary<Policy> = fc
  .record({
    model: fc.constantFrom(...ATTRIBUTION_MODELS),
    rules: fc.subarray([
      { name: 'Mega', when: { tiers: ['mega'] }, reward: { kind: 'percent', bps: 2_000 } },
      { name: 'Push', when: { campaigns: [CAMPAIGN.campaignId] }, reward: { kind: 'percent', bps: 3_000 } },
      { name: 'First', when: { firstOrder: true }, reward: { kind: 'percent', bps: 1_500 } },
      { name: 'New', when: { customer: 'new' }, reward: { kind: 'flat', amount: '2.00' } },
    ] as const),
    upline: maybe({ bps: 2_500, activeDays: 30 }),
    eligibility: fc.constantFrom(undefined, { firstOrderOnly: true }, { minimumOrder: '20.00' }),
    ...{ perDay: cap, perMonth: cap, perRecommenderDay: cap, perRecommenderMonth: cap },
    ...{ perCustomerDay: cap, perCustomerMonth: cap },
  })
  .map(({ model, rules: list, upline, eligibility, ...caps }) => {
    const given = Object.entries(caps).filter(([, amount]) => amount !== undefined)
    return {
      ...tenPercent,
      attribution: { model, windowDays: 30 },
      perOrderCap: '50.00',
      rules: list,
      ...(upline && { upline }),
      ...(eligibility && { eligibility }),
      ...(given.length > 0 && { caps: Object.fromEntries(given) }),
    } as Policy
  })

test('whatever an honest relayer proposes is signed', async () => {
  await fc.assert(
    fc.asyncProperty(rules, sales, async (policy, list) => {
      const market = openMarket(policy, list)
      if (market) expect(reasonsOf(await market.judge(market.proposal))).toEqual(['sign'])
    }),
    { numRuns: 300 },
  )
})

/** Changes one order wherever it stands. */
const bendOrder = (proposal: BatchProposal, change: (source: ProposedOrder) => object): BatchProposal => {
  const [{ source: first } = {}] = proposal.rewards
  const { externalId } = first as ProposedOrder
  return bend(proposal, (reward) => {
    const source = reward.source as ProposedOrder
    return source.externalId === externalId
      ? { ...reward, source: { ...source, ...change(source) } as ProposedOrder }
      : reward
  })
}

test.each<readonly [string, (proposal: BatchProposal) => BatchProposal]>([
  [
    'a weight',
    (proposal) =>
      bendOrder(proposal, ({ credits: [one, ...others] }) => ({
        credits: [{ ...one!, weight: one!.weight + 1 }, ...others],
      })),
  ],
  [
    'a tier of the rules',
    (proposal) =>
      bendOrder(proposal, ({ ruleContext }) => ({
        ruleContext: { ...ruleContext, tier: ruleContext.tier === 'mega' ? 'macro' : 'mega' },
      })),
  ],
  ['a tier of the evidence', (proposal) => bend(proposal, (one) => ({ ...one, tier: (one.tier % 3) + 1 }))],
  [
    'a campaign',
    (proposal) =>
      bendOrder(proposal, ({ ruleContext }) => ({
        ruleContext: {
          ...ruleContext,
          campaignIds: ruleContext.campaignIds.length > 0 ? [] : [CAMPAIGN.campaignId],
        },
      })),
  ],
  [
    'a payee',
    (proposal) => bend(proposal, (one) => ({ ...one, payee: PAYEES[(PAYEES.indexOf(one.payee) + 1) % 4]! })),
  ],
  [
    'an amount',
    (proposal) =>
      bend(proposal, (one) => ({
        ...one,
        earned: micros(one.earned + 1n),
        amount: micros(one.amount + 1n),
      })),
  ],
  ['an order', (proposal) => bendOrder(proposal, () => ({ externalId: 'order-99' }))],
  [
    'the instant of payment',
    (proposal) => bendOrder(proposal, ({ paidAt }) => ({ paidAt: paidAt + 3_700_000 })),
  ],
  [
    'the age of a touch',
    (proposal) =>
      bendOrder(proposal, ({ touches: [one, ...others] }) => ({
        touches: [{ ...one!, touchedAt: one!.touchedAt - 1_000 }, ...others],
      })),
  ],
  [
    'a touch that was left out',
    (proposal) =>
      bendOrder(proposal, ({ touches, credits }) => ({
        touches: touches.filter(({ recommenderId }) => recommenderId !== credits[0]!.recommenderId),
      })),
  ],
  [
    'somebody who is left out',
    (proposal) =>
      bendOrder(proposal, ({ credits }) => ({
        barred: [{ recommenderId: credits[0]!.recommenderId, rule: 'F01' }],
      })),
  ],
])('one lie is found: %s', async (_name, lie) => {
  await fc.assert(
    fc.asyncProperty(rules, sales, async (policy, list) => {
      const market = openMarket(policy, list)
      if (market) expect(reasonsOf(await market.judge(lie(market.proposal)))).not.toContain('sign')
    }),
    { numRuns: 40 },
  )
})

test('a buyer who is called new or first again earns nobody more', async () => {
  await fc.assert(
    fc.asyncProperty(rules, sales, async ({ caps: _, eligibility, ...rest }, all) => {
      // An order of which nothing was ever signed is not known to the key.
      const list = all.map((one) => ({ ...one, refundPercent: 0 }))
      const policy = eligibility?.firstOrderOnly === true ? { ...rest, eligibility } : rest
      const lie = (source: ProposedOrder): ProposedOrder => ({
        ...source,
        ruleContext: { ...source.ruleContext, isFirstOrder: true, isNewCustomer: true },
      })
      const lying = openMarket(policy, list, { lie })
      const honest = openMarket(policy, list)
      if (!lying || !honest) return
      const isMore = lying.proposal.rewards.some(({ rewardId, earned }) => {
        const right = honest.proposal.rewards.find((one) => one.rewardId === rewardId)
        return right === undefined || earned > right.earned
      })
      const outcome = reasonsOf(await lying.judge(lying.proposal))
      expect(outcome).toEqual(isMore ? expect.arrayContaining(['customer-known']) : ['sign'])
    }),
    { numRuns: 100 },
  )
})

test('a relayer that forgets the caps gets no more signed than they give', async () => {
  await fc.assert(
    fc.asyncProperty(rules, sales, async (policy, list) => {
      const lying = openMarket(policy, list, { keepsCaps: false })
      if (!lying) return
      if (!reasonsOf(await lying.judge(lying.proposal)).includes('sign')) return
      const spent = new Map<string, bigint>()
      for (const { source, payee, earned } of lying.proposal.rewards) {
        const { paidAt, buyer } = source as ProposedOrder
        const [day, month] = [10, 7].map((length) => new Date(paidAt).toISOString().slice(0, length))
        const scopes = {
          ...{ perDay: day, perMonth: month },
          ...{ perRecommenderDay: `${day} ${payee}`, perRecommenderMonth: `${month} ${payee}` },
          ...{ perCustomerDay: `${day} ${buyer[0]}`, perCustomerMonth: `${month} ${buyer[0]}` },
        }
        for (const [name, scope] of Object.entries(scopes)) {
          const key = `${name} ${scope}`
          spent.set(key, (spent.get(key) ?? 0n) + earned)
        }
      }
      for (const [key, sum] of spent) {
        const amount = Object.entries(policy.caps ?? {}).find(([name]) => name === key.split(' ')[0])?.[1]
        if (amount !== undefined) expect(sum).toBeLessThanOrEqual(BigInt(Math.round(Number(amount) * 1e6)))
      }
    }),
    { numRuns: 200 },
  )
})
