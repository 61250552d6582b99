// The caps of the rules by day and month, counted by what the key itself has signed; and what stays with a link for good.

import type { ProposedOrder } from '#domain/countersign/proposed-order.ts'
import type { BatchProposal } from '#domain/countersign/proposal.ts'
import { policyHash, type Policy } from '#domain/policy.ts'
import { describe, expect, test } from 'vitest'

import { tenPercent } from '../../domain/facts.ts'
import { CAMPAIGN, openMarket, type Market, type Sale } from './support/honest-relayer.ts'
import { bend, forge, reasonsOf } from './support/own-signer.ts'

/** 15.00 on the link of one person, of which a tenth is 1.50; the first is paid at noon of the first of March. */
const sale = (afterHours: number, change: Partial<Sale> = {}): Sale => ({
  ...{ cents: 1_500, afterHours, buyer: 0, refundPercent: 0 },
  ...{ met: [{ who: 0, hoursBefore: 1 }], ...change },
})

/** Hours from then to the last of the day, to the next day, and the same for the month. */
const [SAME_DAY, NEXT_DAY, SAME_MONTH, NEXT_MONTH] = [11, 12, 731, 732]

/** A relayer that forgets the caps proposes two orders of 1.50 each. */
async function judged(caps: NonNullable<Policy['caps']>, ...sales: readonly Sale[]) {
  const market = openMarket({ ...tenPercent, caps }, sales, { keepsCaps: false })!
  return reasonsOf(await market.judge(market.proposal))
}

describe('what was granted before counts towards', () => {
  test.each([
    ['perDay', SAME_DAY, NEXT_DAY, { met: [{ who: 2, hoursBefore: 1 }], buyer: 1 }],
    ['perMonth', SAME_MONTH, NEXT_MONTH, { met: [{ who: 2, hoursBefore: 1 }], buyer: 1 }],
    ['perRecommenderDay', SAME_DAY, NEXT_DAY, { buyer: 1 }],
    ['perRecommenderMonth', SAME_MONTH, NEXT_MONTH, { buyer: 1 }],
    ['perCustomerDay', SAME_DAY, NEXT_DAY, { met: [{ who: 2, hoursBefore: 1 }] }],
    ['perCustomerMonth', SAME_MONTH, NEXT_MONTH, { met: [{ who: 2, hoursBefore: 1 }] }],
  ] as const)(
    '%s: inside, at the edge, outside, and not in the next',
    async (name, inside, outside, other) => {
      const two = (afterHours: number) => [sale(0), sale(afterHours, other)]
      expect(await judged({ [name]: '3.01' }, ...two(inside))).toEqual(['sign'])
      expect(await judged({ [name]: '3.00' }, ...two(inside))).toEqual(['sign'])
      expect(await judged({ [name]: '2.99' }, ...two(inside))).toEqual(['cap-reached'])
      expect(await judged({ [name]: '2.99' }, ...two(outside))).toEqual(['sign'])
    },
  )

  test('the caps of one person or one buyer alone', async () => {
    const others = [sale(0), sale(1, { met: [{ who: 2, hoursBefore: 1 }], buyer: 1 })]
    expect(await judged({ perRecommenderDay: '1.50' }, ...others)).toEqual(['sign'])
    expect(await judged({ perCustomerDay: '1.50' }, ...others)).toEqual(['sign'])
  })

  test('the caps, though most of it was given back since', async () => {
    const refunded = [sale(0, { refundPercent: 90 }), sale(1)]
    expect(await judged({ perDay: '2.99' }, ...refunded)).toEqual(['cap-reached'])
    expect(await judged({ perDay: '3.00' }, ...refunded)).toEqual(['sign'])
  })

  test('a later batch as well', async () => {
    const policy = { ...tenPercent, caps: { perDay: '2.99' } }
    const market = openMarket(policy, [sale(0), sale(1)], { keepsCaps: false })!
    const [first, second] = market.proposal.rewards
    await keep(market, forge(market.proposal, { rewards: [first!] }))
    const later = forge(market.proposal, { seq: 2, rewards: [second!] })
    expect(reasonsOf(await market.judge(later))).toEqual(['cap-reached'])
  })
})

/** Writes down what was signed, as the command does. */
async function keep({ judge, book }: Market, proposal: BatchProposal): Promise<void> {
  const judgement = await judge(proposal)
  if (judgement.kind !== 'sign') throw new Error(JSON.stringify(judgement))
  book.add({ kind: 'policy', programId: proposal.programId, policyHash: proposal.policyHash })
  book.add(judgement.line)
}

describe('once signed, nothing can be another', () => {
  /** Two orders on a link in the campaign; the first is signed, the second is bent. */
  const after = async (change: (proposal: BatchProposal) => BatchProposal) => {
    const market = openMarket(
      tenPercent,
      [0, 1].map((hour) => sale(hour, { met: [{ who: 2, hoursBefore: 1 }] })),
    )!
    const [first, second] = market.proposal.rewards
    await keep(market, forge(market.proposal, { rewards: [first!] }))
    const next = forge(market.proposal, { seq: 2, rewards: [second!] })
    expect(reasonsOf(await market.judge(next))).toEqual(['sign'])
    return reasonsOf(await market.judge(change(next)))
  }
  const paidAtOf = ({ rewards }: BatchProposal) => (rewards[0]!.source as ProposedOrder).paidAt
  const withCampaign = (change: object | undefined) => (proposal: BatchProposal) =>
    bend(proposal, (one) => {
      const source = one.source as ProposedOrder
      const links = source.links.map((link) => ({
        ...link,
        campaigns: change === undefined ? [] : [{ ...CAMPAIGN, ...change }],
      }))
      const ids = change === undefined ? [] : [CAMPAIGN.campaignId]
      return {
        ...one,
        source: { ...source, links, ruleContext: { ...source.ruleContext, campaignIds: ids } },
      }
    })

  test("a link's campaign", async () => {
    expect(await after(withCampaign(undefined))).toEqual(['link-moved'])
  })

  test("a campaign's beginning, and its end unless it comes earlier", async () => {
    const end = CAMPAIGN.endsAt!
    expect(await after(withCampaign({ endsAt: end - 1 }))).toEqual(['sign'])
    expect(await after(withCampaign({ endsAt: end + 1 }))).toEqual(['campaign-differs'])
    expect(await after(withCampaign({ endsAt: null }))).toEqual(['campaign-differs'])
    expect(await after(withCampaign({ startsAt: CAMPAIGN.startsAt - 1 }))).toEqual(['campaign-differs'])
  })

  test("a link's program", async () => {
    expect(await after((proposal) => ({ ...proposal, programId: 'shap2another' }))).toEqual(['link-moved'])
  })

  test('the rules of a day', async () => {
    const other = { versionNo: 2, policyHash: policyHash({ ...tenPercent, perOrderCap: '6.00' }) }
    const later = (apart: number) => (proposal: BatchProposal) => ({
      ...proposal,
      versions: [...proposal.versions, { ...other, effectiveFrom: paidAtOf(proposal) + apart }],
    })
    expect(await after(later(1))).toEqual(['sign'])
    expect(await after(later(0))).toEqual(['rules-not-in-force'])
    expect(
      await after((proposal) => ({
        ...proposal,
        versions: proposal.versions.map((one) => ({ ...one, effectiveFrom: 1 })),
      })),
    ).toEqual(['rules-not-in-force'])
  })

  test('the last day of a program', async () => {
    expect(await after((proposal) => ({ ...proposal, lastOrderAt: paidAtOf(proposal) }))).toEqual(['sign'])
    expect(await after((proposal) => ({ ...proposal, lastOrderAt: paidAtOf(proposal) - 1 }))).toEqual([
      'not-eligible',
    ])
  })
})
