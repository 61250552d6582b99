// The part of a person's page that says what their links did, and how far it went from them.

import type { Micros } from '#domain/money.ts'
import { html, type Html } from './html.ts'
import { counted, testDollars } from './parts.ts'
import { percent } from './reward-words.ts'

export type OwnMetrics = {
  readonly shopName: string
  readonly programName: string
  readonly figures: {
    readonly reach: number
    readonly uniqueClicks: number
    readonly orders: number
    readonly sales: Micros
    readonly rewards: Micros
    readonly conversionBps: number | null
    readonly earningsPerClick: Micros | null
  }
  readonly brought: {
    readonly people: number
    readonly downstreamPeople: number
    readonly downstreamSales: Micros
  }
}

/** One card for each program; nothing where there is none. */
export function ownMetricsSection(programs: readonly OwnMetrics[]): Html {
  if (programs.length === 0) return html``
  return html`<section>
    <h2>What your links did</h2>
    <ul class="list">
      ${programs.map(programCard)}
    </ul>
  </section>`
}

function programCard({ shopName, programName, figures, brought }: OwnMetrics): Html {
  const { conversionBps, earningsPerClick } = figures
  return html`<li class="card">
    <h3>${shopName}, ${programName}</h3>
    <p>
      ${counted(figures.reach, 'visitor', 'visitors')} with
      ${counted(figures.uniqueClicks, 'click', 'clicks')} made ${counted(figures.orders, 'sale', 'sales')} of
      ${testDollars(figures.sales)}${conversionBps === null ? '' : `, ${percent(conversionBps)} of clicks`}.
      Your part of them is
      ${testDollars(figures.rewards)}${
        earningsPerClick === null ? '' : html`, ${testDollars(earningsPerClick)} for each click`
      }.
    </p>
    ${brought.people > 0 && broughtLine(brought)}
  </li>`
}

/** Nobody is named: who they are is theirs to tell. */
function broughtLine({ people, downstreamPeople, downstreamSales }: OwnMetrics['brought']): Html {
  const further = downstreamPeople - people
  return html`<p class="soft">
    Through you came ${counted(people, 'person who recommends', 'people who recommend')},
    too${further > 0 ? `, and ${further.toLocaleString('en-GB')} more through them` : ''}. Together they have
    sold ${testDollars(downstreamSales)}.
  </p>`
}
