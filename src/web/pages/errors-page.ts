// Every code that an answer can carry, each at its own anchor: where the `type` of a problem answer leads.

import { problemTable, type ProblemCode, type ProblemRow } from '#domain/problem-table.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'

/** The page at `/errors`; statuses come from the one file that decides them. */
export function errorsPage(statuses: Readonly<Record<ProblemCode, number>>): Html {
  const rows = Object.entries<ProblemRow>(problemTable) as [ProblemCode, ProblemRow][]
  return layout({
    title: 'Codes of problems',
    isWide: true,
    body: html`
      <section class="intro">
        <h1>Codes of problems</h1>
        <p class="lead">Every refusal of this server carries one of these codes. They do not change.</p>
      </section>
      <table>
        <thead>
          <tr>
            <th>Code</th>
            <th>Status</th>
            <th>What it says</th>
            <th>The same again?</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([code, { sentence, retry }]) =>
              html`<tr id="${code}">
                <td data-label="Code"><code>${code}</code></td>
                <td data-label="Status">${statuses[code]}</td>
                <td data-label="What it says">${sentence}</td>
                <td data-label="Again?">${retry === 'later' ? 'later' : 'no'}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    `,
  })
}
