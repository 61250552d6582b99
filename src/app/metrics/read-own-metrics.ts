// A person's own figures, program by program: what their links did, and how far it went from them.

import { Problem } from '#domain/problem.ts'

import { figuresOf, type FiguresView } from './figures.ts'
import { rollUp } from './roll-up.ts'

import type { Micros } from '#domain/money.ts'
import type { PersonLinkRow } from '#ports/recommender-store.ts'

import type { AppDeps } from '../deps.ts'

/** People below one person that are counted. */
const BELOW_MAX = 10_000

export type OwnProgramFigures = {
  readonly programId: string
  readonly programName: string
  readonly shopName: string
  readonly figures: FiguresView
  /** Without names: they are not the person's to know. */
  readonly brought: {
    readonly people: number
    readonly downstreamPeople: number
    readonly downstreamSales: Micros
  }
}

/** Of all time, over all links of the person; throws `not_found` for an unknown person. */
export async function readOwnMetrics(
  deps: Pick<AppDeps, 'recommenders' | 'retailers' | 'clock'>,
  { recommenderId }: { readonly recommenderId: string },
): Promise<readonly OwnProgramFigures[]> {
  const { person, links } = await deps.recommenders.transaction(recommenderId, async (unit) => ({
    person: await unit.person(),
    links: await unit.links(),
  }))
  if (!person) throw new Problem('not_found')
  const programs: OwnProgramFigures[] = []
  for (const [retailerId, ofShop] of Map.groupBy(links, (link) => link.retailerId)) {
    await rollUp(deps, { retailerId })
    for (const [, ofProgram] of Map.groupBy(ofShop, (link) => link.programId)) {
      programs.push(await programFigures(deps, recommenderId, ofProgram))
    }
  }
  return programs
}

async function programFigures(
  deps: Pick<AppDeps, 'retailers'>,
  recommenderId: string,
  links: readonly PersonLinkRow[],
): Promise<OwnProgramFigures> {
  const [{ retailerId, programId, programName, shopName }] = links as readonly [PersonLinkRow]
  const codes = links.map(({ code }) => code)
  const { own, below } = await deps.retailers.transaction(retailerId, async ({ metrics }) => ({
    own: await metrics.ofLinks(programId, codes),
    below: await metrics.below(programId, recommenderId, BELOW_MAX),
  }))
  return {
    programId,
    programName,
    shopName,
    figures: figuresOf([own]),
    brought: {
      people: below.children,
      downstreamPeople: below.people,
      downstreamSales: below.salesMicros,
    },
  }
}
