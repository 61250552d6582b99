// The auditor's page: what the last audit found, and how to run it without us.

import type { Instant } from '#domain/order-facts.ts'
import { conductTable, type PoolConductRow } from './conduct-table.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'
import { minute, state } from './parts.ts'

/** Discrepancies shown; the report itself names the rest. */
const SHOWN_MAX = 20

export type AuditSummary = {
  readonly ok: boolean
  readonly at: Instant
  readonly chainId: number
  readonly ledger: string
  readonly block: { readonly number: number; readonly hash: string }
  /** How often each check was made. */
  readonly checks: Readonly<Record<string, number>>
  /** One sentence each, with its place. */
  readonly discrepancies: readonly string[]
  readonly conduct?: readonly PoolConductRow[]
}

export type AuditPage = {
  readonly audit: AuditSummary | undefined
  readonly target: { readonly rpcUrl: string; readonly ledger: string }
}

/** The page at `/audit`. */
export function auditPage({ audit, target }: AuditPage): Html {
  return layout({
    title: 'Audit',
    isWide: true,
    body: html`
      <section class="intro">
        <h1>The books, checked</h1>
        <p class="lead">
          Every deposit, reservation and payment is a public record. An audit rebuilds all balances from those
          records alone and compares them with what the ledger holds and with the money that is really there.
        </p>
      </section>
      ${audit === undefined ? noAudit() : lastAudit(audit)}
      <section>
        <h2>Run it yourself</h2>
        <p>It needs nothing from us: no account, no database, only an address of the chain to read from.</p>
        <pre>npm run vouch -- audit --rpc ${target.rpcUrl} --ledger ${target.ledger}</pre>
        <p class="small soft">
          With exit code 0 everything held; with 1 each discrepancy is named with its place. The same block
          gives the same report, byte for byte.
        </p>
      </section>
      <section>
        <h2>What no audit of the chain can tell</h2>
        <p>
          That an order happened, that a shop reported all its orders, and who a person is. The report ends
          with both lists: what is proved, and what is not.
        </p>
      </section>
    `,
  })
}

function noAudit(): Html {
  return html`<section class="card">
    <div>${state('no audit yet', 'wait')}</div>
    <p>Nobody has to wait for ours: run it yourself.</p>
  </section>`
}

function lastAudit(audit: AuditSummary): Html {
  return html`<section class="banner ${audit.ok ? 'good' : 'bad'}">
      <div class="row">
        <h2>${audit.ok ? 'Clean: no discrepancy' : `Not clean: ${audit.discrepancies.length} found`}</h2>
        ${minute(audit.at)}
      </div>
      <p>
        At block ${audit.block.number.toLocaleString('en-GB')} of chain ${audit.chainId}, ledger
        <code>${audit.ledger}</code>.
      </p>
      <p class="small soft">Block hash <code>${audit.block.hash}</code></p>
    </section>
    ${audit.discrepancies.length > 0 && discrepancyList(audit.discrepancies)}
    ${conductTable(audit.conduct ?? [])}
    <section>
      <h2>What was checked</h2>
      ${checkTable(audit.checks)}
    </section>`
}

function discrepancyList(discrepancies: readonly string[]): Html {
  const rest = discrepancies.length - SHOWN_MAX
  return html`<section>
    <h2>What was found</h2>
    <ul class="list">
      ${discrepancies.slice(0, SHOWN_MAX).map((sentence) => html`<li class="card">${sentence}</li>`)}
    </ul>
    ${rest > 0 && html`<p class="soft">And ${rest} more.</p>`}
  </section>`
}

function checkTable(checks: AuditSummary['checks']): Html {
  return html`<table class="pairs">
    <thead>
      <tr>
        <th>Check</th>
        <th class="number">Times</th>
      </tr>
    </thead>
    <tbody>
      ${Object.entries(checks)
        .toSorted(byName)
        .map(
          ([name, count]) =>
            html`<tr>
              <td>${name}</td>
              <td class="number">${count.toLocaleString('en-GB')}</td>
            </tr>`,
        )}
    </tbody>
  </table>`
}

/** The store keeps the counts without an order of their own. */
function byName([one]: readonly [string, number], [other]: readonly [string, number]): number {
  return one < other ? -1 : 1
}
