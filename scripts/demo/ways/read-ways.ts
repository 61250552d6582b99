// What became of the bookshop: read from the API, held against what was worked out by hand, and told.

import type { AuditReport } from '#audit/report.ts'
import { readAmount, type PageJson, type PersonJson, type PoolJson } from '../story/api-answers.ts'
import { StoryFault } from '../story/http-client.ts'
import type { Beside } from '../story/story-figures.ts'
import { units, type ToldLine } from '../story/tell-story.ts'
import { BOOK_ORDERS, DEAL_MICROS, KEPT_MICROS, PAID_MICROS, REFUNDED_ORDER } from './books-sold.ts'
import { dealTerms } from './juniper.ts'
import { readReviews, type ReviewJson, type Ways } from './play-ways.ts'

type TraceStepJson = { readonly step: string; readonly outcome: string; readonly sentence: string }

type WaysRewardJson = {
  readonly orderId: string
  readonly handle: string
  readonly role: string
  readonly tier: string
  readonly target: string
  readonly paid: string
  readonly batches: readonly { readonly amount: string; readonly amended: string }[]
  readonly trace: readonly TraceStepJson[]
}

type WaysOrderJson = { readonly orderId: string; readonly externalId: string; readonly outcome: string }

/** The bookshop's part of the demo's JSON. Amounts are decimal strings. */
export type WaysFigures = {
  readonly orders: number
  readonly tiers: Readonly<Record<string, { readonly rewards: number; readonly paid: string }>>
  readonly upline: { readonly rewards: number; readonly paid: string }
  readonly deal: { readonly pool: number | null; readonly fee: string; readonly paid: string }
  readonly story: { readonly clicks: number }
  readonly advocate: { readonly invitationsUsed: number; readonly paid: string }
  /** Two cases under review: one that the shop refused, one that it let go. */
  readonly reviews: readonly { readonly rule: string; readonly state: string; readonly sentence: string }[]
  readonly refund: { readonly order: string; readonly amended: string; readonly kept: string }
  readonly trace: readonly TraceStepJson[]
}

export type WaysOutcome = {
  readonly figures: WaysFigures
  readonly faults: readonly string[]
  readonly told: readonly ToldLine[]
  readonly beside: Beside
}

/** Everything that the bookshop and its people see in the end. */
export async function readWays(ways: Ways, audit: AuditReport): Promise<WaysOutcome> {
  const { http, shop, members } = ways
  const bearer = shop.apiKey
  const orders = (await http.api<PageJson<WaysOrderJson>>({ path: '/v1/orders', bearer })).data
  const rewards = (await http.api<PageJson<WaysRewardJson>>({ path: '/v1/rewards', bearer })).data
  const sales = rewards.filter(({ orderId }) => orders.some((order) => order.orderId === orderId))
  const dealPool = await http.api<PoolJson>({ path: `/v1/programs/${shop.dealProgramId}/pool`, bearer })
  const salesPool = await http.api<PoolJson>({ path: `/v1/programs/${shop.programId}/pool`, bearer })
  const paidTo: Record<string, string> = {}
  for (const { person, signInToken } of Object.values(members)) {
    paidTo[person.key] = (await http.api<PersonJson>({ path: '/v1/me', bearer: signInToken })).paid
  }
  const { thrownAway, young } = await readReviews(ways)
  const invitations = await http.api<{ used: number }>({
    path: `/v1/programs/${shop.programId}/invitations`,
    bearer,
  })
  const refunded = rewardsOf(orders, sales, REFUNDED_ORDER)
  const seller = refunded.find(({ role }) => role === 'direct')
  if (!seller) throw new StoryFault(`Nobody is credited for the order ${REFUNDED_ORDER}.`)
  const figures: WaysFigures = {
    orders: orders.length,
    tiers: byTier(sales),
    upline: totalOf(sales.filter(({ role }) => role === 'upline')),
    deal: { pool: dealPool.pool, fee: dealTerms.fee, paid: dealPool.released },
    story: { clicks: await storyClicks(ways) },
    advocate: { invitationsUsed: invitations.used, paid: paidTo['sunniva'] ?? '' },
    reviews: [thrownAway, young].map(reviewFigure),
    refund: {
      order: REFUNDED_ORDER,
      amended: units(sum(refunded.flatMap(({ batches }) => batches.map(({ amended }) => amended)))),
      kept: units(sum(refunded.map(({ target }) => target))),
    },
    trace: seller.trace.map(({ step, outcome, sentence }) => ({ step, outcome, sentence })),
  }
  return {
    figures,
    faults: faultsOf(figures, { paidTo, salesPool, dealPool, audit }),
    told: tellWays(figures, ways.story.url),
    beside: { rewards: rewards.length, paid: Object.values(paidTo).map(readAmount) },
  }
}

type Seen = {
  readonly paidTo: Readonly<Record<string, string>>
  readonly salesPool: PoolJson
  readonly dealPool: PoolJson
  readonly audit: AuditReport
}

/** What came out otherwise than the hand-made figures say, one sentence each. */
function faultsOf(figures: WaysFigures, { paidTo, salesPool, dealPool, audit }: Seen): readonly string[] {
  const faults: string[] = []
  const equal = (what: string, found: bigint | number | string, wanted: bigint | number | string): void => {
    if (`${found}` !== `${wanted}`) faults.push(`${what} is ${found} and should be ${wanted}.`)
  }
  for (const [key, wanted] of Object.entries(PAID_MICROS)) {
    equal(`What ${key} was paid`, readAmount(paidTo[key] ?? ''), wanted)
  }
  const released = (pool: PoolJson): bigint => {
    const proved = audit.pools.find(({ id }) => id === pool.pool)
    return BigInt(proved?.paid ?? -1) + BigInt(proved?.owed ?? 0)
  }
  equal('What the chain says the bookshop paid for sales', released(salesPool), KEPT_MICROS)
  equal('What the chain says the bookshop paid for deals', released(dealPool), DEAL_MICROS)
  equal("The number of the bookshop's orders", figures.orders, BOOK_ORDERS.length)
  equal('The tiers that were paid', tierWords(figures.tiers), 'macro 1.60, micro 9.40')
  equal('The number of rewards of an upline', figures.upline.rewards, 1)
  equal('Clicks on the story', figures.story.clicks, 1)
  equal('Invitations used', figures.advocate.invitationsUsed, 1)
  const reviews = figures.reviews.map(({ rule, state }) => `${rule} ${state}`)
  equal('What became of the cases under review', reviews.join(', '), 'F14 refused, F18 released')
  equal('What the refund amended', figures.refund.amended, '2.00')
  equal('What the refunded order keeps', figures.refund.kept, '3.00')
  return faults
}

function reviewFigure({ state, verdicts }: ReviewJson): WaysFigures['reviews'][number] {
  return { rule: verdicts[0]?.rule ?? '', state, sentence: verdicts[0]?.sentence ?? '' }
}

/** The bookshop in a few lines. */
function tellWays(
  { tiers, upline, deal, story, advocate, reviews, refund, trace }: WaysFigures,
  storyUrl: string,
): readonly ToldLine[] {
  return [
    {
      label: 'Tiers',
      sentence: `ten percent for a small circle, four for large accounts: ${tierWords(tiers)}`,
    },
    { label: 'Upline', sentence: `a friend brought a friend: ${upline.paid} of the friend's sale is hers` },
    {
      label: 'Deal',
      sentence: `${deal.paid} for one post, agreed by both, from a pool of its own (pool ${deal.pool ?? 'none'})`,
    },
    { label: 'Story', sentence: `two books at ${storyUrl}, followed ${story.clicks} time` },
    {
      label: 'Advocate',
      sentence: `a buyer took the invitation on the thank-you page and was paid ${advocate.paid}`,
    },
    ...reviews.map(({ rule, state, sentence }) => ({
      label: 'Review',
      sentence: `${sentence} (${rule}): ${state} by the shop`,
    })),
    {
      label: 'Refund',
      sentence: `${refund.amended} of the rewards for one order goes back inside the hold; ${refund.kept} is paid`,
    },
    ...trace.map(({ sentence }, i) => ({ label: i === 0 ? 'Trace' : '', sentence })),
  ]
}

/** What each tier was paid, by its name. */
function tierWords(tiers: WaysFigures['tiers']): string {
  return Object.entries(tiers)
    .map(([tier, { paid }]) => `${tier} ${paid}`)
    .join(', ')
}

function rewardsOf(
  orders: readonly WaysOrderJson[],
  rewards: readonly WaysRewardJson[],
  number: string,
): readonly WaysRewardJson[] {
  const order = orders.find(({ externalId }) => externalId === number)
  return rewards.filter(({ orderId }) => orderId === order?.orderId)
}

function byTier(rewards: readonly WaysRewardJson[]): WaysFigures['tiers'] {
  const tiers = [...new Set(rewards.map(({ tier }) => tier))].toSorted()
  return Object.fromEntries(tiers.map((tier) => [tier, totalOf(rewards.filter((one) => one.tier === tier))]))
}

function totalOf(rewards: readonly WaysRewardJson[]): { readonly rewards: number; readonly paid: string } {
  return { rewards: rewards.length, paid: units(sum(rewards.map(({ paid }) => paid))) }
}

function sum(amounts: readonly string[]): bigint {
  return amounts.reduce((total, amount) => total + readAmount(amount), 0n)
}

/** Clicks on the story's products, as its author reads them. */
async function storyClicks({ http, members, story }: Ways): Promise<number> {
  const { data } = await http.api<{
    readonly data: readonly {
      readonly code: string
      readonly products: readonly { readonly clicks: number }[]
    }[]
  }>({ path: '/v1/me/stories', bearer: members.ottilie.signInToken })
  const products = data.find(({ code }) => code === story.code)?.products ?? []
  return products.reduce((total, { clicks }) => total + clicks, 0)
}
