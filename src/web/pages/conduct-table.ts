// How each shop keeps its promises, from the chain alone: for the auditor's page.

import { BPS_PER_PERCENT, type Micros } from '#domain/money.ts'
import { html, type Html } from './html.ts'
import { digits, state } from './parts.ts'

export type PoolConductRow = {
  readonly pool: number
  /** Whole micros as decimal strings. */
  readonly committed: string
  readonly takenBack: string
  readonly reversalBps: number
  readonly rejectionBps: number
  /** Orders as the shop's key counted them. */
  readonly rewarded: string
  readonly rejected: string
  readonly underReview: string
  readonly isUnusual: boolean
}

/** A row for each pool; nothing while there is none. */
export function conductTable(rows: readonly PoolConductRow[]): Html {
  if (rows.length === 0) return html``
  return html`<section>
    <h2>How shops keep their promises</h2>
    <p class="soft">
      Taken back is mostly what went with returned orders. Rejected are orders that came by a recommendation
      and earned nothing. A mark means more than half of either, over at least twenty orders.
    </p>
    <table>
      <thead>
        <tr>
          <th>Pool</th>
          <th class="number">Promised</th>
          <th class="number">Taken back</th>
          <th class="number">Rewarded</th>
          <th class="number">Rejected</th>
          <th class="number">Were under review</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(conductRow)}
      </tbody>
    </table>
  </section>`
}

function conductRow(row: PoolConductRow): Html {
  return html`<tr>
    <td data-label="Pool">${row.pool} ${row.isUnusual && state('unusual', 'bad')}</td>
    <td data-label="Promised" class="number">${units(row.committed)}</td>
    <td data-label="Taken back" class="number">${units(row.takenBack)} (${percent(row.reversalBps)})</td>
    <td data-label="Rewarded" class="number">${row.rewarded}</td>
    <td data-label="Rejected" class="number">${row.rejected} (${percent(row.rejectionBps)})</td>
    <td data-label="Were under review" class="number">${row.underReview}</td>
  </tr>`
}

function percent(bps: number): string {
  return `${(bps / BPS_PER_PERCENT).toFixed(2)} %`
}

/** Amounts that no valid ledger can reach are still written, so nothing is checked. */
function units(amount: string): string {
  return digits(BigInt(amount) as Micros)
}
