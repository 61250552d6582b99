// On a person's page: orders that came by their link and earned them nothing, each with its reason.

import type { Instant } from '#domain/order-facts.ts'
import { html, type Html } from './html.ts'
import { day, reasons, type Reason } from './parts.ts'

export type UnrewardedOrder = {
  readonly shopName: string
  readonly at: Instant
  readonly sentence: string
  readonly trace: readonly Reason[]
}

/** Nothing at all for who has none. */
export function unrewardedSection(orders: readonly UnrewardedOrder[]): Html {
  if (orders.length === 0) return html``
  return html`<section>
    <details>
      <summary>Orders by your link without a reward (${orders.length})</summary>
      <ul class="list">
        ${orders.map(
          ({ shopName, at, sentence, trace }) =>
            html`<li class="card">
              <p>${sentence}</p>
              <p class="small soft">${shopName}, order of ${day(at)}</p>
              ${reasons(trace)}
            </li>`,
        )}
      </ul>
    </details>
  </section>`
}
