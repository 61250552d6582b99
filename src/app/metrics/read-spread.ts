// How a program spreads from person to person: all of it as it stands, and the K-factor of a span.

import { kFactorOf, spreadOf, type KFactor, type Spread } from '#domain/metrics/spread.ts'
import { sumMicros, ZERO_MICROS, type Micros } from '#domain/money.ts'

import { programOf } from './program-of.ts'
import { MEMBERS_MAX, spanOf } from './read-metrics.ts'
import { rollUp } from './roll-up.ts'

import type { RecommenderId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { Place } from '#domain/metrics/reshare-forest.ts'

import type { AppDeps } from '../deps.ts'

/** Trees and people shown one by one. */
const CASCADES_SHOWN = 20
const PEOPLE_SHOWN = 50

export type SpreadPerson = {
  readonly recommenderId: RecommenderId
  readonly handle: string
  readonly generation: number
  /** Brought directly, and by those brought, and so on. */
  readonly children: number
  readonly downstreamPeople: number
  readonly sales: Micros
  readonly downstreamSales: Micros
}

export type SpreadView = Omit<Spread, 'cascades' | 'places' | 'people'> & {
  readonly programId: string
  readonly people: number
  /** Of the K-factor; everything else is of all time. */
  readonly from: Instant
  readonly to: Instant
  readonly kFactor: KFactor & { readonly activePeople: number; readonly joinedThroughLinks: number }
  readonly cascades: readonly {
    readonly handle: string
    readonly people: number
    readonly depth: number
    readonly breadth: number
    readonly structuralViralityBps: number
    readonly sales: Micros
  }[]
  readonly influencers: readonly SpreadPerson[]
}

export type ReadSpreadInput = {
  readonly retailerId: string
  readonly programId: string
  readonly from?: Instant | undefined
  readonly to?: Instant | undefined
}

/** Stands for who does not want to be compared with others; what they started is counted all the same. */
const UNNAMED = 'somebody'

/** Rolls up what is new and reads the spread; throws `not_found` for a program that is not the retailer's. */
export async function readSpread(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  { retailerId, programId, ...asked }: ReadSpreadInput,
): Promise<SpreadView> {
  await programOf(deps, { retailerId, programId })
  await rollUp(deps, { retailerId })
  const now = deps.clock.now()
  const span = spanOf(asked, now)
  const read = await deps.retailers.transaction(retailerId, async ({ metrics }) => ({
    ever: await metrics.byLink(programId, { from: 0, to: spanOf({}, now).to }),
    inSpan: await metrics.byLink(programId, span),
    owners: await metrics.owners(programId),
    members: await metrics.members(programId, MEMBERS_MAX),
  }))
  const linksOf = Map.groupBy(read.ever, ({ code }) => read.owners.get(code))
  const compared = read.members.filter(({ isCompared }) => isCompared)
  const handleOf = new Map(compared.map(({ recommenderId, handle }) => [recommenderId, handle]))
  const { places, cascades, ...spread } = spreadOf(
    read.members.map((member) => ({
      ...member,
      salesMicros: sumMicros(
        (linksOf.get(member.recommenderId) ?? []).map(({ activity }) => activity.salesMicros),
      ),
    })),
  )

  const clicked = read.inSpan.filter(({ activity }) => activity.uniqueClicks > 0)
  const counts = {
    activePeople: new Set(clicked.map(({ code }) => read.owners.get(code))).size,
    uniqueClicks: clicked.reduce((sum, { activity }) => sum + activity.uniqueClicks, 0),
    joinedThroughLinks: read.members.filter(
      ({ parentId, joinedAt }) => parentId !== null && joinedAt >= span.from && joinedAt < span.to,
    ).length,
  }
  return {
    programId,
    ...span,
    ...spread,
    kFactor: { ...kFactorOf(counts), ...counts },
    cascades: cascades.slice(0, CASCADES_SHOWN).map(({ rootId, salesMicros, ...cascade }) => ({
      handle: handleOf.get(rootId) ?? UNNAMED,
      ...cascade,
      sales: salesMicros,
    })),
    influencers: places
      .filter(({ recommenderId }) => handleOf.has(recommenderId))
      .filter(({ children, salesMicros }) => children > 0 || salesMicros > ZERO_MICROS)
      .toSorted(byInfluence)
      .slice(0, PEOPLE_SHOWN)
      .map((place) => personOf(place, handleOf)),
  }
}

/** Own and downstream sales together, the most first. */
function byInfluence(a: Place, b: Place): number {
  const [first, second] = [a, b].map((place) => place.salesMicros + place.downstreamSalesMicros)
  if (first !== second) return (first ?? 0n) > (second ?? 0n) ? -1 : 1
  return b.downstreamPeople - a.downstreamPeople || (a.recommenderId < b.recommenderId ? -1 : 1)
}

function personOf(place: Place, handleOf: ReadonlyMap<RecommenderId, string>): SpreadPerson {
  const { recommenderId, generation, children, downstreamPeople } = place
  return {
    recommenderId,
    handle: handleOf.get(recommenderId) ?? '',
    generation,
    children,
    downstreamPeople,
    sales: place.salesMicros,
    downstreamSales: place.downstreamSalesMicros,
  }
}
