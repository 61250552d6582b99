// Links to the tables of a shop or a person, as files.

import { html, type Html } from './html.ts'

/** What each table is called for people. */
const NAMES: Readonly<Record<string, string>> = {
  orders: 'Orders',
  rewards: 'Rewards',
  payouts: 'Payouts',
  statements: 'Statements by month',
}

/** Links below `base` (`/shop/…` or `/me/…`) to each table, in both forms. */
export function takeAlongSection(base: string, tables: readonly string[]): Html {
  return html`<section>
    <h2>As tables</h2>
    <ul class="list">
      ${tables.map(
        (table) =>
          html`<li>
            ${NAMES[table] ?? table}: <a href="${base}/exports/${table}.csv">as a spreadsheet (CSV)</a>,
            <a href="${base}/exports/${table}.jsonl">for programs (JSON Lines)</a>
          </li>`,
      )}
    </ul>
  </section>`
}
