// Plays the story through the relayer's real HTTP API and on its real chain, stage by stage, and ends by holding what
// happened against what had to happen.

import type { AuditReport } from '#audit/report.ts'
import { DAY_SECONDS, SECOND_MS } from '#domain/time.ts'
import type { Address } from 'viem'
import { sendBrokenSignatures } from './broken-signatures.ts'
import { checkOutcome, type Outcome } from './check-outcome.ts'
import {
  expectOutcome,
  sumOverPeople,
  sumOverPools,
  type ExpectedOutcome,
  type ExpectedPool,
} from './expected-outcome.ts'
import { followLinks, type FollowedLinks } from './follow-links.ts'
import { createHttpClient, type HttpClient } from './http-client.ts'
import { joinPeople, linkOf, type JoinedPerson } from './join-people.ts'
import { generateMarket, membershipOf, type Market } from './market.ts'
import { openShops, type OpenShops } from './open-shops.ts'
import { membershipsOf } from './people.ts'
import { readApiOutcome, readChainOutcome } from './read-outcome.ts'
import type { RefundMoment, StoryRefund } from './refunds.ts'
import { sendDeliveries } from './send-deliveries.ts'
import { shops as allShops, PAST_EVERY_HOLD_SECONDS } from './shops.ts'
import { storyFigures, type StoryFigures } from './story-figures.ts'
import { counted, followOneReward, tellUsers, units, type ToldLine } from './tell-story.ts'
import { waitForBooks, waitForPeople } from './wait-for-books.ts'
import { changeWays, openWays, payWays, sellWays, type Ways } from '../ways/play-ways.ts'
import { readWays, type WaysFigures, type WaysOutcome } from '../ways/read-ways.ts'

export type StageName =
  'open' | 'join' | 'share' | 'sell' | 'reserve' | 'refund' | 'ways' | 'wait' | 'pay' | 'audit'

/** A stage that is over. */
export type Stage = { readonly name: StageName; readonly sentence: string; readonly seconds: number }

export type PlayStoryInput = {
  /** Where the relayer listens. */
  readonly url: string
  readonly operatorKey: string
  readonly rpcUrl: string
  readonly ledger: Address
  readonly token: Address
  /** The same seed tells the same story. */
  readonly seed: number
  /** Moves the chain's clock forward. */
  readonly warp: (seconds: number) => Promise<void>
  /** Audits the ledger from the chain alone. */
  readonly audit: () => Promise<AuditReport>
  readonly report: (stage: Stage) => void
}

export type StoryResult = {
  readonly figures: StoryFigures & { readonly ways: WaysFigures }
  /** What came out otherwise than it had to, one sentence each; none when all is well. */
  readonly faults: readonly string[]
  readonly oneReward: readonly ToldLine[]
  /** The bookshop, which uses every way of influence once. */
  readonly ways: readonly ToldLine[]
  readonly users: readonly ToldLine[]
  /** Ways in for people who want to look: the shops' pages and keys, and the people's own pages. */
  readonly doors: {
    readonly shops: readonly {
      readonly name: string
      readonly pageUrl: string
      readonly joinUrl: string
      readonly apiKey: string
    }[]
    readonly people: readonly { readonly handle: string; readonly signInUrl: string }[]
  }
}

/** What every stage needs. */
type Play = {
  readonly input: PlayStoryInput
  readonly http: HttpClient
  readonly market: Market
  readonly expected: ExpectedOutcome
  readonly shops: OpenShops
  readonly joined: readonly JoinedPerson[]
  readonly tell: (name: StageName, sentence: string, milliseconds?: number) => void
}

/** Plays the whole story. Throws `StoryFault` where it cannot go on; differences in figures are in `faults`. */
export async function playStory(input: PlayStoryInput): Promise<StoryResult> {
  const http = createHttpClient({ url: input.url, keyPrefix: `demo-${input.seed}` })
  const market = generateMarket(input.seed)
  const expected = expectOutcome(market)
  const tell = createTeller(input.report)

  const { play, followed } = await openJoinShare({ input, http, market, expected, tell })
  await sell(play, followed)
  await refundInsideHold(play)
  const ways = await playWays(play)
  await input.warp(PAST_EVERY_HOLD_SECONDS)
  tell('wait', `${PAST_EVERY_HOLD_SECONDS / DAY_SECONDS} days pass on the chain, more than any hold`)
  await pay(play)
  await payWays(ways)
  const { outcome, waysOutcome } = await audit(play, ways)

  return {
    figures: { ...storyFigures(outcome, http.statuses(), waysOutcome.beside), ways: waysOutcome.figures },
    faults: [...checkOutcome(outcome, http.statuses()), ...waysOutcome.faults],
    ways: waysOutcome.told,
    oneReward: followOneReward(
      outcome,
      (order) => linkOf(play.joined[membershipOf(order).person.index], order.shop).url,
    ),
    users: tellUsers(outcome),
    doors: {
      shops: Object.values(play.shops).map(({ shop, pageUrl, joinUrl, apiKey }) => ({
        name: shop.name,
        pageUrl,
        joinUrl,
        apiKey,
      })),
      people: play.joined.map(({ person, signInUrl }) => ({ handle: person.handle, signInUrl })),
    },
  }
}

/** Measures each stage from the end of the one before, unless it says itself how long it took. */
function createTeller(report: PlayStoryInput['report']): Play['tell'] {
  let since = performance.now()
  return (name, sentence, milliseconds) => {
    const now = performance.now()
    report({ name, sentence, seconds: (milliseconds ?? now - since) / SECOND_MS })
    since = now
  }
}

/** The chain takes its time to open and fund the pools; people join and share meanwhile. */
async function openJoinShare(
  stage: Omit<Play, 'shops' | 'joined'>,
): Promise<{ play: Play; followed: FollowedLinks }> {
  const { input, http, market, expected, tell } = stage
  const began = performance.now()
  const { shops, funded } = await openShops(http, input.operatorKey)
  const opened = performance.now()
  const joined = await joinPeople(http, shops, market.people)
  const everybodyJoined = performance.now()
  const followed = await followLinks(http, joined, market.visits)
  const everybodyShared = performance.now()
  await funded

  const funds = units(sumOverPools(expected, ({ deposited }) => deposited))
  const opening = opened - began + performance.now() - everybodyShared
  tell('open', `2 shops, a program and a pool each; the pools hold ${funds}`, opening)
  const links = membershipsOf(market.people)
  const [birch, northwind] = allShops.map(
    ({ key, name }) => `${links.filter(({ shop }) => shop === key).length} for ${name}`,
  )
  const both = market.people.filter((person) => person.shops.length > 1).length
  const people = counted(market.people.length, 'person', 'people')
  tell('join', `${people}: ${birch} and ${northwind}, ${both} of them for both`, everybodyJoined - opened)
  const kinds = (...wanted: readonly string[]): number =>
    market.visits.filter(({ kind }) => wanted.includes(kind)).length
  const clicks = `${counted(market.visits.length, 'click')} on ${counted(links.length, 'link')}`
  const split = `${kinds('person')} counted, ${kinds('repeat')} repeated, ${kinds('bot', 'prefetch')} by machines`
  tell('share', `${clicks}: ${split}`, everybodyShared - everybodyJoined)
  return { play: { ...stage, shops, joined }, followed }
}

async function sell(play: Play, followed: FollowedLinks): Promise<void> {
  const { http, market, expected, shops, tell } = play
  const { orders } = market
  const early = refundsAt(market, 'before-commit')
  await sendDeliveries(http, { seed: market.seed, shops, refunds: early })
  const sent = await sendDeliveries(http, { seed: market.seed, shops, orders, followed })
  const broken = await sendBrokenSignatures(http, { shops, orders, followed })
  const deliveries = `${counted(sent.deliveries, 'delivery', 'deliveries')}, ${sent.repeated} of them repeats`
  tell(
    'sell',
    `${counted(orders.length, 'order')} in ${deliveries}; ${early.length} refunds came before their orders, ${broken} false signatures were refused`,
  )

  await holding(play, 'the rewards to be reserved', (pool) => ({
    reserved: pool.reservedAtCommit,
    released: 0n,
  }))
  const reserved = expected.rewards.filter(({ committed }) => committed > 0n).length
  const sum = units(sumOverPools(expected, (pool) => pool.reservedAtCommit))
  tell(
    'reserve',
    `${counted(reserved, 'reward')}, ${sum} in all; ${orders.length - reserved} orders earn nothing: ${whyNothing(play)}`,
  )
}

/** Why orders earn nothing, with the number of each; adds up to all of them. */
function whyNothing({ market, expected }: Play): string {
  const sources = (kind: string): number => market.orders.filter(({ source }) => source.kind === kind).length
  const parts = [
    `${sources('none')} without a link`,
    `${sources('forged-token')} forged`,
    `${market.orders.filter(({ test }) => test).length} tests`,
    `${market.orders.filter(({ selfReferral }) => selfReferral).length} self-bought`,
    `${expected.rewards.filter(({ committed }) => committed === 0n).length} sent back`,
  ]
  return parts.join(', ')
}

async function refundInsideHold(play: Play): Promise<void> {
  const { http, market, expected, shops, tell } = play
  const refunds = refundsAt(market, 'inside-hold')
  await sendDeliveries(http, { seed: market.seed, shops, refunds })
  await holding(play, 'the refunds to reach the chain', (pool) => ({
    reserved: pool.reservedAfterRefunds,
    released: 0n,
  }))
  const before = sumOverPools(expected, (pool) => pool.reservedAtCommit)
  const after = sumOverPools(expected, (pool) => pool.reservedAfterRefunds)
  const lowered = `${counted(expected.amended, 'reward')} by ${units(before - after)}`
  tell(
    'refund',
    `${counted(refunds.length, 'refund')} inside the hold lower ${lowered}; ${units(after)} stays reserved`,
  )
}

/** The third shop opens, sells, and changes its mind inside the hold, as far as everybody else's. */
async function playWays({ input, http, tell }: Play): Promise<Ways> {
  const ways = await openWays(http, input)
  await sellWays(ways)
  await changeWays(ways)
  tell('ways', 'a bookshop: tiers, an upline, a deal, a story, an advocate, a case under review')
  return ways
}

/** Everything matured is settled and paid; then refunds come too late, and some of those who owe sell again. */
async function pay(play: Play): Promise<void> {
  const { input, http, market, expected, shops, joined, tell } = play
  await holding(play, 'the payout', (pool) => ({ reserved: 0n, released: pool.reservedAfterRefunds }))

  const late = refundsAt(market, 'after-payout')
  await sendDeliveries(http, { seed: market.seed, shops, refunds: late })
  await holding(play, 'the late refunds', (pool) => ({ reserved: 0n, released: pool.reservedAfterRefunds }))
  const followed = await followLinks(http, joined, market.laterVisits)
  await sendDeliveries(http, { seed: market.seed, shops, orders: market.laterOrders, followed })
  await holding(play, 'the later sales', (pool) => ({
    reserved: pool.reservedLater,
    released: pool.reservedAfterRefunds,
  }))
  await input.warp(PAST_EVERY_HOLD_SECONDS)
  await holding(play, 'the second payout', (pool) => ({ reserved: 0n, released: pool.released }))
  await waitForPeople(http, joined, expected)

  const paid = expected.people.map((person) => person.paid).filter((amount) => amount > 0n)
  const least = paid.reduce((smallest, amount) => (amount < smallest ? amount : smallest), paid[0] ?? 0n)
  const everybody = `${units(sumOverPeople(expected, (person) => person.paid))} to ${counted(paid.length, 'person', 'people')}`
  const owed = units(sumOverPeople(expected, (person) => person.owed))
  const debt = `${late.length} late refunds leave ${units(expected.debtMade)} of debt, ${market.laterOrders.length} later sales net ${units(expected.debtNetted)} of it`
  tell('pay', `${everybody}, the least ${units(least)}; ${owed} stays owed; ${debt}`)
}

async function audit(
  { input, http, market, expected, shops, joined, tell }: Play,
  ways: Ways,
): Promise<{ outcome: Outcome; waysOutcome: WaysOutcome }> {
  const report = await input.audit()
  const chain = await readChainOutcome(input.rpcUrl, {
    ledger: input.ledger,
    token: input.token,
    payees: market.people.map(({ payee }) => payee),
  })
  const outcome = { market, expected, chain, audit: report, api: await readApiOutcome(http, shops, joined) }
  const { batches, payees } = report.counted
  const rebuilt = `${counted(batches.committed, 'batch', 'batches')}, ${counted(payees, 'payee')} and ${counted(report.pools.length, 'pool')}`
  const found = report.ok ? 'clean' : counted(report.discrepanciesFound, 'discrepancy', 'discrepancies')
  tell('audit', `${rebuilt} rebuilt from logs alone: ${found}`)
  return { outcome, waysOutcome: await readWays(ways, report) }
}

async function holding(
  { http, shops, expected }: Play,
  what: string,
  wanted: (pool: ExpectedPool) => { reserved: bigint; released: bigint },
): Promise<void> {
  await waitForBooks(http, shops, what, (shop) => wanted(expected.pools[shop]))
}

function refundsAt(market: Market, moment: RefundMoment): readonly StoryRefund[] {
  return market.refunds.filter((refund) => refund.moment === moment)
}
