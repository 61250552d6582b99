// A program's figures for a span of time: totals, by day, by tier and by person.

import { engagementBps } from '#domain/metrics/performance.ts'
import { DAY_MS, HOUR_MS, SECOND_MS } from '#domain/time.ts'
import { tierOf } from '#domain/tier.ts'
import { sumActivities, type Activity } from '#domain/metrics/activity.ts'

import { programOf } from './program-of.ts'
import { carryingCost, type CarryingCostView, type GasPrice } from './carrying-cost.ts'
import { figuresOf, type FiguresView } from './figures.ts'
import { rollUp } from './roll-up.ts'
import { timeToPay, type TimeToPayView } from './time-to-pay.ts'

import type { RecommenderId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { Policy, Tier } from '#domain/policy.ts'
import type { FollowerEvidence } from '#domain/tier.ts'
import type { Declared, MemberRow, Span } from '#ports/metric-rows.ts'

import type { AppDeps } from '../deps.ts'

/** Days back when nothing is asked for. */
const DAYS_DEFAULT = 30

/** People read at most; the totals hold further ones, too. */
export const MEMBERS_MAX = 100_000

/** People shown one by one: those with the most sales. */
const PEOPLE_SHOWN = 20

const TIERS: readonly Tier[] = ['micro', 'macro', 'mega']

export type PersonFigures = FiguresView & {
  readonly recommenderId: RecommenderId
  readonly handle: string
  readonly tier: Tier
  readonly followers: number
  readonly followerEvidence: FollowerEvidence
  readonly engagementBps: number | null
}

export type TierFigures = FiguresView & {
  readonly tier: Tier
  readonly people: number
  /** Of those of them who say how many they have. */
  readonly followers: number
  readonly engagementBps: number | null
}

export type MetricsView = {
  readonly programId: string
  readonly from: Instant
  readonly to: Instant
  readonly totals: FiguresView
  /** By people's own word: counted apart from everything that is measured. */
  readonly declared: Declared
  readonly days: readonly ({ readonly day: Instant } & FiguresView)[]
  readonly tiers: readonly TierFigures[]
  readonly people: readonly PersonFigures[]
  readonly timeToPay: TimeToPayView
  readonly carrying: CarryingCostView
}

export type ReadMetricsInput = {
  readonly retailerId: string
  readonly programId: string
  /** Rounded down to whole hours; the last 30 days when left out. */
  readonly from?: Instant | undefined
  readonly to?: Instant | undefined
  readonly marginBps?: number | undefined
  readonly price?: GasPrice | undefined
}

type ReadMetricsDeps = Pick<
  AppDeps,
  'retailers' | 'recommenders' | 'clock' | 'chainClock' | 'chainTransactions' | 'chainEvents'
>

/** Rolls up what is new and reads the figures; throws `not_found` for a program that is not the retailer's. */
export async function readMetrics(deps: ReadMetricsDeps, input: ReadMetricsInput): Promise<MetricsView> {
  const { retailerId, programId } = input
  const { policy } = await programOf(deps, { retailerId, programId })
  await rollUp(deps, { retailerId })
  const span = spanOf(input, deps.clock.now())
  const read = await deps.retailers.transaction(retailerId, async ({ metrics }) => ({
    links: await metrics.byLink(programId, span),
    days: await metrics.byDay(programId, span),
    declared: await metrics.declared(programId, span),
    owners: await metrics.owners(programId),
    members: await metrics.members(programId, MEMBERS_MAX),
  }))
  const carried = { retailerId, programId, span: carriedSpan(deps, input, span), price: input.price }
  const carrying = await carryingCost(deps, carried)
  const basis = {
    shares: read.declared.shares,
    ...marginOf(input),
    ...(carrying.fees === null ? {} : { feesMicros: carrying.fees }),
  }

  const byPerson = Map.groupBy(read.links, ({ code }) => read.owners.get(code))
  const people = read.members.map((member) =>
    personFigures(member, (byPerson.get(member.recommenderId) ?? []).map(activityOf), policy),
  )
  return {
    programId,
    from: span.from,
    to: span.to,
    totals: figuresOf(read.links.map(activityOf), basis),
    declared: read.declared,
    days: read.days.map(({ day, activity }) => ({ day, ...figuresOf([activity]) })),
    tiers: TIERS.map((tier) =>
      tierFigures(
        tier,
        people.filter((person) => person.tier === tier),
      ),
    ),
    people: people
      .filter(({ figures }) => figures.uniqueClicks > 0 || figures.orders > 0 || figures.rewards > 0n)
      .toSorted(bySales)
      .slice(0, PEOPLE_SHOWN)
      .map(({ figures, activity: _, ...person }) => ({ ...person, ...figures })),
    timeToPay: await timeToPay(deps, { retailerId, programId, span }),
    carrying,
  }
}

type Counted = Omit<PersonFigures, keyof FiguresView> & {
  readonly activity: Activity
  readonly figures: FiguresView
}

function personFigures(member: MemberRow, links: readonly Activity[], policy: Policy): Counted {
  const { recommenderId, handle, followers, followerEvidence } = member
  const activity = sumActivities(links)
  return {
    recommenderId,
    handle,
    tier: tierOf(followers, policy.tiers),
    followers,
    followerEvidence,
    engagementBps: engagementBps(activity.uniqueClicks, followers),
    activity,
    figures: figuresOf([activity]),
  }
}

/** Engagement is that of people who say how many followers they have: others' clicks would be over nobody. */
function tierFigures(tier: Tier, people: readonly Counted[]): TierFigures {
  const declared = people.filter(({ followers }) => followers > 0)
  const followers = declared.reduce((sum, person) => sum + person.followers, 0)
  const clicks = declared.reduce((sum, { activity }) => sum + activity.uniqueClicks, 0)
  return {
    tier,
    people: people.length,
    followers,
    engagementBps: engagementBps(clicks, followers),
    ...figuresOf(people.map(({ activity }) => activity)),
  }
}

function bySales(a: Counted, b: Counted): number {
  if (a.figures.sales !== b.figures.sales) return a.figures.sales > b.figures.sales ? -1 : 1
  return b.figures.uniqueClicks - a.figures.uniqueClicks || (a.recommenderId < b.recommenderId ? -1 : 1)
}

function activityOf({ activity }: { readonly activity: Activity }): Activity {
  return activity
}

function marginOf({ marginBps }: ReadMetricsInput): { readonly marginBps?: number } {
  return marginBps === undefined ? {} : { marginBps }
}

/** Whole hours; the current one is in. */
export function spanOf(
  { from, to }: { readonly from?: Instant | undefined; readonly to?: Instant | undefined },
  now: Instant,
): Span {
  const end = to === undefined ? hourOf(now) + HOUR_MS : hourOf(to)
  return { from: from === undefined ? end - DAYS_DEFAULT * DAY_MS : hourOf(from), to: end }
}

/** What was carried has the chain's time, which may be ahead of ours: a span up to now goes up to the chain's now. */
function carriedSpan(
  { chainClock }: Pick<AppDeps, 'chainClock'>,
  { to }: ReadMetricsInput,
  span: Span,
): Span {
  if (to !== undefined) return span
  const chainNow = (chainClock.nowSeconds() ?? 0) * SECOND_MS
  return { from: span.from, to: Math.max(span.to, chainNow + SECOND_MS) }
}

function hourOf(instant: Instant): Instant {
  return Math.floor(instant / HOUR_MS) * HOUR_MS
}
