// A program's ways of influence in figures: from visits over sign-ups to kept sales; what is declared stands apart.

import { conversionBps, type Influence } from '#domain/influence.ts'
import { retailerIdOf } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'

import { readFigures, sumFigures } from './read-figures.ts'

import type { Period } from '#ports/way-rows.ts'

import type { AppDeps } from '../deps.ts'

/** Declared posts counted at most. */
const MENTIONS_COUNTED_MAX = 10_000

export type FunnelView = {
  readonly currency: string
  readonly measured: Influence & { readonly conversionBps: number | null }
  /** The same, by what led to it: ordinary links, campaigns, people brought by people, advocates. */
  readonly byWay: {
    readonly ownLinks: Influence
    readonly campaigns: Influence
    /** Of people whom another person brought. */
    readonly viral: Influence
    /** Of people who joined by a shop's invitation. */
    readonly advocates: Influence
  }
  readonly declared: {
    readonly mentions: number
    readonly shares: number
    readonly reach: number
    /** By channel, posts and shares together. */
    readonly channels: Readonly<Record<string, number>>
  }
  readonly otherCurrencies: number
  readonly isCut: boolean
}

/** Throws `not_found` for another's program. */
export async function readFunnel(
  deps: Pick<AppDeps, 'retailers'>,
  {
    retailerId,
    programId,
    period,
  }: { readonly retailerId: string; readonly programId: string; readonly period: Period },
): Promise<FunnelView> {
  if (retailerIdOf(programId) !== retailerId) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    const program = await unit.programs.program(programId)
    if (program?.kind !== 'sales') throw new Problem('not_found')
    const figures = await readFigures(unit, program, period)
    const brought = new Set(
      (await unit.ways.people(programId))
        .filter(({ parentRecommenderId }) => parentRecommenderId !== null)
        .map(({ recommenderId }) => recommenderId),
    )
    const advocates = await unit.ways.advocates(programId)
    const mentions = (await unit.ways.mentions(programId, { limit: MENTIONS_COUNTED_MAX })).filter(
      ({ declaredAt }) => declaredAt >= period.from && declaredAt < period.to,
    )
    const total = sumFigures(figures, () => true)
    const byChannel = Map.groupBy(mentions, ({ channel }) => channel)
    return {
      currency: program.policy.currency,
      measured: { ...total, conversionBps: conversionBps(total) },
      byWay: {
        ownLinks: sumFigures(figures, ({ campaignId }) => campaignId === null),
        campaigns: sumFigures(figures, ({ campaignId }) => campaignId !== null),
        viral: sumFigures(figures, ({ recommenderId }) => brought.has(recommenderId)),
        advocates: sumFigures(figures, ({ recommenderId }) => advocates.has(recommenderId)),
      },
      declared: {
        mentions: mentions.filter(({ kind }) => kind === 'mention').length,
        shares: mentions.filter(({ kind }) => kind === 'share').length,
        reach: mentions.reduce((sum, { declaredReach }) => sum + (declaredReach ?? 0), 0),
        channels: Object.fromEntries([...byChannel].map(([channel, rows]) => [channel, rows.length])),
      },
      otherCurrencies: figures.otherCurrencies,
      isCut: figures.isCut,
    }
  })
}
